"""An image with its predicted mask, its true mask and the difference, side by side."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSlider, QWidget

from workbench.core.masks import IGNORED
from workbench.core.view_settings import ImageDisplay
from workbench.data.regions import Mask
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, column, label, row
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.thumbnails import Thumbnails
from workbench.gui.views.masks.mask_layer import LEFT_OUT, WRONG, MaskLayer, Palette, difference, difference_palette
from workbench.gui.views.masks.mask_picture import OPACITY, MaskPicture
from workbench.gui.views.pictures.contrast_panel import ContrastPanel, menu_button
from workbench.gui.views.pictures.filmstrip import Filmstrip
from workbench.gui.views.pictures.large_view import LargeView
from workbench.gui.views.pictures.picture import PictureView

TITLES = (tr("Predicted"), tr("Truth"), tr("Difference"))


class MaskViewer(LargeView):
    """Wheel or + − zoom all three, a drag pans them; Left, Right and the filmstrip step; , and . change the opacity."""

    def __init__(
        self, parent: QWidget | None = None, tokens: Tokens = DARK, thumbnails: Thumbnails | None = None
    ) -> None:
        """`thumbnails`: those of the filmstrip."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Prediction, truth and difference"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.facts, self.notice = Elided("", "heading"), label("", "dim"), label("", "dim", wrap=True)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tokens, self._wrong = tokens, ""  # the share of wrong pixels
        self.panes = tuple(MaskPicture(MaskLayer()) for _ in TITLES)
        self.titles = tuple(label(title, "dim") for title in TITLES)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setFixedWidth(96)
        self.opacity.setAccessibleName(tr("Opacity"))
        self.opacity.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opacity.setValue(round(100 * OPACITY))
        self.opacity.valueChanged.connect(self._set_opacity)
        self.contrast, self.filmstrip = ContrastPanel(), Filmstrip(thumbnails or Thumbnails(self))
        self.look = menu_button(self.contrast, tr("Contrast of the images, in this project"))
        self.look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        heading = row(self.name, self.facts, self.look, label(tr("Opacity"), "dim"), self.opacity, spacing=12)
        heading.setStretch(0, 1)
        for text, name, tip, act in (
            ("‹", tr("Previous image"), tr("Previous (Left)"), lambda: self.stepped.emit(-1)),
            ("›", tr("Next image"), tr("Next (Right)"), lambda: self.stepped.emit(1)),
            (tr("Close  Esc"), tr("Close"), tr("Back to the images (Esc)"), self.closed.emit),
        ):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(plain_tip(tip))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same
            button.clicked.connect(act)
            heading.addWidget(button)
        self.columns = tuple(self._pane(number) for number in range(len(TITLES)))
        inside = row(*self.columns, spacing=8)
        for number in range(len(TITLES)):
            inside.setStretch(number, 1)
        layout = column(heading, inside, self.notice, self.filmstrip, spacing=8)
        layout.setStretch(1, 1)
        layout.setContentsMargins(12, 8, 12, 12)
        self.setLayout(layout)
        for pane in self.panes:
            pane.moved.connect(lambda pane=pane: self._link(pane))
        self.panes[2].set_opacity(1.0)
        self.panes[2].dim_image(0.3)  # its colours could be confused with those of the difference
        self.set_theme(tokens)

    def _pane(self, number: int) -> QWidget:
        pane = QWidget()
        pane.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # all are equally wide
        pane.setLayout(column(self.titles[number], self.panes[number], spacing=4))
        return pane

    def show_masks(
        self, file: str, name: str, facts: str, palette: Palette, predicted: Mask | None, truth: Mask | None
    ) -> None:
        """Show an image. A pane whose mask is unknown is hidden, and a notice names what is missing."""
        self.name.setText(name)
        self.facts.setText(facts)
        shown = (predicted is not None, truth is not None, predicted is not None and truth is not None)
        for column_, is_shown in zip(self.columns, shown, strict=True):
            column_.setVisible(is_shown)
        if not any(shown):
            self.columns[0].show()  # the image alone
        for pane, mask in zip(self.panes[:2], (predicted, truth), strict=True):
            pane.set_palette(palette)
            pane.show_file(file)
            pane.set_mask(mask)
        if predicted is not None and truth is not None:
            compared = difference(predicted, truth, IGNORED)
            self.panes[2].show_file(file)
            self.panes[2].set_mask(compared)
            counted = compared != LEFT_OUT
            wrong = float((compared == WRONG).sum() / max(counted.sum(), 1))
            aside = float((~counted).mean())
            self._wrong = percent(wrong)
            self._explain(tr("{aside} of the image is ignored", aside=percent(aside)) if aside else "")
        self.notice.setText(_missing(predicted, truth))
        self.notice.setVisible(bool(self.notice.text()))

    def set_display(self, display: ImageDisplay) -> None:
        """Show the images below the masks in a display, and say so if it alters them."""
        for pane in self.panes:
            pane.set_display(display)
        self.contrast.show_display(display)
        self.look.setText(tr("Contrast altered") if display.altered else tr("Contrast"))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.setStyleSheet(f"MaskViewer {{ background: {tokens.background}; }}")
        self.contrast.set_theme(tokens)
        self.filmstrip.set_theme(tokens)
        self.panes[2].set_palette(difference_palette(tokens))
        for pane in self.panes:
            pane.set_theme(tokens)
        self._tokens = tokens
        self._explain()

    def _explain(self, aside: str = "") -> None:
        """Show the meaning of the colours of the difference, and the share of wrong pixels, in its title."""
        tokens = self._tokens
        parts = (
            (tokens.good, tr("right")),
            (tokens.bad, tr("wrong {wrong}", wrong=self._wrong).strip()),
            (tokens.faint, tr("ignored")),
        )
        signs = " ".join(f'<span style="color:{colour}">■</span> {word}' for colour, word in parts)
        self.titles[2].setTextFormat(Qt.TextFormat.RichText)
        self.titles[2].setText(signs)
        self.titles[2].setToolTip(plain_tip(" · ".join(filter(None, (tr("Difference"), aside)))))

    def _set_opacity(self, value: int) -> None:
        for pane in self.panes[:2]:
            pane.set_opacity(value / 100)

    def _link(self, moved: MaskPicture) -> None:
        for pane in self.panes:
            if pane is not moved and pane.isVisible():
                with QSignalBlocker(pane):
                    pane.look_as(moved)

    @property
    def zoomed(self) -> PictureView:
        return next((pane for pane in self.panes if pane.isVisible()), self.panes[0])

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.press(event):
            return
        match event.key():
            case Qt.Key.Key_Comma:
                self.opacity.setValue(self.opacity.value() - 10)
            case Qt.Key.Key_Period:
                self.opacity.setValue(self.opacity.value() + 10)
            case _:
                event.ignore()


def _missing(predicted: Mask | None, truth: Mask | None) -> str:
    if predicted is None:
        return tr("This image has no prediction. Run a method, or choose another run below.")
    return "" if truth is not None else tr("This image has no mask to compare the prediction with.")
