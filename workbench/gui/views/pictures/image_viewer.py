"""A viewer of one image with its label, prediction, metadata and nearest source samples."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.domain import Side
from workbench.core.view_settings import AS_IS, ImageDisplay
from workbench.data.exif import place_of
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.thumbnails import Thumbnails
from workbench.gui.views.pictures.filmstrip import Filmstrip
from workbench.gui.views.pictures.heat_layer import HeatLayer
from workbench.gui.views.pictures.heat_panel import HeatPanel
from workbench.gui.views.pictures.large_view import LargeView
from workbench.gui.views.pictures.look_panel import CONTRAST, LookPanel
from workbench.gui.views.pictures.loupe import Loupe
from workbench.gui.views.pictures.picture import PictureView, Strip
from workbench.gui.views.pictures.ruler import Measured, Ruler
from workbench.gui.views.pictures.ruler_panel import RulerPanel
from workbench.gui.views.pictures.sample_words import domain_words, verdict_words

RULER, HEAT = tr("Ruler  R"), tr("Heat map  H")  # titles with their keys

NO_PREDICTION = tr("no prediction yet")
LOW = 400  # pixels; a lower viewer has no filmstrip


class ImageViewer(LargeView):
    """Wheel or + − zoom, a drag pans, Home fits, Z shows 100 % while it is held; Left, Right and the filmstrip step;
    R and H unfold tools; Esc or Space closes.

    Signals: neighbour_chosen(int): the index of a source sample.
    """

    neighbour_chosen = Signal(int)

    def __init__(
        self, parent: QWidget | None = None, tokens: Tokens = DARK, thumbnails: Thumbnails | None = None
    ) -> None:
        """`thumbnails`: those of the filmstrip."""
        super().__init__(parent)
        self._tokens = tokens
        self._file, self._bounds = "", (0.0, 255.0)
        self.name, self.facts, self.verdict = QLabel(), QLabel(), QLabel()
        self.name.setProperty("role", "heading")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setMinimumWidth(120)  # a long name is cut before the facts are
        for rich in (self.facts, self.verdict):
            rich.setTextFormat(Qt.TextFormat.RichText)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setProperty("role", "dim")
        self.canvas = PictureView()
        self.strip = Strip()
        self.strip.chosen.connect(self.neighbour_chosen)
        self.look = LookPanel(tokens)
        self.filmstrip = Filmstrip(thumbnails or Thumbnails(self))
        self.ruler, self.heat_layer = Ruler(self.canvas), HeatLayer(self.canvas)
        self.loupe = Loupe(self.canvas)
        self.ruler_panel, self.heat = RulerPanel(), HeatPanel()
        for title, tool in ((RULER, self.ruler_panel), (HEAT, self.heat)):
            self.look.add_tool(title, tool)
        self.heat.opacity_changed.connect(self.heat_layer.set_opacity)
        self.heat_layer.set_opacity(self.heat.opacity.value() / 100)
        self.ruler.measured.connect(self.ruler_panel.show_measured)
        self.side_panel = self.look.facts
        self.altered = QPushButton(tr("Display altered · Reset"), self.canvas)
        self.altered.setToolTip(
            tr("Contrast, channel or colours differ from the file. A click shows the image as it is")
        )
        self.altered.move(8, 8)
        self.altered.hide()
        self.altered.clicked.connect(lambda _checked: self.look.contrast.choose(AS_IS))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Image viewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading = QHBoxLayout()
        heading.setSpacing(12)
        for label in (self.name, self.facts, self.verdict):
            heading.addWidget(label)
        heading.addStretch()
        self._buttons(heading)
        self.look.unfolded.connect(self._unfolded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(heading)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.look)
        layout.addLayout(middle, 1)
        layout.addWidget(self.strip)
        layout.addWidget(self.filmstrip)
        self.set_theme(tokens)

    def _buttons(self, heading: QHBoxLayout) -> None:
        magnify = QPushButton(tr("Loupe  Z"))
        magnify.setToolTip(tr("Hold this button, or Z, to see a pixel of the file as a pixel of the screen"))
        magnify.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        magnify.pressed.connect(lambda: self.loupe.hold(True))
        magnify.released.connect(lambda: self.loupe.hold(False))
        self.magnify = magnify
        heading.addWidget(magnify)
        for text, name, tip, action in (
            ("‹", tr("Previous image"), tr("Previous (Left)"), lambda: self.stepped.emit(-1)),
            ("›", tr("Next image"), tr("Next (Right)"), lambda: self.stepped.emit(1)),
            (tr("Close  Esc"), tr("Close"), tr("Back to the grid (Esc)"), self.closed.emit),
        ):
            button = QPushButton(text)
            button.setToolTip(plain_tip(tip))
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same
            button.clicked.connect(action)
            heading.addWidget(button)

    def show_image(
        self,
        file: str,
        name: str,
        size: tuple[int, int] | None = None,
        side: Side = Side.TARGET,
        facts: list[tuple[str, str]] | None = None,
        located: bool = False,
        bounds: tuple[float, float] = (0.0, 255.0),
    ) -> None:
        """Show the image in `file`, of which nothing is known yet. `size` is in pixels of the file.

        `facts`: names and values, such as those of the camera; `located`: the file states where it was taken.
        `bounds`: the values that are shown as black and as white.
        """
        self.name.setText(name)
        self.name.setToolTip(plain_tip(name))  # it is cut if space is short
        self.facts.setText(domain_words(side, size, self._tokens))
        self.loupe.hold(False)
        self.loupe.set_file_width(size[0] if size else 0)
        self.canvas.show_file(file)
        self._file, self._bounds = file, bounds
        self._show_histogram()
        self.heat_layer.clear()
        self.ruler.set_file_width(size[0] if size else 0)
        self.ruler_panel.show_measured(Measured(0.0, 0.0))
        self.look.file_facts.show_facts(facts or [], located, lambda: place_of(Path(file)))
        self.show_known()

    def show_known(
        self,
        label: str | None = None,
        predicted: str | None = None,
        confidence: float | None = None,
        nearest: list[tuple[str, str]] | None = None,
        likely: list[tuple[str, float]] | None = None,
    ) -> None:
        """Show what is known of the image, which keeps its zoom.

        `nearest`: files and classes of the nearest source samples. `likely`: classes with their probabilities.
        """
        self.verdict.setText(verdict_words(label, predicted, confidence))
        self.strip.show_files([near for near, _ in nearest or []], [class_name for _, class_name in nearest or []])
        self.side_panel.show_classes(likely or [])

    def set_display(self, display: ImageDisplay) -> None:
        """Show images in a display, and say so if it alters them."""
        self.canvas.set_display(display)
        self.look.contrast.show_display(display)
        self.altered.setVisible(display.altered)

    def _unfolded(self, title: str, open_: bool) -> None:
        if title == CONTRAST:
            self._show_histogram()
        elif title == RULER:
            self.ruler.set_on(open_)
            self.ruler_panel.show_measured(Measured(0.0, 0.0))

    def _show_histogram(self) -> None:
        """Show the histogram of the image while its panel is unfolded."""
        shown = self.look.folds[CONTRAST].isChecked()
        self.look.contrast.show_file(self._file if shown else "", self._bounds)

    def miss_prediction(self) -> None:
        """Say that the shown image has no prediction yet."""
        self.verdict.setText(" · ".join(filter(None, (self.verdict.text(), NO_PREDICTION))))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.setStyleSheet(f"ImageViewer {{ background: {tokens.background}; }}")
        self.canvas.set_theme(tokens)
        self.strip.set_theme(tokens)
        self.filmstrip.set_theme(tokens)
        self.look.set_theme(tokens)
        self.ruler.set_theme(tokens)

    @property
    def zoomed(self) -> PictureView:
        return self.canvas

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.press(event):
            return
        match event.key():
            case Qt.Key.Key_R if not event.modifiers():
                self.look.folds[RULER].toggle()
            case Qt.Key.Key_H if not event.modifiers():
                self.look.folds[HEAT].toggle()
            case Qt.Key.Key_Z if not event.modifiers():
                self.loupe.hold(True)
            case _:
                event.ignore()  # class keys work here too

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Z and not event.isAutoRepeat():
            self.loupe.hold(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.loupe.hold(False)  # the key may be released elsewhere

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filmstrip.set_room(self.height() >= LOW)
