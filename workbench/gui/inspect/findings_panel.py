"""The bottom zone of the Inspect step: what was found, as tables and pictures whose every part opens its images."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLayout, QListWidget, QScrollArea, QTabWidget, QWidget

from workbench.core.domain import Side
from workbench.core.events import Estimate
from workbench.core.shift_report import DataProblem, Grouping, GroupRow, Inspection, Performance
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.number_format import count, percent
from workbench.gui.kit.widgets import column, label, panel, row
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.charts.confusion import ConfusionMap
from workbench.gui.views.charts.histograms import HistogramCard
from workbench.gui.views.charts.reliability import ReliabilityDiagram
from workbench.gui.views.tables.sheet_table import SheetTable

NOTHING = "Classes, groups, image statistics and troubles appear here after an inspection."


class FindingsPanel(QWidget):
    """Tabs over one inspection.

    Signals:
        shown(object, str): these samples, a frozenset of (side, path), are to be looked at, and what they are.
        class_chosen(str): the images of this class are to be shown.
        sort_wanted(str): the images are to be sorted by this column.
    """

    shown = Signal(object, str)
    class_chosen = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, session: Session, inspecting: InspectionController) -> None:
        super().__init__()
        self.session, self.inspecting = session, inspecting
        self.tokens = DARK
        self.nothing = EmptyState(NOTHING)
        self.classes = SheetTable("Classes")
        self.cards: list[HistogramCard] = []
        self.cards_area = QScrollArea()
        self.cards_area.setWidgetResizable(True)
        self.confusion, self.confusion_words = ConfusionMap(), label("", "dim", wrap=True)
        self.reliability, self.reliability_words = ReliabilityDiagram(), label("", "dim", wrap=True)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName("Groups by")
        self.groups, self.gap = SheetTable("Groups"), label("", "dim", wrap=True)
        self.kinds, self.sets = QListWidget(), QListWidget()
        self.kinds.setAccessibleName("Kinds of trouble")
        self.sets.setAccessibleName("Images in trouble")
        self.kind_words = label("", "dim", wrap=True)
        for names in (self.kinds, self.sets):
            names.setSpacing(2)
            names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.cards_area, "Image statistics")
        self.tabs.addTab(_page(self.classes), "Classes")
        self.tabs.addTab(
            _beside(self.confusion, self.confusion_words, self.reliability, self.reliability_words), "Errors"
        )
        self.tabs.addTab(_page(row(label("By", "dim"), self.grouping, self.gap, -1), self.groups), "Groups")
        self.tabs.addTab(self._trouble_page(), "Trouble")
        whole = panel(column(self.tabs, self.nothing, spacing=0))
        self.setLayout(column(whole))
        self.classes.chosen.connect(self._class_chosen)
        self.confusion.chosen.connect(self._cell_chosen)
        self.grouping.currentIndexChanged.connect(self._grouping_chosen)
        self.groups.chosen.connect(self._group_chosen)
        self.kinds.currentRowChanged.connect(self._kind_chosen)
        self.sets.currentRowChanged.connect(self._set_chosen)
        inspecting.inspected.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the last inspection."""
        found = self.inspecting.inspection
        self.tabs.setVisible(found is not None)
        self.nothing.setVisible(found is None)
        if found is not None:
            self._show_statistics(found)
            self._show_classes(found)
            self._show_errors(found)
            self._show_groupings(found)
            self._show_troubles(found)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.tokens = tokens
        self.confusion.set_theme(tokens)
        self.reliability.set_theme(tokens)
        for made in self.cards:
            made.set_theme(tokens)

    # -- image statistics --------------------------------------------------------------------------------------------

    def _show_statistics(self, found: Inspection) -> None:
        self.cards = [HistogramCard(one, self.tokens) for one in found.statistics]
        for made in self.cards:
            made.chosen.connect(self.sort_wanted)
        inside = QWidget()
        inside.setLayout(row(*self.cards, -1, margin=8, spacing=8))
        self.cards_area.setWidget(inside)

    # -- classes -----------------------------------------------------------------------------------------------------

    def _show_classes(self, found: Inspection) -> None:
        recall = {one.side: _recalls(one) for one in found.performances}
        rows = []
        for one in found.classes:
            right = tuple(percent(recall[side].get(one.label)) for side in Side if side in recall)
            rows.append((one.label, f"{one.source:,}", f"{one.target:,}", percent(one.separation), *right))
        accuracies = tuple(f"{side.value} right" for side in Side if side in recall)
        self.classes.show_rows(("class", "source", "target", "told apart", *accuracies), rows)

    def _class_chosen(self, index: int) -> None:
        if (found := self.inspecting.inspection) is not None:
            self.class_chosen.emit(found.classes[index].label)

    # -- errors ------------------------------------------------------------------------------------------------------

    def _show_errors(self, found: Inspection) -> None:
        one = _of_target(found)
        self.tabs.setTabEnabled(2, one is not None)
        self.tabs.setTabToolTip(2, "" if one else "The target has no labels to measure errors on; label some first.")
        if one is None:
            return
        self.confusion.show_counts(one.truths, one.predictions, one.confusion)
        interval = f"{percent(one.accuracy.low, 0)} to {percent(one.accuracy.high, 0)}"
        self.confusion_words.setText(
            f"{percent(one.accuracy.value)} of {count(one.accuracy.count, 'labelled target image')} are right "
            f"({interval}, at 95 %). A cell opens its images."
        )
        self.reliability.show_bins(one.bins)
        sure = "surer than it is right" if _overconfident(one) else "less sure than it is right"
        self.reliability_words.setText(
            f"Expected calibration error {percent(one.calibration_error)}: on average the model is {sure}."
        )

    def _cell_chosen(self, truth: int, predicted: int) -> None:
        found = self.inspecting.inspection
        one = _of_target(found) if found else None
        if found is None or one is None:
            return
        wanted = one.truths[truth], one.predictions[predicted]
        names = self.inspecting.named(Side.TARGET)
        said = zip(found.target_table.paths, names["label"], names["prediction"], strict=True)
        ids = frozenset((Side.TARGET, path) for path, *pair in said if tuple(pair) == wanted)
        self.shown.emit(ids, f"“{wanted[0]}” predicted “{wanted[1]}”")

    # -- groups ------------------------------------------------------------------------------------------------------

    def _show_groupings(self, found: Inspection) -> None:
        self.tabs.setTabEnabled(3, bool(found.groupings))
        missing = "No groups: the folders have no levels beside the classes. Give a CSV with a column “path”."
        self.tabs.setTabToolTip(3, "" if found.groupings else missing)
        self.grouping.clear()
        self.grouping.addItems([one.name for one in found.groupings])

    def _grouping(self) -> Grouping | None:
        found, index = self.inspecting.inspection, self.grouping.currentIndex()
        return found.groupings[index] if found and 0 <= index < len(found.groupings) else None

    def _grouping_chosen(self, _index: int) -> None:
        one = self._grouping()
        if one is None:
            return
        compared = any(group.before for group in one.rows)
        head = ("group", "images", "right", *(("before",) if compared else ()), "most frequent error")
        self.groups.show_rows(head, [_group_row(group, compared) for group in one.rows])
        words = "Too few labelled images in the groups to compare them."
        if one.gap is not None:
            before = f", before {one.gap_before * 100:.1f}" if one.gap_before is not None else ""
            words = f"Between the best and the worst group lie {one.gap * 100:.1f} points{before}."
        self.gap.setText(words)

    def _group_chosen(self, index: int) -> None:
        one, found = self._grouping(), self.inspecting.inspection
        if one is None or found is None:
            return
        values = self.inspecting.named(Side.TARGET).get(f"group:{one.name}", [])
        wanted = one.rows[index].name
        paths = zip(found.target_table.paths, values, strict=False)
        self.shown.emit(frozenset((Side.TARGET, path) for path, value in paths if value == wanted), wanted)

    # -- trouble -----------------------------------------------------------------------------------------------------

    def _trouble_page(self) -> QWidget:
        self.kinds.setMaximumWidth(260)
        made = QWidget()
        right = column(self.kind_words, self.sets)
        made.setLayout(row(self.kinds, right, margin=8, spacing=12))
        return made

    def _show_troubles(self, found: Inspection) -> None:
        self.kinds.clear()
        self.kinds.addItems([f"{one.title}  {one.total:,}" for one in found.troubles])
        self.kinds.setVisible(bool(found.troubles))
        self.sets.clear()
        clean = "Nothing: no duplicates, no blank or blurred images, no likely label errors among the images seen."
        self.kind_words.setText("" if found.troubles else clean)
        if found.troubles:
            self.kinds.setCurrentRow(0)

    def _trouble(self) -> DataProblem | None:
        found, index = self.inspecting.inspection, self.kinds.currentRow()
        return found.troubles[index] if found and 0 <= index < len(found.troubles) else None

    def _kind_chosen(self, _index: int) -> None:
        self.sets.clear()
        if (one := self._trouble()) is not None:
            listed = f" The first {len(one.sets):,} are listed." if len(one.sets) < one.total else ""
            self.kind_words.setText(one.summary + listed)
            self.sets.addItems(["   =   ".join(f"{side}: {path}" for side, path in each) for each in one.sets])

    def _set_chosen(self, index: int) -> None:
        one = self._trouble()
        if one is not None and 0 <= index < len(one.sets):
            self.shown.emit(frozenset(one.sets[index]), one.title)


