"""The sheet that compares runs or translations: samples, curves, settings and scores."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.sheet import MARGIN, Sheet
from workbench.gui.kit.terms import TermButton
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.records.comparison import Comparison, Lines
from workbench.gui.theme import DARK, Tokens, class_colour
from workbench.gui.views.charts.chart import Chart
from workbench.gui.views.pictures.preview_grid import PreviewGrid

SIZE = (1080, 520)  # largest size in pixels
SAMPLES = tr("Samples")


class CompareSheet(Sheet):
    """Shows samples, or the curves of one measure, beside tables of differences."""

    def __init__(self, over: QWidget) -> None:
        self.chart, self.grid = Chart("", DARK, per_cent=True), PreviewGrid()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.chart)
        self.pages.addWidget(self.grid)
        self.measure = ComboBox()
        self.measure.setAccessibleName(tr("Measure"))
        self.measure.currentTextChanged.connect(self._draw)
        self.settings, self.scores, self.classes = _table(tr("Settings")), _table(tr("Results")), _table(tr("Classes"))
        self.same = label(tr("The settings are the same."), "dim", wrap=True)
        self.unlabelled = label(tr("The target has no labels, so accuracy by class is unknown."), "dim", wrap=True)
        self.commands = QPlainTextEdit()
        self.commands.setReadOnly(True)
        self.commands.setAccessibleName(tr("Commands"))
        self.tabs = QTabWidget()
        self.tabs.addTab(_page(self.scores), tr("Results"))
        self.tabs.addTab(_page(self.settings, self.same), tr("Settings"))
        self.by_class = self.tabs.addTab(_page(self.classes, self.unlabelled), tr("Classes"))
        self.tabs.addTab(_page(self.commands), tr("Commands"))
        self.shown: Comparison | None = None
        self.terms = TermButton(self._named, "comparison")
        left = column(row(self.measure, -1, self.terms), self.pages)
        content = row(left, self.tabs, spacing=16)
        content.setStretch(0, 5)
        content.setStretch(1, 6)
        super().__init__(over, tr("Compare"), content)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.chart.set_theme(tokens)
        self.grid.set_theme(tokens)

    def compare(self, comparison: Comparison) -> None:
        """Show a comparison and open the sheet."""
        self.shown = comparison
        self.title.setText(comparison.title)
        measure = self.measure.currentText()
        measures = [*([SAMPLES] if comparison.samples else []), *comparison.measures]
        self.grid.set_rows(comparison.samples, [("source", tr("Source")), *((name, name) for name in comparison.names)])
        self.measure.blockSignals(True)
        self.measure.clear()
        self.measure.addItems(measures)
        self.measure.setCurrentText(measure if measure in measures else next(iter(measures), ""))
        self.measure.blockSignals(False)
        self._draw(self.measure.currentText())
        self._fill(self.settings, tr("setting"), comparison.settings, comparison.names)
        self.settings.setVisible(bool(comparison.settings))
        self.same.setVisible(not comparison.settings)
        self._fill(self.scores, tr("result"), comparison.scores, comparison.names)
        self.tabs.setTabVisible(self.by_class, comparison.classes is not None)
        self._fill(self.classes, tr("target class"), comparison.classes or [], comparison.names)
        self.classes.setVisible(bool(comparison.classes))
        self.unlabelled.setVisible(not comparison.classes)
        self.commands.setPlainText("\n\n".join(comparison.commands))
        self.open()

    def _draw(self, measure: str) -> None:
        self.pages.setCurrentWidget(self.grid if measure == SAMPLES else self.chart)
        comparison = self.shown
        self.chart.clear()
        if comparison is None or measure not in comparison.measures:
            return
        per_cent = comparison.measures[measure]
        self.chart.set_title("", per_cent=per_cent)
        for name, points in zip(comparison.names, comparison.curves, strict=True):
            for step, value in points.get(measure, []):
                self.chart.add(name, step, value)
        self.chart.redraw()

    def _named(self) -> list[str]:
        """Return what the sheet names: measures, scores, and settings with their values."""
        shown = self.shown
        cells = [text for line in (*shown.scores, *shown.settings) for text in line] if shown else []
        return [*(self.measure.itemText(at) for at in range(self.measure.count())), *cells]

    def _fill(self, table: QTableWidget, first: str, rows: Lines, names: Sequence[str]) -> None:
        table.clear()
        table.setColumnCount(1 + len(names))
        table.setRowCount(len(rows))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for x, text in enumerate([first, *names]):
            head = QTableWidgetItem(text)
            head.setToolTip(plain_tip(text))
            head.setTextAlignment((right if x else left) | Qt.AlignmentFlag.AlignVCenter)
            if x:
                head.setForeground(QColor(class_colour(x - 1)))
            table.setHorizontalHeaderItem(x, head)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for y, line in enumerate(rows):
            for x, text in enumerate(line):
                item = QTableWidgetItem(text)
                item.setTextAlignment((right if x else left) | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(plain_tip(text))
                table.setItem(y, x, item)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.over.rect()
        self.setFixedSize(min(SIZE[0], room.width() - 2 * MARGIN), min(SIZE[1], room.height() - 2 * MARGIN))
        super()._place()


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(26)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    return table


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    page.setLayout(column(8, *parts))
    return page
