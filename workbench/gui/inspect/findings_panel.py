"""The bottom panel of the Inspect step: findings as tables and charts, whose parts open their images."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QTabWidget, QWidget

from workbench.core.domain import Side
from workbench.core.shift_report import Grouping, GroupRow, Inspection, Performance
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.inspect.problems_page import ProblemsPage
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, estimate_words, percent, whole
from workbench.gui.kit.terms import TermButton
from workbench.gui.kit.widgets import column, label, panel, row
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.charts.confusion import ConfusionMap
from workbench.gui.views.charts.histograms import HistogramCard
from workbench.gui.views.charts.reliability import ReliabilityDiagram
from workbench.gui.views.tables.sheet_table import SheetTable


class FindingsPanel(QWidget):
    """Shows the findings of an inspection in tabs.

    Signals:
        shown(object, str): a frozenset of (side, path) was chosen, with its description.
        class_chosen(str): a class was chosen.
        sort_wanted(str): the images are to be sorted by this column.
    """

    shown = Signal(object, str)
    class_chosen = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, session: Session, inspections: InspectionController, suspects: SuspectsController) -> None:
        super().__init__()
        self.session, self.inspections = session, inspections
        self.tokens = DARK
        self.classes = SheetTable(tr("Classes"))
        self.cards: list[HistogramCard] = []
        self.cards_area = QScrollArea()
        self.cards_area.setWidgetResizable(True)
        self.confusion, self.confusion_words = ConfusionMap(), label("", "dim", wrap=True)
        self.reliability, self.reliability_words = ReliabilityDiagram(), label("", "dim", wrap=True)
        self.grouping = ComboBox()
        self.grouping.setAccessibleName(tr("Groups by"))
        self.groups, self.gap = SheetTable(tr("Groups")), label("", "dim", wrap=True)
        self.problems = ProblemsPage(session, inspections, suspects)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.cards_area, tr("Image statistics"))
        self.tabs.addTab(_page(self.classes), tr("Classes"))
        self.tabs.addTab(
            _beside(self.confusion, self.confusion_words, self.reliability, self.reliability_words), tr("Errors")
        )
        by = row(label(tr("By"), "dim"), self.grouping, self.gap)
        by.setStretch(2, 1)
        self.tabs.addTab(_page(by, self.groups), tr("Groups"))
        self.tabs.addTab(self.problems, tr("Problems"))
        self.tabs.setCornerWidget(TermButton(self._named, "findings"))
        content = panel(column(self.tabs, spacing=0))
        self.setLayout(column(content))
        self.classes.chosen.connect(self._class_chosen)
        self.confusion.chosen.connect(self._cell_chosen)
        self.grouping.currentIndexChanged.connect(self._grouping_chosen)
        self.groups.chosen.connect(self._group_chosen)
        self.problems.shown.connect(self.shown)
        inspections.inspected.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the last inspection."""
        inspection = self.inspections.inspection
        self.tabs.setVisible(inspection is not None)
        if inspection is not None:
            self._show_statistics(inspection)
            self._show_classes(inspection)
            self._show_errors(inspection)
            self._show_groupings(inspection)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.tokens = tokens
        self.confusion.set_theme(tokens)
        self.reliability.set_theme(tokens)
        for histogram in self.cards:
            histogram.set_theme(tokens)

    def _named(self) -> list[str]:
        """Return the headings of the tables."""
        return [*self.classes.headings(), *self.groups.headings()]

    # -- image statistics --------------------------------------------------------------------------------------------

    def _show_statistics(self, inspection: Inspection) -> None:
        self.cards = [HistogramCard(statistic, self.tokens) for statistic in inspection.statistics]
        for histogram in self.cards:
            histogram.chosen.connect(self.sort_wanted)
        inside = QWidget()
        inside.setLayout(row(*self.cards, -1, margin=8, spacing=8))
        self.cards_area.setWidget(inside)

    # -- classes -----------------------------------------------------------------------------------------------------

    def _show_classes(self, inspection: Inspection) -> None:
        recall = {performance.side: _recalls(performance) for performance in inspection.performances}
        rows = []
        for counts in inspection.classes:
            recalls = tuple(percent(recall[side].get(counts.label)) for side in Side if side in recall)
            line = (
                counts.label,
                whole(counts.source),
                inspection.target_share(counts),
                percent(counts.separation),
                *recalls,
            )
            rows.append(line)
        heads = tuple(tr("{value} recall", value=word(side)) for side in Side if side in recall)
        self.classes.show_rows((tr("class"), tr("source"), tr("target"), tr("separability"), *heads), rows)

    def _class_chosen(self, index: int) -> None:
        if (inspection := self.inspections.inspection) is not None:
            self.class_chosen.emit(inspection.classes[index].label)

    # -- errors ------------------------------------------------------------------------------------------------------

    def _show_errors(self, inspection: Inspection) -> None:
        performance = _of_target(inspection)
        self.tabs.setTabEnabled(2, performance is not None)
        self.tabs.setTabToolTip(
            2, "" if performance else tr("The target has no labels to measure errors. Label some images first.")
        )
        if performance is None:
            return
        self.confusion.show_counts(performance.truths, performance.predictions, performance.confusion)
        accuracy = performance.accuracy
        interval = tr("{low} to {high}", low=percent(accuracy.low, 0), high=percent(accuracy.high, 0))
        self.confusion_words.setText(
            tr(
                "{value} of {images} are right (95 % interval {interval}). Click a cell to see its images.",
                value=percent(accuracy.value),
                images=count(accuracy.count, "labelled target image"),
                interval=interval,
            )
        )
        self.reliability.show_bins(performance.bins)
        bias = tr("overconfident") if _overconfident(performance) else tr("underconfident")
        self.reliability_words.setText(
            tr(
                "Expected calibration error {calibration_error}: on average the model is {bias}.",
                calibration_error=percent(performance.calibration_error),
                bias=bias,
            )
        )

    def _cell_chosen(self, truth: int, predicted: int) -> None:
        inspection = self.inspections.inspection
        performance = _of_target(inspection) if inspection else None
        if inspection is None or performance is None:
            return
        pair = performance.truths[truth], performance.predictions[predicted]
        names = self.inspections.named(Side.TARGET)
        samples = zip(inspection.target_table.paths, names["label"], names["prediction"], strict=True)
        ids = frozenset((Side.TARGET, path) for path, *names_of_sample in samples if tuple(names_of_sample) == pair)
        self.shown.emit(ids, tr("“{label}” predicted “{prediction}”", label=pair[0], prediction=pair[1]))

    # -- groups ------------------------------------------------------------------------------------------------------

    def _show_groupings(self, inspection: Inspection) -> None:
        self.tabs.setTabEnabled(3, bool(inspection.groupings))
        missing = tr(
            "No groups: the folders have no levels besides the classes. Choose a CSV file with a column “path”."
        )
        self.tabs.setTabToolTip(3, "" if inspection.groupings else missing)
        self.grouping.clear()
        self.grouping.addItems([grouping.name for grouping in inspection.groupings])

    def _grouping(self) -> Grouping | None:
        inspection, index = self.inspections.inspection, self.grouping.currentIndex()
        return inspection.groupings[index] if inspection and 0 <= index < len(inspection.groupings) else None

    def _grouping_chosen(self, _index: int) -> None:
        grouping = self._grouping()
        if grouping is None:
            return
        compared = any(group.before for group in grouping.rows)
        head = (
            tr("group"),
            tr("images"),
            tr("right"),
            *((tr("before"),) if compared else ()),
            tr("most frequent error"),
        )
        self.groups.show_rows(head, [_group_row(group, compared) for group in grouping.rows])
        words = tr("The groups have too few labelled images to compare them.")
        if grouping.gap is not None:
            before = (
                tr("; before adaptation by {gap_before}", gap_before=decimal(grouping.gap_before * 100, 1))
                if grouping.gap_before is not None
                else ""
            )
            close = "" if _differ(grouping) else tr("; too close to tell")
            words = tr(
                "The best and the worst group differ by {gap} points{before}{close}.",
                gap=decimal(grouping.gap * 100, 1),
                before=before,
                close=close,
            )
        self.gap.setText(words)

    def _group_chosen(self, index: int) -> None:
        grouping, inspection = self._grouping(), self.inspections.inspection
        if grouping is None or inspection is None:
            return
        values = self.inspections.named(Side.TARGET).get(f"group:{grouping.name}", [])
        name = grouping.rows[index].name
        paths = zip(inspection.target_table.paths, values, strict=False)
        self.shown.emit(frozenset((Side.TARGET, path) for path, value in paths if value == name), name)


