"""The layout of the window: splitters, the drawer of a narrow window, and saved sizes."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt
from PySide6.QtWidgets import (
    QMainWindow,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from workbench.gui.kit.details import remember_details, restore_details
from workbench.gui.kit.fitted_area import FittedArea
from workbench.gui.kit.grip_splitter import GripSplitter
from workbench.gui.kit.widgets import column, panel

PREFERRED = QSize(1440, 900)  # size of a window that nobody has resized, in pixels
FRAME = QSize(8, 40)  # space for borders and title bar, whose sizes are unknown before the window is shown
GEOMETRY = "geometry"  # the key of the window's size and position in the settings
NARROW = 1200  # in windows narrower than this, in pixels, the inspector is a drawer


def scrolled(inspector: QWidget, foot: QWidget | None = None) -> QWidget:
    """Return a scroll area around an inspector. `foot` follows the inspector and stays visible while it scrolls."""
    layout = column(inspector, margin=12)
    content = panel(layout)
    if foot is None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        zone: QWidget = area
    else:
        layout.setContentsMargins(12, 12, 12, 4)
        foot.setContentsMargins(12, 8, 12, 12)
        zone = panel(column(FittedArea(content), foot, -1, spacing=0))
    zone.setMinimumWidth(288)  # fits a form beside a scroll bar
    return zone


class Drawer(QObject):
    """Hides a zone while the window is narrow. The handle, or a step of the rail, shows it.

    The handle is visible only on the page that contains the zone.
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


def fit(settings: QSettings, window: QMainWindow) -> None:
    """Maximise a window that is larger than the available screen, unless the user has arranged it before."""
    space = window.screen().availableGeometry().size() - FRAME
    if settings.contains(GEOMETRY) or window.size().boundedTo(space) == window.size():
        return
    window.resize(window.size().boundedTo(space))  # its size once it is no longer maximised
    window.setWindowState(Qt.WindowState.WindowMaximized)


def remember(settings: QSettings, window: QMainWindow, splitters: Mapping[str, GripSplitter]) -> None:
    """Save the geometry of the window and the sizes of its splitters."""
    for name, part in splitters.items():
        kept = part.folded, *part.kept_sizes()
        settings.setValue(f"sizes/{name}", " ".join(map(str, kept)))
    settings.setValue(GEOMETRY, window.saveGeometry())
    remember_details(settings, window)


def restore(settings: QSettings, window: QMainWindow, splitters: Mapping[str, GripSplitter]) -> None:
    """Restore the saved geometry and sizes, and open the details that were open."""
    restore_details(settings, window)
    for name, part in splitters.items():
        folded, *sizes = (int(number) for number in str(settings.value(f"sizes/{name}", "-1")).split())
        part.arrange(sizes, folded)
    geometry = settings.value(GEOMETRY)
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