def _page(*parts: QWidget | QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts, margin=8))
    return made


def _beside(*parts: QWidget) -> QWidget:
    made = QWidget()
    confusion, words, reliability, more = parts
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(confusion)
    layout = row(column(words, area), column(more, reliability), margin=8, spacing=16)
    layout.setStretch(0, 3)
    layout.setStretch(1, 2)
    made.setLayout(layout)
    return made


def _of_target(found: Inspection) -> Performance | None:
    return next((one for one in found.performances if one.side is Side.TARGET), None)


def _recalls(one: Performance) -> dict[str, float]:
    """Share of each true class that is right."""
    places = {name: index for index, name in enumerate(one.predictions)}
    return {
        name: (counts[places[name]] if name in places else 0) / sum(counts)
        for name, counts in zip(one.truths, one.confusion, strict=True)
        if sum(counts)
    }


def _overconfident(one: Performance) -> bool:
    return sum(each.count * (each.confidence - each.accuracy) for each in one.bins) > 0


def _group_row(group: GroupRow, compared: bool) -> tuple[str, ...]:
    def said(share: Estimate | None) -> str:
        return "–" if share is None else f"{percent(share.value)} ({percent(share.low, 0)} to {percent(share.high, 0)})"

    right = said(group.accuracy) if group.judged else "too few to judge"
    return (group.name, f"{group.samples:,}", right, *((said(group.before),) if compared else ()), group.error or "–")
