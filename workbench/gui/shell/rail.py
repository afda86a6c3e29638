"""The left zone: the steps with their ticks, the classes with their keys, and what to show."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.kit.step import Step
from workbench.gui.kit.widgets import clear, column, label, row, set_role
from workbench.gui.session.class_keys import UNKNOWN_KEY
from workbench.gui.session.session import Session
from workbench.gui.tasks.contract import SHOW_CLASS, LegendRow
from workbench.gui.tasks.current import Tasks
from workbench.gui.theme import Theme, class_colour

SHOWN = (("source", "Source"), ("target", "Target"), ("shots", "Labelled only"), ("unsure", "Unsure only"))


class Rail(QWidget):
    """208 pixels wide.

    Signals:
        shown_changed(object): the set of what to show, of "source", "target", "shots", "unsure".
        class_chosen(str): only samples of this class are to be shown; empty: of all.
    """

    shown_changed = Signal(object)
    class_chosen = Signal(str)

    def __init__(self, session: Session, steps: Sequence[Step], tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self.session, self.tasks, self.theme = session, tasks, theme
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setMinimumWidth(176)
        self.steps, self.buttons = steps, QButtonGroup(self)
        self.ticks = {step.name: label("", "good") for step in steps}
        self.classes = QVBoxLayout()
        self.classes.setSpacing(2)
        self.rows: dict[str, ClassButton] = {}
        self.chosen = ""
        self.boxes = {name: QCheckBox(title) for name, title in SHOWN}
        self.counts = {name: label("", "dim") for name, _ in SHOWN}
        self.setLayout(
            column(
                column(*(self._step(index) for index in range(len(steps))), spacing=2),
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
            box.setChecked(name in tuple(Side))
            box.toggled.connect(lambda _on: self.shown_changed.emit(self.shown()))
        session.step_changed.connect(lambda _step: self.refresh())
        session.project_changed.connect(self.refresh_classes)
        session.domains.changed.connect(lambda _side: self.refresh_classes())
        session.labels.classes_changed.connect(self.refresh_classes)
        session.predictions.changed.connect(self.refresh_classes)
        session.labels.changed.connect(lambda _paths: self.refresh())
        for step in steps:
            step.tick_changed.connect(self.refresh)
        theme.changed.connect(lambda _tokens: self.refresh_classes())
        self.refresh_classes()

    def shown(self) -> set[str]:
        """What the boxes say."""
        return {name for name, box in self.boxes.items() if box.isChecked()}

    def refresh(self) -> None:
        """Ticks, the step that is chosen, and how many shots each class has."""
        if (UNKNOWN in self.rows) != self._knows_unknown():
            self.refresh_classes()
            return
        for name, made in self.rows.items():
            number = self.session.labels.shots[name]
            made.shots.setText(f"+{number:,}" if number else "")
        for step, pushed in zip(self.steps, self.buttons.buttons(), strict=True):
            pushed.setChecked(step.name == self.session.step)
            tick = self.ticks[step.name]
            tick.setText(step.tick)
            set_role(tick, step.tick_role)
        totals = {side.value: len(self.session.domains.samples(side)) for side in Side}
        totals |= {"shots": self.session.labels.labelled, "unsure": len(self.session.labels.unsure)}
        for name, shown in self.counts.items():
            shown.setText(f"{totals[name]:,}")

    def refresh_classes(self) -> None:
        """The classes, their keys and how often each occurs in the source; of unknown, how many are predicted."""
        clear(self.classes)
        session, task = self.session, self.tasks.current
        self.boxes["shots"].setText(task.only_labelled)
        self.rows = {row.name: ClassButton(row, session.labels.keys.get(row.name, "")) for row in task.legend()}
        if self._knows_unknown():
            rejected = session.predictions.rejected
            row = LegendRow(UNKNOWN, class_colour(-1), rejected, f"Show only {UNKNOWN}", SHOW_CLASS.format(UNKNOWN))
            self.rows[UNKNOWN] = ClassButton(row, UNKNOWN_KEY)
        for name, made in self.rows.items():
            self.classes.addWidget(made)
            made.clicked.connect(partial(self._choose, name))
            if name in session.labels.classes:
                made.offer("Change its key…", partial(session.labels.key_wanted.emit, name))
                made.offer("All keys as at first", partial(session.labels.keep_keys, {}))
        if not session.labels.classes:
            self.classes.addWidget(label("They appear when the source is read.", "faint", wrap=True))
        self.classes.addStretch(1)
        if self.chosen and self.chosen not in self.rows:
            self.class_chosen.emit("")
        self.show_chosen(self.chosen)
        self.refresh()

    def show_chosen(self, name: str) -> None:
        """Mark the class whose samples alone are shown; empty: none."""
        self.chosen = name
        for each, made in self.rows.items():
            made.setChecked(each == name)

    def _choose(self, name: str) -> None:
        self.class_chosen.emit("" if name == self.chosen else name)
        self.show_chosen(self.chosen)

    def _knows_unknown(self) -> bool:
        """Whether a person or a model has called samples unknown."""
        session = self.session
        if not session.labels.classes or UNKNOWN in session.labels.classes:
            return False
        return bool(session.labels.shots[UNKNOWN] or session.predictions.rejected)

    def _step(self, index: int) -> QHBoxLayout:
        step = self.steps[index]
        made = QPushButton(step.title)
        made.setCheckable(True)
        made.setProperty("step", True)
        made.setToolTip(f"{step.question} (Ctrl+{index + 1})")
        made.clicked.connect(lambda: self.session.go_to(step.name))
        self.buttons.addButton(made, index)
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


class Name(QWidget):
    """A class's name, cut with an ellipsis where there is no room for all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setMinimumWidth(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def shown(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        QPainter(self).drawText(self.rect(), left, self.shown())


class ClassButton(QPushButton):
    """A class's key, colour, name, shots and count; pressed, it shows the samples of that class alone."""

    def __init__(self, of: LegendRow, key: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setProperty("class", True)
        self.setAccessibleName(of.words)
        self.setToolTip(of.tip)
        self.shots = label("", "good")
        cap = label(key.upper(), "keycap")
        cap.setFixedWidth(22)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if not key:
            cap.hide()  # never show a widget that has no parent yet: it would be a window of its own
        number = label("" if of.samples is None else f"{of.samples:,}", "dim")
        inside = row(cap, Dot(of.colour), Name(of.name), self.shots, number, spacing=6)
        inside.setContentsMargins(0, 0, 4, 0)
        self.setLayout(inside)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """One entry more in its context menu."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        made = QAction(words, self)
        made.triggered.connect(lambda _on: act())
        self.addAction(made)


def _scrolled(layout: QVBoxLayout) -> QScrollArea:
    inside = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
