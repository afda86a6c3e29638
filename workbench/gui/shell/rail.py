"""The rail on the left: steps, classes with their keys, and boxes that choose what is shown."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
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
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.step import Step
from workbench.gui.kit.widgets import clear, column, label, row, set_role
from workbench.gui.session.class_keys import UNKNOWN_KEY
from workbench.gui.session.session import Session
from workbench.gui.tasks.contract import SHOW_CLASS, LegendRow
from workbench.gui.tasks.current import Tasks
from workbench.gui.theme import Theme, class_colour

OUTLINE = QColor(128, 128, 128, 160)  # class colours of masks may be as dark or as light as the panel
SHOWN = (
    ("source", tr("Source")),
    ("target", tr("Target")),
    ("shots", tr("Labelled only")),
    ("unsure", tr("Unsure only")),
    ("measuring", tr("Measuring only")),
)


class Rail(QWidget):
    """The list of steps, the legend of classes and the boxes below it.

    Signals:
        shown_changed(object): the names of the checked boxes, a subset of those in SHOWN.
        class_chosen(str): a class was chosen; empty: all classes.
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
                label(tr("CLASSES"), "section"),
                _scrolled(self.classes),
                8,
                label(tr("SHOW"), "section"),
                *(row(self.boxes[name], -1, self.counts[name]) for name, _ in SHOWN),
                margin=12,
                spacing=8,
            )
        )
        for name, box in self.boxes.items():
            box.setChecked(name in tuple(Side))
            box.toggled.connect(lambda _on: self.shown_changed.emit(self.shown()))
        session.step_changed.connect(lambda _step: self.refresh())
        session.project_changed.connect(self._project_changed)
        session.domains.changed.connect(lambda _side: self.refresh_classes())
        session.labels.classes_changed.connect(self.refresh_classes)
        session.predictions.changed.connect(self.refresh_classes)
        session.labels.changed.connect(lambda _paths: self.refresh())
        for step in steps:
            step.tick_changed.connect(self.refresh)
        theme.changed.connect(lambda _tokens: self.refresh_classes())
        self.refresh_classes()

    def _project_changed(self) -> None:
        """Show both domains: what was left out in another project is not meant for this one."""
        for name, box in self.boxes.items():
            box.setChecked(name in tuple(Side))
        self.refresh_classes()

    def shown(self) -> set[str]:
        """Return the names of the checked boxes."""
        return {name for name, box in self.boxes.items() if box.isChecked()}

    def refresh(self) -> None:
        """Update check marks, the current step and the number of shots of each class."""
        if (UNKNOWN in self.rows) != self._knows_unknown():
            self.refresh_classes()
            return
        for name, class_button in self.rows.items():
            number = self.session.labels.shots[name]
            class_button.shots.setText(f"+{whole(number)}" if number else "")
            measuring = self.session.labels.measuring[name]
            class_button.measuring.setText(f"({whole(measuring)})" if measuring else "")
            class_button.measuring.setToolTip(plain_tip(tr("{labels} for measuring", labels=count(measuring, "label"))))
        for step, step_button in zip(self.steps, self.buttons.buttons(), strict=True):
            step_button.setChecked(step.name == self.session.step)
            tick = self.ticks[step.name]
            tick.setText(step.tick)
            set_role(tick, step.tick_role)
        totals = {side.value: len(self.session.domains.samples(side)) for side in Side}
        totals |= {"shots": self.session.labels.labelled, "unsure": len(self.session.labels.unsure)}
        totals["measuring"] = len(self.session.labels.drawn)
        for name, count_label in self.counts.items():
            count_label.setText(whole(totals[name]))

    def refresh_classes(self) -> None:
        """Rebuild the classes with their keys and counts: source samples, or predictions of unknown."""
        clear(self.classes)
        session, task = self.session, self.tasks.current
        self.boxes["shots"].setText(task.only_labelled)
        self.rows = {row.name: ClassButton(row, session.labels.keys.get(row.name, "")) for row in task.legend()}
        if self._knows_unknown():
            rejected = session.predictions.rejected
            row = LegendRow(
                UNKNOWN,
                class_colour(-1),
                rejected,
                tr("Show only {unknown}", unknown=UNKNOWN),
                SHOW_CLASS.format(UNKNOWN),
            )
            self.rows[UNKNOWN] = ClassButton(row, UNKNOWN_KEY)
        for name, class_button in self.rows.items():
            self.classes.addWidget(class_button)
            class_button.clicked.connect(partial(self._choose, name))
            if name in session.labels.classes:
                class_button.offer(tr("Change its key…"), partial(session.labels.key_wanted.emit, name))
                class_button.offer(tr("Reset all keys"), partial(session.labels.keep_keys, {}))
        if not session.labels.classes:
            self.classes.addWidget(label(tr("Classes appear once the source has been read."), "faint", wrap=True))
        self.classes.addStretch(1)
        if self.chosen and self.chosen not in self.rows:
            self.class_chosen.emit("")
        self.show_chosen(self.chosen)
        self.refresh()

    def show_chosen(self, name: str) -> None:
        """Check the button of the class to which the views are restricted; empty: none."""
        self.chosen = name
        for each, class_button in self.rows.items():
            class_button.setChecked(each == name)

    def _choose(self, name: str) -> None:
        self.class_chosen.emit("" if name == self.chosen else name)
        self.show_chosen(self.chosen)

    def _knows_unknown(self) -> bool:
        """Return whether any sample is labelled or predicted as unknown."""
        session = self.session
        if not session.labels.classes or UNKNOWN in session.labels.classes:
            return False
        labels = session.labels
        return bool(labels.shots[UNKNOWN] or labels.measuring[UNKNOWN] or session.predictions.rejected)

    def _step(self, index: int) -> QHBoxLayout:
        step = self.steps[index]
        step_button = QPushButton(step.title)
        step_button.setCheckable(True)
        step_button.setProperty("step", True)
        step_button.setToolTip(plain_tip(tr("{question} (Ctrl+{index})", question=step.question, index=index + 1)))
        step_button.clicked.connect(lambda: self.session.go_to(step.name))
        self.buttons.addButton(step_button, index)
        inside = row(-1, self.ticks[step.name], 10)
        step_button.setLayout(inside)
        return row(step_button)


