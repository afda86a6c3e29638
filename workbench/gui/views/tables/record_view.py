"""A table of records, that is, runs or translations, with their results."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.tables.record_model import SORT_ROLE, TAGS, Index, RecordColumn, RecordModel, RecordRow


class RecordView(QTableView):
    """A click on a heading sorts. Several rows can be chosen.

    Signals:
        selected_one(id): the user chose a single record.
        chosen_changed(): the chosen records changed, by the user or by the program.
        compare_wanted(), delete_wanted(): the user pressed Enter or Delete.
        tagged(id, tags): the user edited the tags of a record.
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
        self._sorted.setFilterKeyColumn(-1)  # search all columns
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
        """Replace the records and keep the chosen ones."""
        rows = list(rows)
        if rows == self._records.rows:
            return  # keeps a cell that is being edited
        chosen = self.chosen()
        self._quiet = True
        self._records.set_rows(rows)
        for at, column in enumerate(self._records.columns):
            self.setColumnHidden(at, column.rare and not any(getattr(row, column.field) for row in rows))
        self._choose(chosen)
        self._quiet = False

    def headings(self) -> list[str]:
        """Return the names of the columns that are shown."""
        names = [column.title for column in self._records.columns]
        return [name for at, name in enumerate(names) if not self.isColumnHidden(at)]

    def chosen(self) -> list[str]:
        """Return the ids of the chosen records, the oldest first."""
        rows = [self._sorted.mapToSource(index).row() for index in self.selectionModel().selectedRows()]
        return [
            record.id for record in sorted((self._records.rows[row] for row in rows), key=lambda record: record.number)
        ]

    def selected(self) -> str | None:
        """Return the id of the chosen record; None unless exactly one is chosen."""
        chosen = self.chosen()
        return chosen[0] if len(chosen) == 1 else None

    def select(self, record: str) -> None:
        """Choose a record and scroll to it, without emitting `selected_one`."""
        self._quiet = True
        self._choose([record])
        self._quiet = False
        if self.selected() is not None:
            self.scrollTo(self.currentIndex())

    def set_filter(self, words: str) -> None:
        """Show only records that contain these words in any column."""
        self._sorted.setFilterFixedString(words)

    def shown(self) -> int:
        """Return the number of records that pass the filter."""
        return self._sorted.rowCount()

    def edit_tags(self, record: str) -> None:
        """Open the editor for the tags of a record."""
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
        """Apply the colours of a theme."""
        self._records.tokens = tokens
        self.viewport().update()

    def _id(self, index: Index) -> str:
        return self._records.rows[self._sorted.mapToSource(index).row()].id

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        record = self.selected()
        if record is not None and not self._quiet:
            self.selected_one.emit(record)
        self.chosen_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.compare_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif event.text().isalnum():
            event.ignore()  # the window handles class keys
        else:
            super().keyPressEvent(event)


class _Header(QHeaderView):
    """A header whose sections are as wide as their text: the sort indicator is above the text."""

    def sectionSizeFromContents(self, section: int) -> QSize:
        size = super().sectionSizeFromContents(section)
        words = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole)
        return QSize(self.fontMetrics().horizontalAdvance(str(words)) + 18, size.height())


class _Inked(QStyledItemDelegate):
    """Keeps the text colour of a cell when its row is chosen, so that a failure remains visible."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        if ink is not None:
            option.palette.setColor(QPalette.ColorRole.HighlightedText, ink)
