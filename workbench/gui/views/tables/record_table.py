"""A table of records, runs or translations: what was tried, and how good it became."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.tables.record_model import SORT_ROLE, TAGS, Index, RecordColumn, RecordModel, RecordRow


class RecordTable(QTableView):
    """Click a heading to sort; several rows can be chosen.

    Signals:
        selected_one(id): a person chose this one.
        chosen_changed(): others are chosen, by whomever.
        compare_wanted(), delete_wanted(): for the chosen ones, by Enter and Delete.
        tagged(id, tags): a person gave one these tags.
    """

    selected_one = Signal(str)
    chosen_changed = Signal()
    compare_wanted = Signal()
    delete_wanted = Signal()
    tagged = Signal(str, tuple)

    def __init__(self, name: str, columns: Sequence[RecordColumn], tokens: Tokens = DARK) -> None:
        super().__init__()
        self._records = RecordModel(columns, tokens, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._records)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setFilterKeyColumn(-1)  # words may stand in any column
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._quiet = False
        self.setModel(self._sorted)
        self.setItemDelegate(_Inked(self))
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
        self.setAccessibleName(name)
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
        self._records.tagged.connect(self.tagged)

    def set_rows(self, rows: Sequence[RecordRow]) -> None:
        """Show these records; those that were chosen stay chosen."""
        rows = list(rows)
        if rows == self._records.rows:
            return  # and what is being typed into a cell stays there
        chosen = self.chosen()
        self._quiet = True
        self._records.set_rows(rows)
        for at, column in enumerate(self._records.columns):
            self.setColumnHidden(at, column.rare and not any(getattr(one, column.field) for one in rows))
        self._choose(chosen)
        self._quiet = False

    def chosen(self) -> list[str]:
        """The ids of the chosen records, the oldest first."""
        rows = [self._sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()]
        return [one.id for one in sorted((self._records.rows[row] for row in rows), key=lambda one: one.number)]

    def selected(self) -> str | None:
        """The id of the chosen record, where it is one."""
        chosen = self.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def select(self, record: str) -> None:
        """Choose a record, and bring it into sight; not told back as a person's choice."""
        self._quiet = True
        self._choose([record])
        self._quiet = False
        if self.selected() is not None:
            self.scrollTo(self.currentIndex())

    def set_filter(self, words: str) -> None:
        """Show only records that say these words somewhere."""
        self._sorted.setFilterFixedString(words)

    def shown(self) -> int:
        """How many records the filter lets through."""
        return self._sorted.rowCount()

    def edit_tags(self, record: str) -> None:
        """Let a person type the tags of a record."""
        at = list(self._records.columns).index(TAGS)
        for row in range(self._sorted.rowCount()):
            if self._id(self._sorted.index(row, 0)) == record:
                self.edit(self._sorted.index(row, at))

    def _choose(self, records: list[str]) -> None:
        rows = [row for row in range(self._sorted.rowCount()) if self._id(self._sorted.index(row, 0)) in records]
        ranges = QItemSelection()
        for row in rows:
            ranges.select(self._sorted.index(row, 0), self._sorted.index(row, self._records.columnCount() - 1))
        self.selectionModel().select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if len(rows) == 1:
            now = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._sorted.index(rows[0], 0), now)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._records.tokens = tokens
        self.viewport().update()

    def _id(self, index: Index) -> str:
        return self._records.rows[self._sorted.mapToSource(index).row()].id

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        one = self.selected()
        if one is not None and not self._quiet:
            self.selected_one.emit(one)
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


class _Inked(QStyledItemDelegate):
    """A cell keeps the colour of its words where its row is chosen: a failure still looks like one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        if ink is not None:
            option.palette.setColor(QPalette.ColorRole.HighlightedText, ink)
