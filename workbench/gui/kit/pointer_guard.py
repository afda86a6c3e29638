"""The guard of the pointer: the wheel changes nothing that it passes over, and clicks on buttons take no keys away."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QPushButton,
    QScrollBar,
    QTabBar,
    QWidget,
)

TURNED = (QAbstractSpinBox, QComboBox, QAbstractSlider, QTabBar)  # widgets whose value the wheel changes
CLICKED = (QAbstractButton, QAbstractSlider)
BY_HAND = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_PRESSED = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_LEFT = (QEvent.Type.Leave, QEvent.Type.FocusOut, QEvent.Type.Hide)
_OTHERS = (
    QEvent.Type.Wheel,
    QEvent.Type.Polish,
    QEvent.Type.StyleChange,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.FocusIn,
)
_WATCHED = frozenset((*_PRESSED, *_LEFT, *_OTHERS))  # the filter sees every event, so that others cost one look-up


class PointerGuard(QObject):
    """An event filter of the application, for every widget that is polished or styled while it exists.

    A spin box, a combo box, a slider or a tab bar takes the wheel from a click, or from a key that moves the focus to
    it, until the pointer or the focus leaves it. Otherwise the wheel goes to the widget around it, which scrolls. No
    widget gets the focus by the wheel. Buttons and sliders get it by the Tab key only, so that a click leaves the keys
    where they act. There Enter presses the button, as Space does.

    Signals: clicked(object): the mouse was released on this button or slider, which has not handled it yet.
    """

    clicked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: QWidget | None = None
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        return kind in _WATCHED and self._filter(watched, event, kind)

    def _filter(self, watched: QObject, event: QEvent, kind: QEvent.Type) -> bool:
        if kind is QEvent.Type.Wheel:
            if isinstance(watched, TURNED) and not isinstance(watched, QScrollBar) and watched is not self._held:
                event.ignore()  # the application offers it to the parent
                return True
        elif kind is QEvent.Type.Polish or kind is QEvent.Type.StyleChange:  # some are polished before the guard exists
            if isinstance(watched, QWidget):
                _restrict(watched)
        elif kind in _PRESSED:
            self._held = _turned(watched) or self._held  # a press that is not used goes on to the parents
        elif kind is QEvent.Type.MouseButtonRelease:
            if isinstance(watched, CLICKED):
                self.clicked.emit(watched)
        elif kind is QEvent.Type.FocusIn:
            if isinstance(event, QFocusEvent) and isinstance(watched, QWidget):  # not the style, which is told, too
                self._held = _turned(watched) if _by_hand(watched, event.reason()) else None
        elif kind in _LEFT and watched is self._held:
            self._held = None
        return False


def _restrict(widget: QWidget) -> None:
    """Restrict the ways by which a widget gets the focus; Enter presses a button that has it."""
    if isinstance(widget, QPushButton):
        widget.setAutoDefault(True)  # by itself only in a dialog
    if widget.focusPolicy() == Qt.FocusPolicy.StrongFocus and isinstance(widget, CLICKED):
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    elif widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _by_hand(watched: QWidget, reason: Qt.FocusReason) -> bool:
    """Return whether a person moved the focus here; also back to a combo box under the pointer, from its list."""
    closed = reason == Qt.FocusReason.PopupFocusReason and watched.underMouse()
    return closed or reason in BY_HAND


def _turned(watched: QObject) -> QWidget | None:
    """Return the widget whose value the wheel would change: this one, or the spin box around a line edit."""
    for widget in (watched, watched.parent()):
        if isinstance(widget, TURNED):
            return widget
    return None
