"""A splitter with visible grips, whose larger part can take all the space."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column

THICK = 9  # pixels of a handle, which the cursor hits without aiming
LONG, HOVERED_LONG, WIDE = 28, 44, 3  # pixels of the drawn grip
NONE_FOLDED = -1
TIP = tr("Drag to resize. A double click gives the larger part all the space, and the next one restores both")


class GripSplitter(QSplitter):
    """A double click on a grip folds the smaller of its two parts, and the next one unfolds it.

    A folded part is hidden, so that Tab does not reach it. A part that is hidden otherwise takes its grip along.

    Signals: arranged(): the user moved a grip, or double-clicked one.
    """

    arranged = Signal()

    def __init__(self, orientation: Qt.Orientation, *parts: QWidget) -> None:
        super().__init__(orientation)
        self.parts: list[SplitterPart] = []
        self.sizes_before: list[int] = []  # the sizes before a part was folded
        self.setHandleWidth(THICK)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _at, _index: self._moved())
        for part in parts:
            self.addWidget(part)

    @property
    def folded(self) -> int:
        """The index of the folded part; −1 if there is none."""
        return next((index for index, part in enumerate(self.parts) if part.folded), NONE_FOLDED)

    def kept_sizes(self) -> list[int]:
        """Return the sizes of the parts in pixels, of a folded part as it was before."""
        return list(self.sizes_before) if self.folded != NONE_FOLDED else self.sizes()

    def arrange(self, sizes: Sequence[int], folded: int = NONE_FOLDED) -> None:
        """Set the sizes of the parts in pixels, of which only the proportions count, and fold a part."""
        for part in self.parts:
            part.unfold()
        if len(sizes) == len(self.parts):
            self.setSizes(list(sizes))
        if 0 <= folded < len(self.parts) and not self.parts[folded].isHidden():
            self._fold(folded, list(sizes))

    def show_part(self, widget: QWidget, shown: bool) -> None:
        """Show or hide a part. One that is to be shown stays folded if the user has folded it."""
        part = next(part for part in self.parts if part.inside is widget)
        if not (shown and part.folded):
            part.folded = False
            widget.setVisible(shown)
            part.setVisible(shown)

    def maximise(self, handle: int) -> None:
        """Fold the smaller of the two parts beside a handle; if a part is folded, unfold it."""
        shown = [index for index in range(handle) if not self.parts[index].isHidden()]
        if self.folded != NONE_FOLDED:
            self.unfold()
        elif shown:
            self.fold(min(shown[-1], handle, key=self.sizes().__getitem__))

    def fold(self, index: int) -> None:
        """Fold a part, unless it is hidden, or the only one that is shown, or another one is folded."""
        shown = [place for place, part in enumerate(self.parts) if not part.isHidden()]
        if self.folded == NONE_FOLDED and index in shown and len(shown) > 1:
            self._fold(index, self.sizes())
            self.arranged.emit()

    def unfold(self) -> None:
        """Unfold the folded part, if there is one."""
        if self.folded != NONE_FOLDED:
            self.arrange(self.sizes_before)
            self.arranged.emit()

    def _fold(self, index: int, sizes: list[int]) -> None:
        self.sizes_before = sizes
        now = self.sizes()
        self.parts[index].fold()
        rest = [0 if at == index else size for at, size in enumerate(now)]
        largest = max(range(len(rest)), key=rest.__getitem__)
        rest[largest] += now[index]
        self.setSizes(rest)

    def _moved(self) -> None:
        """Unfold a part that the user has pulled open."""
        for part, size in zip(self.parts, self.sizes(), strict=True):
            if part.folded and size > 0:
                part.unfold()
        self.arranged.emit()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def addWidget(self, widget: QWidget) -> None:
        part = SplitterPart(widget)
        self.parts.append(part)
        super().addWidget(part)

    def createHandle(self) -> QSplitterHandle:
        return Grip(self.orientation(), self)


class SplitterPart(QWidget):
    """Holds one widget of a splitter, and is shown and hidden with it."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.inside, self.folded = inside, False
        hidden = inside.isHidden() and inside.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        self.setLayout(column(inside))
        if hidden:
            self.hide()
        inside.installEventFilter(self)

    def fold(self) -> None:
        """Hide the widget, and keep the place for the grip."""
        self.folded = True
        self.inside.hide()

    def unfold(self) -> None:
        """Show the folded widget again."""
        if self.folded:
            self.inside.show()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent:
            self.folded = False
            self.show()
        elif event.type() == QEvent.Type.HideToParent and not self.folded:
            self.hide()
        return False


class Grip(QSplitterHandle):
    """A handle with a drawn grip, which lights up under the cursor."""

    def __init__(self, orientation: Qt.Orientation, splitter: GripSplitter) -> None:
        super().__init__(orientation, splitter)
        self.of = splitter
        self.setAccessibleName("Grip")
        self.setToolTip(plain_tip(TIP))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(THICK, THICK)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.of.maximise(self.of.indexOf(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, hovered = self.palette(), self.underMouse()
        painter.fillRect(self.rect(), colours.color(QPalette.ColorRole.Base))
        line, area = colours.color(QPalette.ColorRole.Mid), QRectF(self.rect())
        level = self.orientation() == Qt.Orientation.Vertical
        first = QRectF(0, 0, area.width(), 1) if level else QRectF(0, 0, 1, area.height())
        painter.fillRect(first, line)
        painter.fillRect(first.translated(0, THICK - 1) if level else first.translated(THICK - 1, 0), line)
        long = HOVERED_LONG if hovered else LONG
        grip = QRectF(0, 0, long, WIDE) if level else QRectF(0, 0, WIDE, long)
        grip.moveCenter(area.center())
        painter.setPen(Qt.PenStyle.NoPen)
        role = QPalette.ColorRole.Accent if hovered else QPalette.ColorRole.PlaceholderText
        painter.setBrush(colours.color(role))
        painter.drawRoundedRect(grip, WIDE / 2, WIDE / 2)
