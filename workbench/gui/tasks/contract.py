"""The interface of a task to the window. Each task is a folder here, with its `TaskUi` in `task_ui.py`."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step_layout import StepLayout
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.learning_curve_controller import LearningCurveController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.theme import Tokens, class_colour

Keys = tuple[tuple[str, str], ...]  # keys and their descriptions
SHOW_CLASS = tr("Show only “{}”; click again to show all")
PICTURE_KEYS: Keys = (
    (tr("1–9, 0, letters"), tr("Label the selected target images with the class of the key, and go on")),
    (
        tr("… on source images"),
        tr("Correct their labels in this project; Tab keeps a suspected label, Delete withdraws"),
    ),
    ("N / U", tr("Label the selection as a new class / as unknown")),
    ("X", tr("Mark the selection as unsure; it is not used for training")),
    ("Tab / Shift+Tab", tr("Go to the next image, or group, to label / back")),
    ("Enter", tr("Accept the model's prediction, or the likely class of a group, and go on")),
    ("M", tr("Show the images that are most like the selected ones")),
    ("−", tr("Split the group of images in two")),
    ("Delete", tr("Remove the label")),
    ("Space", tr("Open an image; in Translate, before and after")),
    ("C", tr("Compare two to four selected images side by side")),
    ("R / H / Z", tr("Ruler / heat map / 100 % while Z is held, in the large view")),
    (", / .", tr("Move the divider between before and after")),
    (tr("Arrows, Shift, Ctrl+A"), tr("Select")),
    ("S / R / G", tr("Lasso / box / pan in the scatter")),
    ("/", tr("Filter the images")),
    ("Esc", tr("Clear")),
)


class TaskContext(NamedTuple):
    """The objects that a `TaskUi` works with. `over`: the parent widget of its sheets."""

    session: Session
    runs: RunsController
    inspection: InspectionController
    curve: LearningCurveController
    pictures: SamplesPanel
    viewer: ViewerController
    suspects: SuspectsController
    over: QWidget


class LegendRow(NamedTuple):
    """A class in the rail. `samples`: the number of source samples; None if they are not counted.

    `words`: the accessible name of the row. `tip`: its tooltip.
    """

    name: str
    colour: QColor
    samples: int | None
    words: str
    tip: str


class ExportOptions(NamedTuple):
    """What the Export step offers for a task.

    Attributes:
        any_size: models for images of any size.
        folders: predictions as images in class folders.
        arriving: predictions of images as they arrive.
        predictions: the description of the predictions of a folder.
    """

    any_size: bool
    folders: bool
    arriving: bool
    predictions: str


class TaskUi(QObject):
    """The part of the window that depends on the task. The window creates one object for each task.

    Attributes:
        rules: the rules of the task for the session.
        exports: what the Export step offers.
        only_labelled: text of the box in the rail that shows only labelled samples.
        inspector: the inspector of the Label step.
        panel: the panel of the Label step, below the images; None for no panel.
        matching: a part of the form of the Adapt step that maps target classes to source classes; None for none.
        views: widgets that can replace the scatter plot above the grid.

    Signals:
        run_wanted(): the user asked for a first run.
        history_wanted(): the user asked for the history of labels.
        keys_changed(): the keys of the current step may have changed.
    """

    run_wanted = Signal()
    keys_changed = Signal()
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
        """Whether the open project has this task."""
        return self.session.domains.task is self.rules

    # -- views ----------------------------------------------------------------------------------------------------

    def above(self, step: str) -> QWidget | None:
        """Return the widget above the grid in a step; None uses that of the step."""
        return None

    def layout(self, step: str) -> StepLayout | None:
        """Return what a step shows in the centre until the user arranges it; None uses that of the step."""
        return None

    def fills(self, step: str) -> bool:
        """Return whether the widget above the grid also takes the space of the panel in a step."""
        return False

    def images(self, step: str) -> QWidget | None:
        """Return the widget that has the focus when a step is entered; None keeps the focus, or uses the grid."""
        return None

    def enter(self, step: str) -> None:
        """Prepare a step that is shown now, before its images get the focus."""

    def keys(self, step: str) -> Keys:
        """Return the keys of the images in a step, with their descriptions."""
        return PICTURE_KEYS

    def legend(self) -> list[LegendRow]:
        """Return the classes for the rail."""
        counts = self.session.domains.counts
        return [
            LegendRow(
                name,
                class_colour(place),
                counts.get(name, 0),
                tr("Show only {name}", name=name),
                SHOW_CLASS.format(name),
            )
            for place, name in enumerate(self.session.labels.classes)
        ]

    def open(self, sample: Id) -> bool:
        """Open a sample in a viewer of the task; returns False to use the common viewer."""
        return False

    def show_class(self, name: str) -> None:
        """Restrict the views to the class that was chosen in the rail; empty: all classes."""
        self.context.pictures.show_class(name)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""

    def close(self) -> None:
        """Wait for background work before the window closes."""

    # -- texts and choices in other steps ----------------------------------------------------------------------------

    def needs_shots(self, method: str) -> str:
        """Return the message that a method needs labels first."""
        raise NotImplementedError

    def no_shots(self) -> str:
        """Return the message that there are no labels yet, and what labels are for."""
        raise NotImplementedError

    def mapping(self) -> dict[str, str]:
        """Return the source class that the user chose for each target class; "" ignores the class."""
        return {}

    def show_mapping(self, mapping: Mapping[str, str]) -> None:
        """Choose the mapping of an earlier run."""

    def predictions_file(self, parent: QWidget) -> tuple[Path, str] | None:
        """Ask for the path and format of the predictions of a folder; None if the user cancels."""
        raise NotImplementedError
