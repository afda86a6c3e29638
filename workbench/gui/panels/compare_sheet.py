"""The sheet that shows runs side by side: curves over each other, what differs, and accuracy by class."""

import shlex
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from workbench.analysis.comparing import by_class, counting, differences
from workbench.core.catalogue import MethodCard
from workbench.core.command_line import command_line
from workbench.core.domain import Side
from workbench.core.events import Evaluated, Scalars, Scores
from workbench.gui.session import Session
from workbench.gui.sheet import MARGIN, Sheet
from workbench.gui.theme import DARK, Tokens, class_colour
from workbench.gui.views.chart import Chart
from workbench.gui.widgets import column, label, row
from workbench.gui.words import duration, percent
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

SIZE = (1080, 520)  # pixels, where the window has room
TARGET, SOURCE = "Target accuracy", "Source accuracy"
Points = dict[str, list[tuple[int, float]]]


class CompareSheet(Sheet):
    """One chart of one measure at a time, beside tables of what differs."""

    def __init__(self, over: QWidget, session: Session) -> None:
        self.session = session
        self.chart = Chart(TARGET, DARK, per_cent=True)
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
        self.tabs.addTab(_page(self.classes, self.unlabelled), "Classes")
        self.tabs.addTab(_page(self.commands), "Commands")
        self.curves: list[Points] = []
        left = column(row(self.measure, -1), self.chart)
        content = row(left, self.tabs, spacing=16)
        content.setStretch(0, 5)
        content.setStretch(1, 6)
        super().__init__(over, "Compare", content)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.chart.set_theme(tokens)

    def show_runs(self, records: Sequence[RunRecord]) -> None:
        """Show these runs side by side."""
        project = self.session.project
        if project is None:
            return
        places = [RunFolder(project.run_folder(record.id)) for record in records]
        jobs = [place.job() if place.has_job() else one.job for place, one in zip(places, records, strict=True)]
        cards = {card.name: card for card in self.session.catalogue.methods} if self.session.catalogue else {}
        self.names = [f"{one.number} {_title(one.job.method, cards)}" for one in records]
        self.title.setText("Compare runs " + ", ".join(str(one.number) for one in records))
        self.curves = [self._points(place) for place in places]
        shown = self.measure.currentText()
        offered = list(dict.fromkeys([TARGET, SOURCE, *(name for curve in self.curves for name in curve)]))
        self.measure.clear()
        self.measure.addItems(offered)
        self.measure.setCurrentText(shown if shown in offered else TARGET)
        rows = differences(jobs, cards)
        self._fill(self.settings, "setting", [(row.name.replace("_", " "), *map(_said, row.values)) for row in rows])
        self.settings.setVisible(bool(rows))
        self.same.setVisible(not rows)
        self._fill(self.scores, "score", self._score_rows(records))
        self._show_classes(places, counting(self._labels(), jobs))
        commands = (command_line(job, str(one.shots_file)) for job, one in zip(jobs, places, strict=True))
        self.commands.setPlainText("\n\n".join(map(shlex.join, commands)))
        self.open()

    def _labels(self) -> dict[str, str]:
        known = {one.path: one.label for one in self.session.samples(Side.TARGET) if one.label is not None}
        return known | dict(self.session.labels)

    def _points(self, place: RunFolder) -> Points:
        titles = self.session.catalogue.validators if self.session.catalogue else ()
        named = {card.name: card.title.capitalize() for card in titles}
        points: Points = {}

        def add(step: int, found: "dict[str, float | None] | dict[str, float]") -> None:
            for name, value in found.items():
                if value is not None:
                    points.setdefault(name, []).append((step, value))

        for event in place.events():
            if isinstance(event, Scalars):
                add(event.step, {f"Loss: {name}": value for name, value in event.values.items()})
            elif isinstance(event, Evaluated) and not event.final:
                scores = event.scores
                add(event.step, {TARGET: scores.target_accuracy, SOURCE: scores.source_accuracy})
                add(event.step, {named[name]: value for name, value in scores.validators.items() if name in named})
        return points

    def _draw(self, measure: str) -> None:
        loss = measure.startswith("Loss: ")
        self.chart.clear()
        self.chart.set_title("", per_cent=not loss)
        for name, points in zip(self.names, self.curves, strict=True):
            for step, value in points.get(measure, []):
                self.chart.add(name, step, value if loss else 100 * value)
        self.chart.redraw()

    def _score_rows(self, records: Sequence[RunRecord]) -> list[tuple[str, ...]]:
        scores = [one.scores for one in records]
        cards = self.session.catalogue.validators if self.session.catalogue else ()
        return [
            ("status", *(one.status.value for one in records)),
            ("target accuracy", *(percent(one.target_accuracy if one else None) for one in scores)),
            ("held-out shots", *map(_held_out, scores)),
            *(
                (card.title, *(percent(one.validators.get(card.name) if one else None) for one in scores))
                for card in cards
            ),
            ("time", *("–" if one.seconds is None else duration(one.seconds) for one in records)),
        ]

    def _show_classes(self, places: Sequence[RunFolder], labels: dict[str, str]) -> None:
        rows = by_class([{one.path: one.predicted for one in place.predictions()} for place in places], labels)
        told = [(f"{one.name} ({one.samples:,})", *map(percent, one.shares)) for one in rows]
        self._fill(self.classes, "target class", told)
        self.classes.setVisible(bool(rows))
        self.unlabelled.setVisible(not rows)

    def _fill(self, table: QTableWidget, first: str, rows: Sequence[Sequence[str]]) -> None:
        table.clear()
        table.setColumnCount(1 + len(self.names))
        table.setRowCount(len(rows))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for x, text in enumerate([first, *self.names]):
            head = QTableWidgetItem(text)
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
    return made


def _page(*parts: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(8, *parts))
    return made


def _title(method: str, cards: Mapping[str, MethodCard]) -> str:
    return cards[method].title if method in cards else method


def _said(value: object) -> str:
    return "–" if value is None else str(value) or "–"


def _held_out(scores: Scores | None) -> str:
    found = scores.shot_accuracy if scores else None
    return "–" if found is None else f"{percent(found.value)} ({percent(found.low, 0)} to {percent(found.high, 0)})"
