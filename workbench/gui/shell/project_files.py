"""Renames, moves, duplicates and deletes projects for the window, in a thread; the list of projects follows."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFile, QObject, Signal

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.session.background import Background
from workbench.gui.session.records import Records
from workbench.gui.session.session import Session
from workbench.gui.shell.project_controller import ProjectController
from workbench.store.project_contents import ProjectContents, contents_of
from workbench.store.project_files import deletable, delete_project, duplicate_project, move_project, rename_project
from workbench.store.recent_projects import forget_project, relocate_project


class ProjectFiles(QObject):
    """Carries out one operation at a time. The open project is closed meanwhile, and opened again where it was left.

    Signals:
        changed(): an operation began or ended, or the list of recent projects changed.
        counted(object, object): the folder of a project and its ProjectContents.
        trash_refused(object): the trash does not take the project in this folder.
        failed(str, str): an operation failed; a message and a hint.
    """

    changed = Signal()
    counted = Signal(object, object)
    trash_refused = Signal(object)
    failed = Signal(str, str)

    def __init__(self, session: Session, projects: ProjectController, records: Sequence[Records[Any]]) -> None:
        """`records`: what runs in the open project must have ended before its folder is touched."""
        super().__init__(session)
        self.session, self.projects, self.records = session, projects, records
        self.background = Background(self)
        self.doing = ""  # what is done with which project

    def rename(self, folder: Path, name: str) -> None:
        """Give a project another name."""
        self._do(tr("Renaming"), folder, partial(rename_project, folder, name), partial(relocate_project, folder))

    def move(self, folder: Path, parent: Path) -> None:
        """Move a project into another folder."""
        self._do(tr("Moving"), folder, partial(move_project, folder, parent), partial(relocate_project, folder))

    def duplicate(self, folder: Path, place: Path) -> None:
        """Copy a project, and open the copy."""
        self._do(
            tr("Duplicating"), folder, partial(duplicate_project, folder, place), self.projects.project, reopen=False
        )

    def delete(self, folder: Path, *, for_ever: bool = False) -> None:
        """Move a project to the trash, or delete it `for_ever`. Emits `trash_refused` if the trash does not take it."""
        work = partial(delete_project if for_ever else _to_trash, folder)
        self._do(tr("Deleting"), folder, work, partial(self._deleted, folder), reopen=False)

    def count(self, folder: Path) -> None:
        """Look what a project holds, and emit `counted`."""

        def tell(contents: ProjectContents) -> None:
            self.counted.emit(folder, contents)

        self.background.do(
            partial(contents_of, folder), tell, lambda error: self.failed.emit(error.message, error.hint)
        )

    def forget(self, folder: Path) -> None:
        """Remove a project from the list of recent projects. Its files stay."""
        forget_project(folder)
        self.changed.emit()

    def locate(self, folder: Path, place: Path) -> None:
        """Open a project that another program moved, and list it in its new place."""
        self.projects.project(place)
        if self._is_open(place):
            relocate_project(folder, place)
            self.changed.emit()

    def _do(
        self, verb: str, folder: Path, work: Callable[[], Any], then: Callable[[Any], object], *, reopen: bool = True
    ) -> None:
        if self.doing:
            self.failed.emit(f"{self.doing}.", tr("Wait until that has ended."))
            return
        was_open = self._is_open(folder)
        if was_open and not all(records.can_start for records in self.records):
            self.failed.emit(tr("A run or a translation of this project is in progress."), tr("Stop it first."))
            return
        if was_open:
            self.session.close_project()
        self.doing = tr("{verb} the project {stem}", verb=verb, stem=folder.stem)
        self.changed.emit()
        self.background.do(
            work,
            lambda result: self._end(result if was_open and reopen else None, lambda: then(result)),
            lambda error: self._end(folder if was_open else None, lambda: None, error),
        )

    def _end(self, reopen: Path | None, then: Callable[[], object], error: UserError | None = None) -> None:
        self.doing = ""
        then()
        if reopen is not None:
            self.projects.project(reopen)
        self.changed.emit()
        if error is not None:
            self.failed.emit(error.message, error.hint)

    def _deleted(self, folder: Path, done: object) -> None:
        if done is False:
            self.trash_refused.emit(folder)
        else:
            forget_project(folder)

    def _is_open(self, folder: Path) -> bool:
        return self.session.project is not None and self.session.project.folder == folder


def _to_trash(folder: Path) -> bool:
    """Move a project to the trash; returns whether the trash took it. Raises UserError if the project is in use."""
    with deletable(folder):
        answer: Any = QFile.moveToTrash(str(folder))
        return bool(answer[0] if isinstance(answer, tuple) else answer)
