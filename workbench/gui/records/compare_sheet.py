"""The sheet that shows runs or translations side by side: samples and curves, what differs, and figures."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.records.comparison import Comparison, Lines
from workbench.gui.theme import DARK, Tokens, class_colour
from workbench.gui.views.charts.chart import Chart
from workbench.gui.views.pictures.preview_grid import PreviewGrid

SIZE = (1080, 520)  # pixels, where the window has room
SAMPLES = "Samples"


class CompareSheet(Sheet):
    """The same samples, or one chart of one measure at a time, beside tables of what differs."""

    def __init__(self, over: QWidget) -> None:
        self.chart, self.grid = Chart("", DARK, per_cent=True), PreviewGrid()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.chart)
        self.pages.addWidget(self.grid)
        self.measure = QComboBox()
        self.measure.setAccessibleName("Measure")
        self.measure.currentTextChanged.connect(self._draw)
        self.settings, self.scores, self.classes = _table("Settings"), _table("Scores"), _table("Classes")
        self.same = label("The recipes are the same.", "dim", wrap=True)
        self.unlabelled = label("The target has no labels to tell accuracy by class.", "dim", wrap=True)
        self.commands = QPlainTextEdit()
        self.commands.setReadOnly(True)
        self.commands.setAccessibleName("Commands")
        self.tabs = QTabWidget()
        self.tabs.addTab(_page(self.scores), "Scores")
        self.tabs.addTab(_page(self.settings, self.same), "Settings")
        self.by_class = self.tabs.addTab(_page(self.classes, self.unlabelled), "Classes")
        self.tabs.addTab(_page(self.commands), "Commands")
        self.shown: Comparison | None = None
        left = column(row(self.measure, -1), self.pages)
        content = row(left, self.tabs, spacing=16)
        content.setStretch(0, 5)
        content.setStretch(1, 6)
        super().__init__(over, "Compare", content)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.chart.set_theme(tokens)
        self.grid.set_theme(tokens)

    def compare(self, told: Comparison) -> None:
        """Show these side by side."""
        self.shown = told
        self.title.setText(told.title)
        measure = self.measure.currentText()
        offered = [*([SAMPLES] if told.samples else []), *told.measures]
        self.grid.set_rows(told.samples, [("source", "Source"), *((name, name) for name in told.names)])
        self.measure.blockSignals(True)
        self.measure.clear()
        self.measure.addItems(offered)
        self.measure.setCurrentText(measure if measure in offered else next(iter(offered), ""))
        self.measure.blockSignals(False)
        self._draw(self.measure.currentText())
        self._fill(self.settings, "setting", told.settings, told.names)
        self.settings.setVisible(bool(told.settings))
        self.same.setVisible(not told.settings)
        self._fill(self.scores, "score", told.scores, told.names)
        self.tabs.setTabVisible(self.by_class, told.classes is not None)
        self._fill(self.classes, "target class", told.classes or [], told.names)
        self.classes.setVisible(bool(told.classes))
        self.unlabelled.setVisible(not told.classes)
        self.commands.setPlainText("\n\n".join(told.commands))
        self.open()

    def _draw(self, measure: str) -> None:
        self.pages.setCurrentWidget(self.grid if measure == SAMPLES else self.chart)
        told = self.shown
        self.chart.clear()
        if told is None or measure not in told.measures:
            return
        per_cent = told.measures[measure]
        self.chart.set_title("", per_cent=per_cent)
        for name, points in zip(told.names, told.curves, strict=True):
            for step, value in points.get(measure, []):
                self.chart.add(name, step, value)
        self.chart.redraw()

    def _fill(self, table: QTableWidget, first: str, rows: Lines, names: Sequence[str]) -> None:
        table.clear()
        table.setColumnCount(1 + len(names))
        table.setRowCount(len(rows))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for x, text in enumerate([first, *names]):
            head = QTableWidgetItem(text)
            head.setToolTip(text)
            head.setTextAlignment((right if x else left) | Qt.AlignmentFlag.AlignVCenter)
            if x:
                head.setForeground(QColor(class_colour(x - 1)))
            table.setHorizontalHeaderItem(x, head)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for y, line in enumerate(rows):
            for x, text in enumerate(line):
                item = QTableWidgetItem(text)
                item.setTextAlignment((right if x else left) | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(text)
                table.setItem(y, x, item)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


def _table(name: str) -> QTableWidget:
    made = QTableWidget()
    made.setAccessibleName(name)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(26)
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.horizontalHeader().setHighlightSections(False)
    made.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    return made


def _page(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(8, *parts))
    return made
