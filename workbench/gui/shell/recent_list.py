"""The list of recent projects on the start page."""

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, button, clear, column, label, row
from workbench.gui.shell.project_menu import LISTED, MISSING, ProjectMenu
from workbench.store.recent_projects import RecentProject, recent_projects

DAY = 24 * 3600.0  # seconds


class RecentList(QWidget):
    """A row for each project: its name, its two folders, when it was opened, and a menu.

    Signals: chosen(str, str): an action of the menu (“open” for a click on the name), and the folder of the project.
    """

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, RecentRow] = {}  # by folder
        self.title = label(tr("RECENT PROJECTS"), "section")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.setLayout(column(self.title, self.lines))
        self.menu = ProjectMenu(self)
        self.menu.chosen.connect(self.chosen)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        focused = next(
            (folder for folder, one in self.rows.items() if one.isAncestorOf(self.focusWidget() or self)), ""
        )
        clear(self.lines)
        self.rows = {}
        for project in recent_projects():
            line = RecentRow(project)
            line.chosen.connect(self.chosen)
            line.menu_wanted.connect(partial(self._show_menu, project))
            self.rows[project.folder] = line
            self.lines.addWidget(line)
        self.title.setVisible(bool(self.rows))
        if focused in self.rows:
            self.rows[focused].name.setFocus()

    def menu_of(self, project: RecentProject) -> ProjectMenu:
        """Return the menu with what can be done with a project."""
        self.menu.offer(project.folder, MISSING if project.missing else LISTED)
        return self.menu

    def _show_menu(self, project: RecentProject, place: QPoint) -> None:
        self.menu_of(project).popup(place)


class RecentRow(QWidget):
    """A row of the list.

    Signals: chosen(str, str): as in RecentList; menu_wanted(QPoint): the menu, at this place of the screen.
    """

    chosen = Signal(str, str)
    menu_wanted = Signal(QPoint)

    def __init__(self, project: RecentProject) -> None:
        super().__init__()
        missing = project.missing
        action = partial(self.chosen.emit, "locate" if missing else "open", project.folder)
        self.name = button(project.name, action, flat=True)
        self.name.setProperty("link", True)
        self.name.setToolTip(plain_tip(project.folder))
        self.more = button("…", self._show_menu, flat=True)
        self.more.setAccessibleName(tr("More for {name}", name=project.name))
        self.locate = button(tr("Locate…"), partial(self.chosen.emit, "locate", project.folder))
        self.remove = button(tr("Remove"), partial(self.chosen.emit, "forget", project.folder))
        words = tr("Missing: {folder}", folder=project.folder) if missing else _folders(project)
        place = Elided(words, "caution" if missing else "dim")
        place.setToolTip(plain_tip("\n".join((project.folder, project.source, project.target)).strip()))
        ends: list[QPushButton] = [self.locate, self.remove] if missing else []
        line = row(self.name, place, label(_opened(project.opened), "dim"), *ends, self.more)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda place: self.menu_wanted.emit(self.mapToGlobal(place)))

    def _show_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _folders(project: RecentProject) -> str:
    """The names of both folders; where the project lies if they are not known."""
    if not project.source and not project.target:
        return str(Path(project.folder).parent)
    return " → ".join(Path(folder).name or "–" for folder in (project.source, project.target))


def _opened(when: float) -> str:
    """When a project was opened, in words."""
    if not when:
        return ""
    days = (time.time() - when) // DAY
    today = time.strftime("%Y-%m-%d")
    date = time.strftime("%Y-%m-%d", time.localtime(when))
    return tr("today {time}", time=time.strftime("%H:%M", time.localtime(when))) if date == today and days < 1 else date
