"""The tour: a few stops, each of which speaks of a widget and waits until a person has used it or goes on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSettings, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette, QPen, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import button, column, label, row

WIDTH, GAP, RING = 300, 12, 4  # of the card, between card and widget, and around the widget, in pixels
SEEN = "tour/seen"  # the key in the settings
MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)


class TourStop(NamedTuple):
    """A stop. `enter` brings the widget on screen. The stop is done once `state` is another than on arrival."""

    title: str
    sentence: str
    enter: Callable[[], object]
    widget: QWidget
    state: Callable[[], object]


class Tour(QObject):
    """Shows one stop after the other. Esc or “Leave the tour” ends it at any stop; it never blocks the window."""

    def __init__(self, window: QWidget, stops: Sequence[TourStop], settings: QSettings) -> None:
        super().__init__(window)
        self.window_, self.stops, self.settings = window, stops, settings
        self.at, self.arrived_with = -1, object()
        self.ring, self.card = TourRing(window), QFrame(window)
        self.card.setProperty("sheet", True)
        self.card.setFixedWidth(WIDTH)
        self.count, self.title = label("", "dim"), label("", "heading", wrap=True)
        self.sentence = label("", wrap=True)
        self.next = button(tr("Next"), self.go_on, accent=True)
        self.leave = button(tr("Leave the tour"), self.end, flat=True)
        buttons = row(self.leave, -1, self.next)
        self.card.setLayout(column(self.count, self.title, self.sentence, buttons, margin=16, spacing=8))
        self.card.hide()
        self.escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self._escape)
        self.escape.setEnabled(False)

    @property
    def active(self) -> bool:
        """Whether a stop is shown."""
        return self.at >= 0

    def offer(self) -> None:
        """Start the tour, unless it was shown before."""
        if not self.settings.value(SEEN, False, bool):
            self.start()

    def start(self) -> None:
        """Show the first stop, with the focus on its button."""
        self.settings.setValue(SEEN, True)
        self.escape.setEnabled(True)
        self.window_.installEventFilter(self)
        self._arrive(0)
        self.next.setFocus()

    def go_on(self) -> None:
        """Show the next stop; after the last one, the tour ends."""
        if self.at + 1 < len(self.stops):
            self._arrive(self.at + 1)
        else:
            self.end()

    def end(self) -> None:
        """Leave the tour."""
        if not self.active:
            return
        self._follow(False)
        self.window_.removeEventFilter(self)
        self.at = -1
        self.escape.setEnabled(False)
        focused = self.window_.focusWidget()
        inside = focused is not None and self.card.isAncestorOf(focused)
        self.card.hide()
        self.ring.hide()
        if inside:
            self.window_.setFocus()

    def look(self) -> None:
        """Go on if the person has done what the stop speaks of. Connected to what may change its state."""
        if self.active and self.stops[self.at].state() != self.arrived_with:
            self.go_on()

    def _arrive(self, at: int) -> None:
        if self.active:
            self._follow(False)
        self.at = -1  # what entering changes leads no further
        stop = self.stops[at]
        stop.enter()
        self.at, self.arrived_with = at, stop.state()
        self._follow(True)
        self.count.setText(tr("Tour: {at} of {stops}", at=at + 1, stops=len(self.stops)))
        self.title.setText(stop.title)
        self.sentence.setText(stop.sentence)
        self.next.setText(tr("Next") if at + 1 < len(self.stops) else tr("Done"))
        self.card.setAccessibleName(f"{self.count.text()}: {stop.title}")
        self.next.setAccessibleDescription(f"{stop.title}. {stop.sentence}")
        self.card.show()
        self._place()

    def _follow(self, on: bool) -> None:
        """Watch where the widget of the stop lies, or no longer."""
        part: QWidget | None = self.stops[self.at].widget
        while part is not None and part is not self.window_:
            (part.installEventFilter if on else part.removeEventFilter)(self)
            part = part.parentWidget()

    def _place(self) -> None:
        """Put the ring around the widget, and the card beside it."""
        widget, room = self.stops[self.at].widget, self.window_.rect()
        self.ring.setVisible(widget.isVisible())
        self.card.resize(WIDTH, self.card.heightForWidth(WIDTH))
        around = QRect(widget.mapTo(self.window_, QPoint(0, 0)), widget.size()).adjusted(-RING, -RING, RING, RING)
        self.ring.setGeometry(around)
        self.card.move(
            beside(around if widget.isVisible() else QRect(room.center(), room.center()), self.card.size(), room)
        )
        self.ring.raise_()
        self.card.raise_()

    def _escape(self) -> None:
        """Close a sheet that lies over the window, or else leave the tour."""
        sheets = [sheet for sheet in self.window_.findChildren(Sheet) if sheet.isVisible()]
        if sheets:
            sheets[-1].hide()
        else:
            self.end()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES and self.active and self.card.isVisible():
            self._place()
        return False


class TourRing(QWidget):
    """A frame around the widget that a stop speaks of."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


def beside(widget: QRect, size: QSize, room: QRect) -> QPoint:
    """The corner of a card of this size in a room: below the widget, or above, left or right of it, or inside."""
    x = min(max(widget.left(), room.left() + GAP), room.right() - size.width() - GAP)
    y = min(max(widget.top(), room.top() + GAP), room.bottom() - size.height() - GAP)
    places = (
        QPoint(x, widget.bottom() + GAP),
        QPoint(x, widget.top() - GAP - size.height()),
        QPoint(widget.right() + GAP, y),
        QPoint(widget.left() - GAP - size.width(), y),
    )
    inside = QPoint(widget.center().x() - size.width() // 2, widget.bottom() - GAP - size.height())
    return next((place for place in places if room.contains(QRect(place, size))), inside)
