"""What an error costs, in the inspector of the Label step: the cost of a miss, its threshold, and live counts."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDoubleSpinBox, QSizePolicy, QSlider, QWidget

from workbench.analysis.deciding import ClassErrors
from workbench.core.miss_costs import LEAST, MOST, cost_of, threshold_of
from workbench.core.scores import Estimate
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, decimal, percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, card, column, label, row, show_in_area
from workbench.gui.tasks.classification.decision_controller import DecisionController
from workbench.gui.tasks.contract import Keys

WEIGH_KEY = "Ctrl+E"
OPEN = tr("Weigh errors")
MEASURING_KEYS: Keys = ((WEIGH_KEY, tr("In Measure: weigh a miss of a class against other errors")),)
OPEN_TIP = tr("Say that missing a class costs more than a false alarm; exported models decide so")
NOTE = tr(
    "Exported models and predictions decide so; images in this window keep the most probable class. Counts that you "
    "watched while choosing flatter the choice: ten more labels check it."
)


class DecisionBox(QWidget):
    """A class, the cost of missing it against another error, and its errors on the labelled images."""

    def __init__(self, decision: DecisionController) -> None:
        super().__init__()
        self.decision = decision
        self.toggle = button(f"{OPEN}  {WEIGH_KEY}", lambda: decision.open(self.toggle.isChecked()))
        self.toggle.setCheckable(True)
        self.toggle.setToolTip(plain_tip(OPEN_TIP))
        self.key = QShortcut(QKeySequence(WEIGH_KEY), self.toggle, self._turn)  # while the button is visible
        self.label = ComboBox()
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name is elided
        self.label.setAccessibleName(tr("Class whose miss has a cost"))
        self.cost = QDoubleSpinBox()
        self.cost.setRange(LEAST, MOST)
        self.cost.setSuffix(" ×")
        self.cost.setAccessibleName(tr("Cost of missing the class, in errors of another class"))
        self.cost.setToolTip(tr("How many other errors one miss of the class is worth"))
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(1, 99)
        self.threshold.setAccessibleName(
            tr("Probability against the next class from which the class is decided, in percent")
        )
        self.share = label("", "dim")
        self.counts, self.usual = label("", wrap=True), label("", "dim", wrap=True)
        self.reset = button(tr("Most probable class"), decision.reset, flat=True)
        self.reset.setToolTip(tr("Every miss costs 1 again"))
        self.body = card(
            row(label(tr("Class"), "dim"), self.label),
            row(label(tr("A miss costs"), "dim"), self.cost),
            row(label(tr("From"), "dim"), self.threshold, self.share),
            self.counts,
            self.usual,
            label(NOTE, "faint", wrap=True),
            self.reset,
            spacing=8,
        )
        self.setLayout(column(self.toggle, self.body))
        self.label.currentIndexChanged.connect(lambda _index: self.refresh())
        self.cost.valueChanged.connect(lambda cost: decision.set_cost(self.label.currentText(), round(cost, 2)))
        self.threshold.valueChanged.connect(
            lambda share: decision.set_cost(self.label.currentText(), round(cost_of(share / 100), 2))
        )
        decision.changed.connect(self.refresh)
        self.refresh()

    def _turn(self) -> None:
        """Open or close the box by its key. The class takes the keys, as no click has left them with the images."""
        self.decision.open(not self.decision.opened)
        if self.decision.opened:
            self.label.setFocus(Qt.FocusReason.ShortcutFocusReason)
            show_in_area(self.body)

    def refresh(self) -> None:
        """Show the costs and the counts."""
        decision = self.decision
        self.setVisible(decision.offered)
        self.toggle.setChecked(decision.opened)
        self.body.setVisible(decision.opened)
        classes = list(decision.classes or decision.session.labels.classes)
        if [self.label.itemText(place) for place in range(self.label.count())] != classes:
            with QSignalBlocker(self.label):
                self.label.clear()
                self.label.addItems(classes)
        name = self.label.currentText()
        cost = decision.costs.get(name, 1.0)
        with QSignalBlocker(self.cost), QSignalBlocker(self.threshold):
            self.cost.setValue(cost)
            self.threshold.setValue(round(100 * threshold_of(cost)))
        self.share.setText(percent(threshold_of(cost), 0))
        self.reset.setEnabled(bool(decision.costs))
        for part in (self.cost, self.threshold):
            part.setEnabled(bool(name))
        self._count(name)

    def _count(self, name: str) -> None:
        decision = self.decision
        now, usual = decision.errors(name, weighed=True), decision.errors(name, weighed=False)
        if now is None or usual is None:
            waiting = tr("The labelled images are being predicted.") if decision.call.busy else ""
            self.counts.setText(decision.call.problem or waiting)
            self.usual.setText("")
            return
        self.counts.setText(_sentence(name, now))
        same = now == usual
        self.usual.setText(
            tr("As with the most probable class.") if same else tr("Most probable class: {usual}.", usual=_short(usual))
        )


def _sentence(name: str, errors: ClassErrors) -> str:
    missed = tr(
        "{missed} of {of_class} “{name}” missed{interval}",
        missed=errors.missed,
        of_class=errors.of_class,
        name=name,
        interval=_interval(errors.miss_rate),
    )
    others = count(errors.of_others, "other image")
    return tr(
        "{missed}; {false_alarms} of {others} taken for it{interval}.",
        missed=missed,
        false_alarms=errors.false_alarms,
        others=others,
        interval=_interval(errors.alarm_rate),
    )


def _short(errors: ClassErrors) -> str:
    return tr(
        "{missed} of {of_class} missed, {false_alarms} of {of_others} taken for it",
        missed=errors.missed,
        of_class=errors.of_class,
        false_alarms=errors.false_alarms,
        of_others=errors.of_others,
    )


def _interval(rate: Estimate | None) -> str:
    return (
        tr(" ({low} to {high})", low=decimal(100 * rate.low, 0), high=percent(rate.high, 0)) if rate is not None else ""
    )