class Dot(QWidget):
    """A dot in the colour of a class, with an outline that is visible on both themes."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self.colour = colour
        self.setFixedSize(11, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(OUTLINE)
        painter.setBrush(self.colour)
        painter.drawEllipse(QRectF(1.5, 5.5, 8, 8))


class Name(QWidget):
    """The name of a class, elided if space is short."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setMinimumWidth(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def shown(self) -> str:
        """Return the elided name."""
        return self.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        QPainter(self).drawText(self.rect(), left, self.shown())


class ClassButton(QPushButton):
    """A button with key, colour, name, numbers of labels and count of a class. It restricts the views to that class."""

    def __init__(self, of: LegendRow, key: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setProperty("class", True)
        self.setAccessibleName(of.words)
        self.setToolTip(plain_tip(of.tip))
        self.shots, self.measuring = label("", "good"), label("", "dim")
        cap = label(key.upper(), "keycap")
        cap.setFixedWidth(22)
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if not key:
            cap.hide()  # do not call setVisible(True): without a parent it would open as a window
        number = label("" if of.samples is None else whole(of.samples), "dim")
        inside = row(cap, Dot(of.colour), Name(of.name), self.shots, self.measuring, number, spacing=6)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def offer(self, text: str, action: Callable[[], object]) -> None:
        """Add an entry to the context menu."""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        entry = QAction(text, self)
        entry.triggered.connect(lambda _on: action())
        self.addAction(entry)


def _scrolled(layout: QVBoxLayout) -> QScrollArea:
    inside = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
