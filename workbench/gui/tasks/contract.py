"""The contract of a task's part of the window. A task is one folder here, with its `TaskUi` in `task_ui.py`."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from workbench.core.events import Scores
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.theme import Tokens, class_colour

Keys = tuple[tuple[str, str], ...]  # keys, and what they do
SHOW_CLASS = "Show only “{}”; once more, all"
PICTURE_KEYS: Keys = (
    ("1–9, 0, letters", "Name the selected target images by their class's key, and go on"),
    ("N / U", "Name the selection as another class / as unknown"),
    ("X", "Mark the selection as unsure: it teaches nothing"),
    ("Tab", "Go to the next image that is worth a label"),
    ("Enter", "Accept the model's prediction, and go on"),
    ("Delete", "Take the label away"),
    ("Space", "Look at an image large; in Translate, before and after"),
    (", / .", "Move the divider between before and after"),
    ("Arrows, Shift, Ctrl+A", "Select"),
    ("S / R / G", "Lasso / box / pan in the scatter"),
    ("/", "Filter the images"),
    ("Esc", "Clear"),
)


class TaskContext(NamedTuple):
    """What a task's part of the window works with. `over`: the widget that its sheets lie over."""

    session: Session
    runs: RunsController
    inspection: InspectionController
    curve: LearningCurveController
    pictures: SamplesPanel
    viewer: ViewerController
    over: QWidget


class LegendRow(NamedTuple):
    """A class in the rail. `samples`: how many the source has; None where they are not counted.

    `words`: what the row is called by a screen reader; `tip`: what pressing it does.
    """

    name: str
    colour: QColor
    samples: int | None
    words: str
    tip: str


class ExportOptions(NamedTuple):
    """What the Export step offers. `any_size`: a model that takes images of any size. `folders`: predictions as images
    in class folders. `arriving`: to predict images as they arrive. `predictions`: what predictions of a folder are.
    """

    any_size: bool
    folders: bool
    arriving: bool
    predictions: str


class TaskUi(QObject):
    """One task's part of the window. There is one object of each task, for as long as the window lives.

    Attributes:
        rules: what the session takes of the task.
        exports: what the Export step offers.
        only_labelled: the box of the rail that shows the labelled samples alone.
        inspector, panel: of the Label step: at the right, and below the pictures; no panel is None.
        matching: a part of the form of the Adapt step that says which class of the target is which of the source.
        views: what may stand above the grid in place of the scatter.

    Signals:
        run_wanted(): a person wants a first run.
        history_wanted(): a person wants to see the history of labels.
    """

    run_wanted = Signal()
    history_wanted = Signal()
    rules: ClassVar[TaskRules]
    exports: ClassVar[ExportOptions]
    only_labelled: ClassVar[str]
    inspector: QWidget
    panel: QWidget | None = None
    matching: QWidget | None = None
    views: tuple[QWidget, ...] = ()

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.session)
        self.context, self.session = context, context.session

    @property
    def current(self) -> bool:
        """Whether the open project is of this task."""
        return self.session.domains.task is self.rules

    # -- what is shown ---------------------------------------------------------------------------------------------

    def above(self, step: str) -> QWidget | None:
        """What stands above the grid in a step; None leaves that to the step."""
        return None

    def fills(self, step: str) -> bool:
        """Whether what stands above the grid needs the room of the panel below it, too."""
        return False

    def keys(self, step: str) -> Keys:
        """What keys do over the pictures in a step."""
        return PICTURE_KEYS

    def legend(self) -> list[LegendRow]:
        """The classes, as the rail lists them."""
        counts = self.session.domains.counts
        return [
            LegendRow(name, class_colour(place), counts.get(name, 0), f"Show only {name}", SHOW_CLASS.format(name))
            for place, name in enumerate(self.session.labels.classes)
        ]

    def open(self, sample: Id) -> bool:
        """Show a sample large in the task's own way; False leaves it to the viewer of all tasks."""
        return False

    def show_class(self, name: str) -> None:
        """A person chose a class in the rail, or none, if it is empty."""
        self.context.pictures.show_class(name)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""

    def close(self) -> None:
        """Wait for what is under way beside the window, which is about to close."""

    # -- words and choices of the other steps ------------------------------------------------------------------------

    def needs_shots(self, method: str) -> str:
        """That a method needs labels first."""
        raise NotImplementedError

    def no_shots(self) -> str:
        """That there are no labels yet, and what they would do."""
        raise NotImplementedError

    def right(self, scores: Scores) -> str:
        """What stands between an accuracy on the target and “right”."""
        return "of the target is"

    def mapping(self) -> dict[str, str]:
        """The class of the source that each class of the target is, where a person chose it; "" is left out."""
        return {}

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose as an earlier run did."""

    def predictions_file(self, parent: QWidget) -> tuple[Path, str] | None:
        """Ask where the predictions of a folder go, and in which form; None where the person gave up."""
        raise NotImplementedError
