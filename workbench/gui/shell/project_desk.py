"""What the window does with projects as a whole: their menus, the question sheet, and the return to what was shown."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workbench.gui.session.records import Records
from workbench.gui.session.session import Session
from workbench.gui.session.visits import Visits
from workbench.gui.shell.header import Header
from workbench.gui.shell.project_commands import ProjectCommands
from workbench.gui.shell.project_controller import ProjectController
from workbench.gui.shell.project_files import ProjectFiles
from workbench.gui.shell.project_sheet import ProjectSheet
from workbench.gui.shell.start_page import StartPage


class ProjectDesk(QObject):
    """Connects the start page and the header to the operations on projects."""

    def __init__(
        self,
        session: Session,
        projects: ProjectController,
        places: tuple[StartPage, Header, QWidget],
        records: tuple[Any, Any],
        steps: list[str],
    ) -> None:
        """`places`: the last one is covered by the sheet. `records`: of runs and of translations."""
        super().__init__(session)
        self.start, header, over = places
        checked: list[Records[Any]] = list(records)
        self.visits = Visits(session, *records, steps)
        self.files = ProjectFiles(session, projects, checked)
        self.sheet = ProjectSheet(over)
        self.commands = ProjectCommands(session, projects, self.files, self.sheet)
        for menu in (self.start, header):
            menu.project_chosen.connect(self.commands.carry_out)
        self.start.sample_wanted.connect(projects.sample)
        self.start.backup_wanted.connect(projects.restore)
        projects.backup_offered.connect(self.start.offer_backup)
        projects.opened.connect(self.visits.restore)
        self.files.changed.connect(self._show)

    def close(self) -> None:
        """Wait for the operation in progress before the window closes."""
        self.files.background.close()

    def _show(self) -> None:
        """Show the list of projects as it is now, and what is done with one."""
        self.start.recent.refresh()
        self.start.show_working(self.files.doing)
