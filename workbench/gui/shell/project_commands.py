"""Carries out the actions of a project's menu: asks what they need, then does them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.domain import Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.session.session import Session
from workbench.gui.shell.project_controller import ProjectController
from workbench.gui.shell.project_files import ProjectFiles
from workbench.gui.shell.project_sheet import ProjectSheet
from workbench.store.project_contents import ProjectContents


class ProjectCommands(QObject):
    """Connects menus, the sheet and the operations on projects."""

    def __init__(self, session: Session, projects: ProjectController, files: ProjectFiles, sheet: ProjectSheet) -> None:
        super().__init__(session)
        self.session, self.projects, self.files, self.sheet = session, projects, files, sheet
        self.asked = Path()  # the project whose deletion is being asked about
        files.counted.connect(self._tell)
        files.trash_refused.connect(self._ask_for_ever)
        files.failed.connect(session.failed)

    def carry_out(self, action: str, folder: str) -> None:
        """Carry out an action of the menu of the project in a folder."""
        path = Path(folder)
        match action:
            case "open":
                self.projects.project(path)
            case "rename":
                self.sheet.ask_name(path, partial(self.files.rename, path))
            case "duplicate":
                self.sheet.ask_copy(path, partial(self.files.duplicate, path))
            case "delete":
                self.asked = path
                self.sheet.ask_deletion(path, partial(self.files.delete, path))
                self.files.count(path)
            case "move":
                if chosen := self._choose(tr("Move the project into"), path.parent):
                    self.files.move(path, Path(chosen))
            case "locate":
                if chosen := self._choose(tr("The project NAME.workbench"), path.parent):
                    self.files.locate(path, Path(chosen))
            case "forget":
                self.files.forget(path)
            case "show":
                QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
            case side:
                self._replace(path, Side(side))

    def _replace(self, project: Path, side: Side) -> None:
        """Replace a folder of images; the project is opened first if another one is open, or none."""
        chosen = self._choose(tr("The new {side} folder", side=word(side)), project.parent)
        if not chosen:
            return
        if self.session.project is None or self.session.project.folder != project:
            self.projects.project(project)
        if self.session.project is not None and self.session.project.folder == project:
            self.session.go_to("data")
            self.session.change_folder(side, Path(chosen))

    def _choose(self, title: str, start: Path) -> str:
        window = self.sheet.window()
        assert isinstance(window, QWidget)
        return QFileDialog.getExistingDirectory(window, title, str(start))

    def _tell(self, folder: Path, contents: ProjectContents) -> None:
        if folder == self.asked and self.sheet.isVisible():
            self.sheet.tell_contents(folder, contents)

    def _ask_for_ever(self, folder: Path) -> None:
        self.sheet.ask_for_ever(folder, partial(self.files.delete, folder, for_ever=True))
