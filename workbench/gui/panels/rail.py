"""The left zone: the steps with their ticks, the classes with their keys, and what to show."""

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.core.domain import Side
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.steps import STEPS
from workbench.gui.theme import Theme, class_colour
from workbench.gui.widgets import clear, column, label, row, set_role

SHOWN = (("source", "Source"), ("target", "Target"), ("shots", "Labelled only"))


class Rail(QWidget):
    """208 pixels wide.

    Signals: shown_changed(object): the set of what to show, of "source", "target", "shots".
    """

    shown_changed = Signal(object)

    def __init__(self, session: Session, runs: Runs, theme: Theme) -> None:
        super().__init__()
        self.session, self.runs, self.theme = session, runs, theme
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setMinimumWidth(176)
        self.steps = QButtonGroup(self)
        self.ticks = {step.name: label("", "good") for step in STEPS}
        self.classes = QVBoxLayout()
        self.classes.setSpacing(2)
        self.shots: dict[str, QLabel] = {}
        self.boxes = {name: QCheckBox(title) for name, title in SHOWN}
        self.counts = {name: label("", "dim") for name, _ in SHOWN}
        self.setLayout(
            column(
                column(*(self._step(index) for index in range(len(STEPS))), spacing=2),
                12,
                label("CLASSES", "section"),
                _scrolled(self.classes),
                8,
                label("SHOW", "section"),
                *(row(self.boxes[name], -1, self.counts[name]) for name, _ in SHOWN),
                margin=12,
                spacing=8,
            )
        )
        for name, box in self.boxes.items():
            box.setChecked(name != "shots")
            box.toggled.connect(lambda _on: self.shown_changed.emit(self.shown()))
        session.step_changed.connect(lambda _step: self.refresh())
        session.project_changed.connect(self.refresh_classes)
        session.domain_changed.connect(lambda _side: self.refresh_classes())
        session.labels_changed.connect(lambda _paths: self.refresh())
        runs.state_changed.connect(self.refresh)
        theme.changed.connect(lambda _tokens: self.refresh_classes())
        self.refresh_classes()

    def shown(self) -> set[str]:
        """What the boxes say."""
        return {name for name, box in self.boxes.items() if box.isChecked()}

    def refresh(self) -> None:
        """Ticks, the step that is chosen, and how many shots each class has."""
        labelled = len(self.session.labels)
        shots = Counter(self.session.labels.values())
        for name, shown in self.shots.items():
            shown.setText(f"+{shots[name]:,}" if shots[name] else "")
        done = {
            "data": self.session.complete,
            "adapt": bool(self.runs.finished()),
            "label": False,
            "export": False,
        }
        for step, made in zip(STEPS, self.steps.buttons(), strict=True):
            made.setChecked(step.name == self.session.step)
            tick = self.ticks[step.name]
            tick.setText(f"{labelled:,}" if step.name == "label" and labelled else "✓" if done[step.name] else "")
            set_role(tick, "dim" if step.name == "label" else "good")
        totals = {side.value: len(self.session.samples(side)) for side in Side} | {"shots": labelled}
        for name, shown in self.counts.items():
            shown.setText(f"{totals[name]:,}")

    def refresh_classes(self) -> None:
        """The classes, their keys and how often each occurs in the source."""
        clear(self.classes)
        keys, session = self.session.keys, self.session
        self.shots = {name: label("", "good") for name in session.classes}
        for index, (name, shots) in enumerate(self.shots.items()):
            self.classes.addLayout(_class_row(index, name, keys.get(name, ""), session.counts[name], shots))
        if not session.classes:
            self.classes.addWidget(label("They appear when the source is read.", "faint", wrap=True))
        self.classes.addStretch(1)
        self.refresh()

    def _step(self, index: int) -> QHBoxLayout:
        step = STEPS[index]
        made = QPushButton(step.title)
        made.setCheckable(True)
        made.setProperty("step", True)
        made.setToolTip(f"{step.question} (Ctrl+{index + 1})")
        made.clicked.connect(lambda: self.session.go_to(step.name))
        self.steps.addButton(made, index)
        inside = row(-1, self.ticks[step.name], 10)
        made.setLayout(inside)
        return row(made)


class Dot(QWidget):
    """A class's colour."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self.colour = colour
        self.setFixedSize(10, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        painter.drawEllipse(1, 5, 8, 8)


def _class_row(index: int, name: str, key: str, count: int, shots: QLabel) -> QHBoxLayout:
    cap = label(key.upper(), "keycap")
    cap.setFixedWidth(22)
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if not key:
        cap.hide()  # never show a widget that has no parent yet: it would be a window of its own
    title = label(name)
    title.setMinimumWidth(20)
    title.setToolTip(name)
    return row(cap, Dot(class_colour(index)), title, -1, shots, label(f"{count:,}", "dim"), spacing=6)


def _scrolled(layout: QVBoxLayout) -> QScrollArea:
    inside = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
