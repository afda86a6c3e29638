"""The zones of an open project: the rail, the images, a panel below them, and the inspector."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.pointer_guard import PointerGuard
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step import Step
from workbench.gui.kit.widgets import stack
from workbench.gui.session.session import Session
from workbench.gui.shell.focus_keeper import FocusKeeper
from workbench.gui.shell.layout import scrolled, splitter
from workbench.gui.shell.rail import Rail
from workbench.gui.tasks.current import Tasks

SIZES, HEIGHTS = (208, 944, 288), (620, 240)  # initial widths of the zones, heights of images and panel, in pixels


class Zones(QSplitter):
    """Shows the widgets of the current step and task. A step without a panel shows `runs_panel`.

    Signals: placed(): the step or the task may have changed.
    """

    placed = Signal()

    def __init__(
        self,
        session: Session,
        steps: Sequence[Step],
        runs_panel: QWidget,
        rail: Rail,
        pictures: SamplesPanel,
        viewer: ViewerController,
        tasks: Tasks,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.session, self.steps, self.runs_panel = session, steps, runs_panel
        self.rail, self.pictures, self.viewer, self.tasks = rail, pictures, viewer, tasks
        views = [view for task in tasks.all for view in task.views]
        pictures.offer_above(*views, *(step.above for step in steps if step.above is not None))
        self.focus = FocusKeeper(self, pictures, self._images, PointerGuard(self))
        self.inspectors = stack(*(scrolled(step.inspector, step.foot) for step in steps))
        self.below = stack(*(step.panel for step in steps if step.panel is not None))
        self.below.setCurrentWidget(runs_panel)
        self.centre = splitter(Qt.Orientation.Vertical, pictures, self.below)
        self.centre.setSizes(HEIGHTS)
        self.focus.parts = (rail, pictures, self.below, self.inspectors)
        self.setChildrenCollapsible(False)
        for zone in (rail, self.centre, self.inspectors):
            self.addWidget(zone)
        self.setSizes(SIZES)
        self.setStretchFactor(1, 1)
        session.step_changed.connect(lambda _step: self._show_step())
        for signal in (tasks.changed, tasks.keys_changed, session.project_changed):
            signal.connect(lambda *_: self.place())
        rail.class_chosen.connect(self._show_class)
        rail.shown_changed.connect(pictures.show_only)
        pictures.class_shown.connect(rail.show_chosen)
        pictures.opened.connect(self._open)

    @property
    def step(self) -> Step:
        """The current step."""
        return next(step for step in self.steps if step.name == self.session.step)

    @property
    def splitters(self) -> dict[str, QSplitter]:
        """Splitters whose sizes are saved, by their names in the settings."""
        own = {"zones": self, "centre": self.centre, "pictures": self.pictures.splitter}
        return own | {name: part for step in self.steps for name, part in step.splitters.items()}

    def place(self) -> None:
        """Show above the grid the view of the task, or of the step, or the scatter plot; nothing if `images_only`."""
        task, step = self.tasks.current, self.step
        above = task.above(step.name) or step.above or self.pictures.scatter
        self.pictures.show_above(above, visible=not step.images_only)
        self.below.setVisible(not step.images_only and not task.fills(step.name))
        self.placed.emit()

    def _show_step(self) -> None:
        self.inspectors.setCurrentIndex(self.steps.index(self.step))
        self.below.setCurrentWidget(self.step.panel or self.runs_panel)
        self.place()
        self.tasks.current.enter(self.step.name)
        self.focus.arrive(at_once=self.tasks.current.images(self.step.name) is not None)

    def _images(self) -> QWidget:
        """Return the widget that takes the keys in the current step."""
        return self.tasks.current.images(self.step.name) or self.pictures.grid

    def _show_class(self, name: str) -> None:
        self.tasks.current.show_class(name)

    def _open(self, sample: Id) -> None:
        """Open a sample in the viewer of the step, of the task, or the common one."""
        if not self.step.open(sample) and not self.tasks.current.open(sample):
            self.viewer.open(sample)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle a key that no widget inside has used."""
        if not self.focus.pass_on(event):
            super().keyPressEvent(event)
