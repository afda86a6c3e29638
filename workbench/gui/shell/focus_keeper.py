"""Keeps the keyboard with the work: with the images of the step, unless a person types elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import Shiboken

from workbench.gui.kit.pointer_guard import PointerGuard
from workbench.gui.views.grid.thumbnail_grid import ThumbnailGrid

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


class FocusKeeper(QObject):
    """Moves the focus after clicks, and from controls that can have it no longer.

    - A control that is hidden or disabled while it has the focus hands it to the images; on a page without images, to
      the next control; in a sheet, to the sheet. A sheet that closes gives it back.
    - After a click on a button or slider, the images have the focus, unless the click moved it.
    """

    def __init__(self, page: QWidget, views: QWidget, home: Callable[[], QWidget], guard: PointerGuard) -> None:
        """`page`: the page with images. `views`: contains the images. `home`: what takes the keys in a step."""
        super().__init__(page)
        self.page, self.views, self.home = page, views, home
        self.parts: Sequence[QWidget] = (views,)  # parts of the page, in the order in which F6 goes through them
        self._last: QWidget | None = None  # the images that had the focus last in this step
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)
        guard.clicked.connect(self._clicked)

    def images(self) -> QWidget:
        """Return the images that had the focus last in this step; at first, those that take its keys."""
        last = self._last
        return last if last is not None and Shiboken.isValid(last) and last.isVisible() else self.home()

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """The handlers of the shortcuts that move the focus through the parts of the page."""
        return {"next part": partial(self._turn, 1), "part before": partial(self._turn, -1)}

    def _turn(self, by: int) -> None:
        shown = [part for part in self.parts if part.isVisible()]
        focused = self.page.window().focusWidget()
        outside = -1 if by > 0 else 0
        here = next((place for place, part in enumerate(shown) if focused and part.isAncestorOf(focused)), outside)
        for away in range(1, len(shown) + 1):
            part = shown[(here + by * away) % len(shown)]
            stop = self.images() if part.isAncestorOf(self.images()) else next(_stops(part, part), None)
            if stop is not None:
                stop.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def arrive(self, at_once: bool) -> None:
        """Follow a change of the step: the images get the focus `at_once`, or only if nothing visible has it."""
        self._last, focused = None, self.page.window().focusWidget()
        if at_once or focused is None or not focused.isVisible():
            self.home().setFocus()

    def pass_on(self, event: QKeyEvent) -> bool:
        """Pass a letter or digit that the focused control does not use to the images. Returns whether it was passed."""
        images, focused = self.images(), QApplication.focusWidget()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not (
            isinstance(focused, CONTROLS) and plain and event.text().strip().isprintable() and event.text().strip()
        ):
            return False
        images.setFocus()
        QApplication.sendEvent(
            images, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        )
        return True

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        inside = now is not None and self.views.isAncestorOf(now) and not isinstance(now, CONTROLS)
        if inside or isinstance(now, ThumbnailGrid):
            self._last = now
        if old is None or now is None or not Shiboken.isValid(old) or old.window() is not self.page.window():
            return
        if old.isVisible() and old.isEnabled() and now.focusPolicy() != Qt.FocusPolicy.NoFocus:
            return
        if (sheet := _sheet(old)) is not None and sheet.isVisible():
            if not sheet.isAncestorOf(now):
                sheet.setFocus()
        elif now.isVisible() and now is getattr(sheet, "before", None):
            return  # a sheet that closes gives the focus back
        elif self.page.isVisible():
            self.images().setFocus()
        elif (other := _following(old)) is not None:
            other.setFocus()

    def _clicked(self, clicked: QWidget) -> None:
        if self.page.isVisible() and clicked.window() is self.page.window() and _sheet(clicked) is None:
            focused = QApplication.focusWidget()
            QTimer.singleShot(0, self, lambda: self._return(focused))  # after the button has acted

    def _return(self, before: QWidget | None) -> None:
        """Give the focus to the images if the click left it in a control or in a sheet."""
        focused = QApplication.focusWidget()
        if focused is before and (focused is None or isinstance(focused, CONTROLS) or _sheet(focused) is not None):
            self.images().setFocus()


def _sheet(widget: QWidget) -> QWidget | None:
    """Return the sheet that a widget is or lies in."""
    around: QWidget | None = widget
    while around is not None and not around.property("sheet"):
        around = around.parentWidget()
    return around


def _stops(start: QWidget, around: QWidget) -> Iterator[QWidget]:
    """Yield the widgets inside `around` that Tab reaches, from `start` on, in the order in which they were added.

    The chain of focus is not walked: PySide takes what `nextInFocusChain` returns for a child of the widget before it,
    and no longer knows it once that one is deleted.
    """
    inside = around.findChildren(QWidget)
    first = inside.index(start) + 1 if start in inside else 0
    for one in (*inside[first:], *inside[:first]):
        by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if by_tab and one is not start and one.isVisible() and one.isEnabled():
            yield one


def _following(old: QWidget) -> QWidget | None:
    """Return the next control after a hidden one, on the part of the window that is shown around it."""
    around = old.parentWidget()
    while around is not None:
        if around.isVisible() and (following := next(_stops(old, around), None)) is not None:
            return following
        around = around.parentWidget()
    return None
