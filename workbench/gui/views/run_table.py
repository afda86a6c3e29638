"""The table of runs: what was tried, on how many shots, and how good it became."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.run_model import COLUMNS, SORT_ROLE, Index, RunModel, RunRow


class RunTable(QTableView):
    """Click a heading to sort; several rows can be chosen.

    Signals:
        selected_run(id): a person chose this one run.
        chosen_changed(): other runs are chosen, by whomever.
        compare_wanted(), delete_wanted(): for the chosen runs, by Enter and Delete.
        tagged(id, tags): a person gave a run these tags.
    """

    selected_run = Signal(str)
    chosen_changed = Signal()
    compare_wanted = Signal()
    delete_wanted = Signal()
    tagged = Signal(str, tuple)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = RunModel(tokens, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._runs)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setFilterKeyColumn(-1)  # words may stand in any column
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._quiet = False
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Runs")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = _Header(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self._runs.tagged.connect(self.tagged)

    def set_rows(self, rows: list[RunRow]) -> None:
        """Show these runs; those that were chosen stay chosen."""
        if rows == self._runs.rows:
            return  # and what is being typed into a cell stays there
        chosen = self.chosen()
        self._quiet = True
        self._runs.set_rows(rows)
        self._choose(chosen)
        self._quiet = False

    def update_row(self, row: RunRow) -> None:
        """Replace the run with this id, or add it."""
        self._runs.update_row(row)

    def chosen(self) -> list[str]:
        """The ids of the chosen runs, the oldest first."""
        rows = [self._sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()]
        return [run.id for run in sorted((self._runs.rows[row] for row in rows), key=lambda run: run.number)]

    def selected(self) -> str | None:
        """The id of the chosen run, where it is one."""
        chosen = self.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def select(self, run: str) -> None:
        """Choose a run; not told back as a person's choice."""
        self._quiet = True
        self._choose([run])
        self._quiet = False

    def set_filter(self, words: str) -> None:
        """Show only runs that say these words somewhere."""
        self._sorted.setFilterFixedString(words)

    def shown(self) -> int:
        """How many runs the filter lets through."""
        return self._sorted.rowCount()

    def edit_tags(self, run: str) -> None:
        """Let a person type the tags of a run."""
        at = [column.field for column in COLUMNS].index("tags")
        for row in range(self._sorted.rowCount()):
            if self._id(self._sorted.index(row, 0)) == run:
                self.edit(self._sorted.index(row, at))

    def _choose(self, runs: list[str]) -> None:
        rows = [row for row in range(self._sorted.rowCount()) if self._id(self._sorted.index(row, 0)) in runs]
        ranges = QItemSelection()
        for row in rows:
            ranges.select(self._sorted.index(row, 0), self._sorted.index(row, len(COLUMNS) - 1))
        self.selectionModel().select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(rows) == 1:
            now = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._sorted.index(rows[0], 0), now)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._runs.tokens = tokens
        self.viewport().update()

    def _id(self, index: Index) -> str:
        return self._runs.rows[self._sorted.mapToSource(index).row()].id

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        run = self.selected()
        if run is not None and not self._quiet:
            self.selected_run.emit(run)
        self.chosen_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.compare_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif event.text().isalnum():
            event.ignore()  # naming keys belong to the window
        else:
            super().keyPressEvent(event)


class _Header(QHeaderView):
    """A heading as wide as its words: the sign of the order stands above them, and needs no room beside."""

    def sectionSizeFromContents(self, section: int) -> QSize:
        size = super().sectionSizeFromContents(section)
        words = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole)
        return QSize(self.fontMetrics().horizontalAdvance(str(words)) + 12, size.height())