def _page(*parts: QWidget | QLayout) -> QWidget:
    page = QWidget()
    page.setLayout(column(*parts, margin=8))
    return page


def _beside(*parts: QWidget) -> QWidget:
    page = QWidget()
    confusion, words, reliability, more = parts
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(confusion)
    layout = row(column(words, area), column(more, reliability), margin=8, spacing=16)
    layout.setStretch(0, 3)
    layout.setStretch(1, 2)
    page.setLayout(layout)
    return page


def _of_target(inspection: Inspection) -> Performance | None:
    return next((performance for performance in inspection.performances if performance.side is Side.TARGET), None)


def _recalls(performance: Performance) -> dict[str, float]:
    """Return the recall of each true class."""
    columns = {name: index for index, name in enumerate(performance.predictions)}
    return {
        name: (counts[columns[name]] if name in columns else 0) / sum(counts)
        for name, counts in zip(performance.truths, performance.confusion, strict=True)
        if sum(counts)
    }


def _overconfident(performance: Performance) -> bool:
    return (
        sum(
            confidence_bin.count * (confidence_bin.confidence - confidence_bin.accuracy)
            for confidence_bin in performance.bins
        )
        > 0
    )


def _differ(grouping: Grouping) -> bool:
    """Return whether the intervals of the best and the worst group lie apart."""
    judged = [group.accuracy for group in grouping.rows if group.judged and group.accuracy is not None]
    worst, best = min(judged, key=lambda one: one.value), max(judged, key=lambda one: one.value)
    return worst.high < best.low


def _group_row(group: GroupRow, compared: bool) -> tuple[str, ...]:
    right = estimate_words(group.accuracy) if group.judged else tr("too few images")
    return (
        group.name,
        whole(group.samples),
        right,
        *((estimate_words(group.before),) if compared else ()),
        group.error or "–",
    )
