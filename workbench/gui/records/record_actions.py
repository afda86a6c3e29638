"""Actions on records: compare, repeat, tag, copy the command, save the recipe, and delete."""

import shlex
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from workbench.core.errors import UserError
from workbench.core.files import copy_atomically
from workbench.gui.kit.language import tr
from workbench.gui.session.records import Records
from workbench.gui.views.tables.record_view import RecordView
from workbench.store.record_table import Record


class RecordActions(QObject):
    """The menu of a table of runs or of translations, and its keys.

    Signals:
        compare_wanted(list): two or more records are to be compared.
        repeat_wanted(object): the job of a record that is to be run again, with changes.
        trashed(list): these records were moved to the trash.
    """

    compare_wanted = Signal(list)
    repeat_wanted = Signal(object)
    trashed = Signal(list)

    def __init__(self, records: Records[Any], table: RecordView) -> None:
        super().__init__(table)
        self.records, self.table = records, table
        table.customContextMenuRequested.connect(self._show_menu)
        table.compare_wanted.connect(self.compare)
        table.delete_wanted.connect(self.throw_away)
        table.tagged.connect(self._tag)

    def chosen(self) -> list[Record]:
        """Return the chosen records."""
        ids = set(self.table.chosen())
        return [record for record in self.records.all() if record.id in ids]

    def compare(self) -> None:
        """Compare the chosen records."""
        if len(chosen := self.chosen()) > 1:
            self.compare_wanted.emit(chosen)

    def repeat(self) -> None:
        """Emit the job of the chosen record, to be run again with changes."""
        if len(chosen := self.chosen()) == 1:
            self.repeat_wanted.emit(chosen[0].job)

    def throw_away(self) -> None:
        """Move the chosen records to the trash, except the current one."""
        chosen, record_table = self._idle(), self.records.record_table
        if (
            chosen
            and record_table
            and self._saved(lambda: record_table.move_to_trash([record.id for record in chosen]))
        ):
            self.trashed.emit(chosen)

    def restore(self, records: Iterable[Record]) -> None:
        """Restore records from the trash."""
        if record_table := self.records.record_table:
            self._saved(lambda: record_table.restore([record.id for record in records]))

    def empty_trash(self) -> None:
        """Delete the files of all records in the trash."""
        if record_table := self.records.record_table:
            self._saved(record_table.empty_trash)

    def copy_command(self) -> None:
        """Copy the commands that repeat the chosen records to the clipboard."""
        if chosen := self.chosen():
            QGuiApplication.clipboard().setText(
                "\n".join(shlex.join(self.records.command(record)) for record in chosen)
            )

    def save_recipe(self) -> None:
        """Ask for a file, and copy the recipe of the chosen record to it."""
        recipe = self._recipe()
        if recipe is None:
            return
        name, _ = QFileDialog.getSaveFileName(self.table, tr("Save recipe"), str(Path.home() / recipe.name), "*.toml")
        if name:
            try:
                copy_atomically(recipe, Path(name))
            except OSError as error:
                hint = tr("Choose another place.")
                self.records.session.failed.emit(
                    tr("{name} cannot be written ({reason}).", name=name, reason=error.strerror), hint
                )

    def _recipe(self) -> Path | None:
        chosen = self.chosen()
        return self.records.recipe(chosen[0]) if len(chosen) == 1 else None

    def menu(self) -> QMenu:
        """Return the context menu for the chosen records and the trash."""
        chosen, menu = self.chosen(), QMenu(self.table)
        _add(menu, tr("Compare\tEnter"), self.compare, len(chosen) > 1)
        _add(menu, tr("Run again with changes"), self.repeat, len(chosen) == 1)
        _add(menu, tr("Tags\tF2"), lambda: self.table.edit_tags(chosen[0].id), len(chosen) == 1)
        _add(menu, tr("Copy command"), self.copy_command, bool(chosen))
        _add(menu, tr("Save recipe…"), self.save_recipe, self._recipe() is not None)
        menu.addSeparator()
        _add(menu, tr("Delete\tDel"), self.throw_away, bool(self._idle()))
        trashed = self.records.record_table.trash() if self.records.record_table else []
        for record in trashed[-5:]:
            _add(
                menu,
                tr("Restore {named}", named=self.records.named(record)),
                partial(self.restore, [record]),
                True,
            )
        if trashed:
            _add(
                menu,
                tr("Empty trash ({count})", count=self.records.counted(len(trashed))),
                self.empty_trash,
                True,
            )
        return menu

    def _idle(self) -> list[Record]:
        current = self.records.current
        return [record for record in self.chosen() if current is None or record.id != current.id]

    def _show_menu(self, at: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(at))

    def _tag(self, record: str, tags: tuple[str, ...]) -> None:
        if record_table := self.records.record_table:
            self._saved(lambda: record_table.set_tags(record, tags))

    def _saved(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except UserError as error:
            self.records.session.failed.emit(error.message, error.hint)
            return False
        self.records.forget()
        return True


def _add(menu: QMenu, text: str, action: Callable[[], object], enabled: bool) -> None:
    entry = menu.addAction(text)
    entry.setEnabled(enabled)
    entry.triggered.connect(lambda _checked: action())
