"""How the window is laid out: its splitters, the drawer of a narrow window, and what is remembered of both."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt
from PySide6.QtWidgets import QMainWindow, QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from workbench.gui.kit.widgets import column, panel

NARROW = 1200  # pixels; below this the inspector is a drawer


def splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    """Parts side by side, or one below the other, that a person may resize but not lose."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    for part in parts:
        made.addWidget(part)
    return made


def scrolled(inspector: QWidget) -> QScrollArea:
    """An inspector that scrolls where the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setMinimumWidth(288)  # or forms beside a scroll bar would be cut off
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(panel(column(inspector, margin=12)))
    return area


class Drawer(QObject):
    """Folds a zone away while the window is narrow; the handle, or a step of the rail, brings it back.

    The handle is offered only where the page that has the zone is shown.
    """

    def __init__(self, window: QMainWindow, zone: QWidget, handle: QPushButton, pages: QStackedWidget) -> None:
        super().__init__(window)
        self.window, self.zone, self.handle, self.pages = window, zone, handle, pages
        self.narrow = False
        handle.setCheckable(True)
        handle.hide()
        handle.toggled.connect(zone.setVisible)
        pages.currentChanged.connect(lambda _page: self._offer())
        window.installEventFilter(self)

    def open(self) -> None:
        """Show the zone."""
        self.handle.setChecked(True)
        self.zone.show()

    def _offer(self) -> None:
        page = self.pages.currentWidget()
        self.handle.setVisible(self.narrow and page is not None and page.isAncestorOf(self.zone))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and (narrow := self.window.width() < NARROW) != self.narrow:
            self.narrow = narrow
            self._offer()
            self.handle.setChecked(False)
            self.zone.setVisible(not narrow)
        return False


def remember(settings: QSettings, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
    """Keep the size of the window and of its zones."""
    for name, one in splitters.items():
        settings.setValue(f"splitter/{name}", one.saveState())
    settings.setValue("geometry", window.saveGeometry())


def restore(settings: QSettings, window: QMainWindow, splitters: Mapping[str, QSplitter]) -> None:
    """Lay the window out as it was."""
    for name, one in splitters.items():
        state = settings.value(f"splitter/{name}")
        if isinstance(state, QByteArray):
            one.restoreState(state)
    geometry = settings.value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
