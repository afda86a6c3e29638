"""Two to four images side by side, with zoom and pan locked."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from workbench.core.domain import Side
from workbench.core.view_settings import ImageDisplay
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, column, label, row
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.large_view import LargeView
from workbench.gui.views.pictures.picture import PictureView
from workbench.gui.views.pictures.sample_words import domain_words, verdict_words

FEWEST, MOST = 2, 4  # images
MODIFIED = ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier


class ComparedImage(NamedTuple):
    """An image to compare. `predicted` with `confidence` in [0, 1]; None if unknown."""

    side: Side
    path: str
    file: str
    size: tuple[int, int] | None = None
    label: str | None = None
    predicted: str | None = None
    confidence: float | None = None


class CompareView(LargeView):
    """Wheel or + − zoom all images, a drag pans them, Home fits them. Tab moves the frame between them; Left and Right
    replace the framed image. Esc or Space closes.

    Signals:
        stepped(-1 or 1): the framed image is to be replaced by the one before or after.
        moved(int): the frame moved to this place.
        shown(): other images, or what is known of them, are shown.
        pressed(QKeyEvent): a key without a meaning here was pressed.
    """

    moved = Signal(int)
    shown = Signal()
    pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None, tokens: Tokens = DARK) -> None:
        super().__init__(parent)
        self.current = 0
        self.number = 0  # of images that are shown
        self.panes = [ComparePane(self) for _ in range(MOST)]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Compare images"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.altered = label(tr("Display altered"), "dim")
        self.altered.setToolTip(tr("Contrast, channel or colours differ from the files"))
        self.altered.hide()
        close = QPushButton(tr("Close  Esc"))
        close.setToolTip(tr("Back to the grid (Esc)"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key does the same
        close.clicked.connect(self.closed)
        hint = Elided(tr("Left and Right replace the framed image, Tab goes to the next one"))
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        heading = row(label(tr("Compare"), "heading"), hint, self.altered, close, spacing=12)
        heading.setStretch(1, 1)
        layout = column(heading, self.grid, spacing=8)
        layout.setStretch(1, 1)
        layout.setContentsMargins(12, 8, 12, 12)
        self.setLayout(layout)
        for pane in self.panes:
            pane.canvas.moved.connect(lambda pane=pane: self._link(pane))
            pane.canvas.arrived.connect(lambda pane=pane: self._join(pane))
            for part in (pane, pane.canvas.viewport()):
                part.installEventFilter(self)
        self.set_theme(tokens)

    def show_images(self, images: Sequence[ComparedImage], current: int) -> None:
        """Show two to four images; the frame is around that at the place `current`."""
        self.number = len(images)
        across = {4: 2}.get(self.number, self.number)
        for place, pane in enumerate(self.panes):
            self.grid.removeWidget(pane)
            if place < self.number:
                self.grid.addWidget(pane, place // across, place % across)
                pane.show_image(images[place])
            pane.setVisible(place < self.number)
        self.frame(current)
        self.shown.emit()

    def fit(self) -> None:
        """Fit all images."""
        for pane in self.panes:
            with QSignalBlocker(pane.canvas):
                pane.canvas.fit()

    def frame(self, place: int) -> None:
        """Draw the frame around the image at a place."""
        self.current = place
        for number, pane in enumerate(self.panes):
            pane.set_framed(number == place)
        self.setAccessibleDescription(
            tr("{words}; image {place} of {number}", words=self.panes[place].words, place=place + 1, number=self.number)
        )

    def set_display(self, display: ImageDisplay) -> None:
        """Show the images in a display, and say so if it alters them."""
        self.altered.setVisible(display.altered)
        for pane in self.panes:
            pane.canvas.set_display(display)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.setStyleSheet(f"CompareView {{ background: {tokens.background}; }}")
        for pane in self.panes:
            pane.set_theme(tokens)

    def _link(self, moved: "ComparePane") -> None:
        if moved.arriving:  # it is fitted when it has been read, and the others stay as they are
            return
        for pane in self.panes[: self.number]:
            if pane is not moved:
                with QSignalBlocker(pane.canvas):
                    pane.canvas.look_alike(moved.canvas)

    def _join(self, arrived: "ComparePane") -> None:
        """Show of an image that was read just now what the others show of theirs."""
        arrived.arriving = False
        others = (pane for pane in self.panes[: self.number] if pane is not arrived and not pane.canvas.pixmap.isNull())
        if (other := next(others, None)) is not None:
            with QSignalBlocker(arrived.canvas):
                arrived.canvas.look_alike(other.canvas)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Move the frame with Tab and Shift+Tab."""
        self.moved.emit((self.current + (1 if forward else -1)) % max(self.number, 1))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus()
            place = next(n for n, pane in enumerate(self.panes) if watched in (pane, pane.canvas.viewport()))
            if place != self.current:
                self.moved.emit(place)
        return False

    @property
    def zoomed(self) -> PictureView:
        return self.panes[self.current].canvas

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.press(event):
            return
        if event.modifiers() & MODIFIED:
            event.ignore()
        else:
            self.pressed.emit(event)


class ComparePane(QFrame):
    """One of the images, with its name and what is known of it below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.image: ComparedImage | None = None
        self.arriving = False  # whether the image is being read
        self._tokens, self._framed = DARK, False
        self.words = ""
        self.canvas = PictureView()
        self.canvas.setMinimumSize(80, 60)
        self.name = Elided(role="heading")
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # all are equally large
        layout = column(self.canvas, self.name, self.facts, margin=6, spacing=2)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_image(self, image: ComparedImage) -> None:
        """Show an image. The same image stays as it is, except for what is known of it."""
        if self.image is None or image.file != self.image.file:
            self.arriving = True
            self.canvas.show_file(image.file)
        self.image = image
        self._describe()

    def set_framed(self, framed: bool) -> None:
        """Draw the frame, or remove it."""
        self._framed = framed
        line = self._tokens.accent if framed else "transparent"
        self.setStyleSheet(f"ComparePane {{ border: 2px solid {line}; border-radius: 6px; }}")

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.canvas.set_theme(tokens)
        self.set_framed(self._framed)
        self._describe()

    def _describe(self) -> None:
        if (image := self.image) is None:
            return
        self.name.setText(image.path)
        self.name.setToolTip(plain_tip(image.path))
        verdict = verdict_words(image.label, image.predicted, image.confidence)
        facts = domain_words(image.side, image.size, self._tokens)
        self.facts.setText(f"{facts}<br>{verdict or '&nbsp;'}")  # two lines in all panes: the images are equally high
        known = [tr("labelled {label}", label=image.label)] if image.label else []
        known += [tr("predicted {predicted}", predicted=image.predicted)] if image.predicted else []
        self.words = ", ".join((image.path, word(image.side), *known))
