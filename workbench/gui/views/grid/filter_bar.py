"""The filter as chips, the menu that adds one, and the panels that edit and save them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column
from workbench.gui.views.grid.filter_chips import FilterChips
from workbench.gui.views.grid.filter_editor import FilterEditor
from workbench.gui.views.grid.filter_words import FilterField, value_words
from workbench.gui.views.grid.query import Clause, replaced, written
from workbench.gui.views.grid.saved_filter_list import SavedFilterList

_LISTED = 40  # the most values of a column in the menu
_FOLDED = 12  # saved filters in the menu


class FilterFacts(Protocol):
    """What the menu and the editors show of the images."""

    def fields(self) -> list[FilterField]:
        """Return the columns to filter by."""

    def counts(self, column: str, without: Clause | None = None) -> list[tuple[str, int]]:
        """Count the values of a column among the shown images, the most frequent first."""

    def span(self, column: str, without: Clause | None = None) -> tuple[float, float] | None:
        """Return the smallest and the largest number of a column among the shown images."""


class FilterBar(QWidget):
    """Shows a chip for each part of the filter. `add` is the button of the menu, which the owner places.

    Signals:
        changed(str): the user changed the filter; its text.
        word_wanted(): the user asked to type a word.
        left(): the user left the chips.
    """

    changed = Signal(str)
    word_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: FilterFacts | None = None
        self.clauses: tuple[Clause, ...] = ()
        self.saved: Mapping[str, str] = {}
        self.chips = FilterChips()
        self.chips.edit_wanted.connect(self._edit)
        self.chips.removed.connect(lambda clause: self._replace(clause, None))
        self.chips.left.connect(self.left)
        self.editor = FilterEditor(self)
        self.editor.changed.connect(self._take)
        self.editor.closed.connect(self._edited)
        self._editing: Clause | None = None  # the clause in the editor; None if it is empty
        self._others: tuple[tuple[Clause, ...], tuple[Clause, ...]] = ((), ())  # the clauses before and after it
        self.saved_list = SavedFilterList(self)
        self.saved_list.chosen.connect(self.changed)
        self.save = _chip(tr("Save…"), tr("Save this filter by name, or show a saved one"))
        self.save.clicked.connect(lambda: self._open_saved(self.save))
        self.chips.add_end(self.save)
        self.add = _chip(tr("+ filter"), tr("Show only images with a class, a confidence, a label state, a folder, …"))
        self.add.setAccessibleName(tr("Add a filter"))
        self.menu = QMenu(self.add)
        self.menu.aboutToShow.connect(self._fill)
        self.add.setMenu(self.menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setLayout(column(self.chips))

    def show_filter(self, clauses: Sequence[Clause]) -> None:
        """Show the chips of a filter."""
        self.clauses = tuple(clauses)
        self.chips.show_clauses(self.clauses)
        self.setVisible(bool(self.clauses))

    def show_saved(self, saved: Mapping[str, str], can_save: bool, current: str) -> None:
        """Show the saved filters, and whether the current one can be saved."""
        self.saved = saved
        self.saved_list.show_saved(saved, can_save, current)

    def tell(self, number: int) -> None:
        """Show in the editor how many images the filter leaves."""
        if self.editor.isVisible():
            self.editor.tell(tr("{images} shown", images=count(number, "image")))

    # -- the menu --------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.menu.clear()
        for field in self.facts.fields() if self.facts else ():
            if field.is_number:
                self.menu.addAction(f"{field.title}…").triggered.connect(partial(self._add_numbers, field))
            else:
                part = self.menu.addMenu(field.title)
                part.aboutToShow.connect(partial(self._fill_values, part, field.column))
        self.menu.addAction(tr("Word in the path…")).triggered.connect(lambda _on: self.word_wanted.emit())
        self.menu.addSeparator()
        for name, text in list(self.saved.items())[:_FOLDED]:
            self.menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self._show_saved, text))
        self.menu.addAction(tr("Saved filters…")).triggered.connect(lambda _on: self._open_saved(self.add))

    def _fill_values(self, part: QMenu, column: str) -> None:
        part.clear()
        own = self._of(column)
        for value, number in (self.facts.counts(column, own) if self.facts else [])[:_LISTED]:
            words = value_words(column, value).replace("&", "&&")
            part.addAction(f"{words}   {whole(number)}").triggered.connect(partial(self._add_value, column, value))
        if part.isEmpty():
            part.addAction(tr("No image has a value")).setEnabled(False)

    def _add_value(self, column: str, value: str, _on: bool = False) -> None:
        own = self._of(column)
        values = dict.fromkeys((*(own.values if own else ()), value))
        self._replace(own, Clause(column, tuple(values)))

    def _add_numbers(self, field: FilterField, _on: bool = False) -> None:
        self._edit(self._of(field.column) or Clause(field.column), self.add)

    def _show_saved(self, text: str, _on: bool = False) -> None:
        self.changed.emit(text)

    def _of(self, column: str) -> Clause | None:
        """Return the part of the filter with a column."""
        return next((clause for clause in self.clauses if clause.column == column), None)

    # -- the panels ------------------------------------------------------------------------------------------------

    def _edit(self, clause: Clause, beside: QWidget) -> None:
        """Open the editor of a part of the filter below a widget."""
        if self.facts is None:
            return
        self._editing = own = clause if clause in self.clauses else None
        place = self.clauses.index(clause) if own else len(self.clauses)
        self._others = self.clauses[:place], self.clauses[place + 1 :]
        field = next((field for field in self.facts.fields() if field.column == clause.column), None)
        if field is None:
            self.editor.show_words(clause)
        elif field.is_number:
            self.editor.show_numbers(field, clause, self.facts.span(field.column, own))
        else:
            self.editor.show_names(field, clause, self.facts.counts(field.column, own))
        self.editor.open_beside(beside)

    def _take(self, clause: Clause) -> None:
        """Put the edited clause in its place. What was typed may read as another clause once it is in the filter."""
        self._editing = clause if clause.values or clause.bounds else None
        before, after = self._others
        self.changed.emit(written((*before, clause, *after)))

    def _edited(self) -> None:
        """Give the keyboard to the chip that was edited."""
        chip = next((chip for chip in self.chips.chips if chip.clause == self._editing), None)
        if chip is not None:
            chip.setFocus()
        else:
            self.left.emit()

    def _open_saved(self, beside: QWidget) -> None:
        self.saved_list.open_beside(beside)

    def _replace(self, old: Clause | None, new: Clause | None) -> None:
        self.changed.emit(replaced(self.clauses, old, new))


def _chip(text: str, tip: str) -> QToolButton:
    chip = QToolButton()
    chip.setText(text)
    chip.setProperty("chip", True)
    chip.setToolTip(plain_tip(tip))
    return chip
