"""What a person does with runs that are there: compare, repeat, tag, copy the command, throw away."""

import shlex
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from workbench.core.command_line import command_line
from workbench.core.errors import UserError
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.views.run_table import RunTable
from workbench.gui.words import count
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder


class RunActions(QObject):
    """The menu of the table of runs, and its keys.

    Signals:
        compare_wanted(list): the records of two runs or more.
        repeat_wanted(object): the Job of a run that is to be run again, with changes.
        thrown(list): the records of runs that went into the trash just now.
    """

    compare_wanted = Signal(list)
    repeat_wanted = Signal(object)
    thrown = Signal(list)

    def __init__(self, session: Session, runs: Runs, table: RunTable) -> None:
        super().__init__(table)
        self.session, self.runs, self.table = session, runs, table
        table.customContextMenuRequested.connect(self._show_menu)
        table.compare_wanted.connect(self.compare)
        table.delete_wanted.connect(self.throw_away)
        table.tagged.connect(self._tag)

    def chosen(self) -> list[RunRecord]:
        """The chosen runs."""
        ids = set(self.table.chosen())
        return [record for record in self.runs.all() if record.id in ids]

    def compare(self) -> None:
        """Show the chosen runs side by side."""
        if len(chosen := self.chosen()) > 1:
            self.compare_wanted.emit(chosen)

    def repeat(self) -> None:
        """Offer the recipe of the chosen run again, with changes."""
        if len(chosen := self.chosen()) == 1:
            self.repeat_wanted.emit(chosen[0].job)

    def throw_away(self) -> None:
        """Put the chosen runs into the trash, but for the one under way."""
        current = self.runs.current.id if self.runs.current else ""
        chosen = [record for record in self.chosen() if record.id != current]
        if chosen and self._saved(lambda project: project.ran.throw_away([record.id for record in chosen])):
            self.thrown.emit(chosen)

    def restore(self, records: Iterable[RunRecord]) -> None:
        """Take runs out of the trash."""
        self._saved(lambda project: project.ran.restore([record.id for record in records]))

    def empty_trash(self) -> None:
        """Delete the files of what was thrown away."""
        self._saved(lambda project: project.ran.empty_trash())

    def copy_command(self) -> None:
        """Put the command that repeats the chosen run on the clipboard."""
        project = self.session.project
        if project is not None and (chosen := self.chosen()):
            lines = []
            for record in chosen:
                place = RunFolder(project.run_folder(record.id))
                job = place.job() if place.has_job() else record.job
                lines.append(shlex.join(command_line(job, str(place.shots_file))))
            QGuiApplication.clipboard().setText("\n".join(lines))

    def menu(self) -> QMenu:
        """What can be done with the chosen runs, and with the trash."""
        chosen, menu = self.chosen(), QMenu(self.table)
        current = self.runs.current.id if self.runs.current else ""
        _add(menu, "Compare\tEnter", self.compare, len(chosen) > 1)
        _add(menu, "Run again with changes", self.repeat, len(chosen) == 1)
        _add(menu, "Tags\tF2", lambda: self.table.edit_tags(chosen[0].id), len(chosen) == 1)
        _add(menu, "Copy command", self.copy_command, bool(chosen))
        menu.addSeparator()
        _add(menu, "Delete\tDel", self.throw_away, any(record.id != current for record in chosen))
        thrown = self.session.project.ran.trash() if self.session.project else []
        for record in thrown[-5:]:
            _add(menu, f"Restore run {record.number}", partial(self.restore, [record]), True)
        if thrown:
            _add(menu, f"Empty trash ({count(len(thrown), 'run')})", self.empty_trash, True)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(at))

    def _tag(self, run: str, tags: tuple[str, ...]) -> None:
        self._saved(lambda project: project.ran.set_tags(run, tags))

    def _saved(self, write: Callable[..., object]) -> bool:
        if self.session.project is None:
            return False
        try:
            write(self.session.project)
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
            return False
        self.runs.forget()
        return True


def _add(menu: QMenu, words: str, action: Callable[[], object], enabled: bool) -> None:
    made = menu.addAction(words)
    made.setEnabled(enabled)
    made.triggered.connect(lambda _checked: action())
