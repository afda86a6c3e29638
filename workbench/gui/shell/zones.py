"""The zones of an open project: the rail, the images, a panel below them, and the inspector."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.viewer_controller import ViewerController
from workbench.gui.kit.grip_splitter import NONE_FOLDED, GripSplitter
from workbench.gui.kit.pointer_guard import PointerGuard
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step import Step
from workbench.gui.kit.step_layout import StepLayout
from workbench.gui.kit.widgets import stack
from workbench.gui.session.session import Session
from workbench.gui.shell.focus_keeper import FocusKeeper
from workbench.gui.shell.layout import scrolled
from workbench.gui.shell.rail import Rail
from workbench.gui.shell.step_layouts import StepLayouts

SIZES = (208, 944, 288)  # initial widths of the zones in pixels
NOTHING_APPLIED = ("", False, False, False)


class Zones(GripSplitter):
    """Shows the widgets of the current step and task, as the user has arranged them for this step.

    A step without a panel shows that of `adapt`.

    Signals: placed(): the step or the task may have changed.
    """

    placed = Signal()

    def __init__(
        self,
        session: Session,
        steps: Sequence[Step],
        adapt: Step,
        rail: Rail,
        pictures: SamplesPanel,
        viewer: ViewerController,
        settings: QSettings,
    ) -> None:
        tasks, runs_panel = rail.tasks, adapt.panel or QWidget()
        self.session, self.steps, self.runs_panel = session, steps, runs_panel
        self.rail, self.pictures, self.viewer, self.tasks = rail, pictures, viewer, tasks
        self.layouts, self.views = StepLayouts(settings), pictures.views
        self.name, self._applied = "", NOTHING_APPLIED  # of the layout in use, and with it what is shown
        self._brought: tuple[bool, bool] | None = None  # what is shown instead, until the step changes
        views = [view for task in tasks.all for view in task.views]
        self.views.offer(*views, *(step.above for step in steps if step.above is not None))
        self.inspectors = stack(*(scrolled(step.inspector, step.foot) for step in steps))
        self.below = stack(*(step.panel for step in steps if step.panel is not None))
        self.below.setCurrentWidget(runs_panel)
        self.centre = GripSplitter(Qt.Orientation.Vertical, pictures, self.below)
        super().__init__(Qt.Orientation.Horizontal, rail, self.centre, self.inspectors)
        self.focus = FocusKeeper(self, pictures, self._images, PointerGuard(self))
        self.focus.parts = (rail, pictures, self.below, self.inspectors)
        self.setSizes(SIZES)
        for splitter in (self, self.centre):
            splitter.setStretchFactor(splitter.indexOf(splitter.parts[self is splitter]), 1)
        session.step_changed.connect(lambda _step: self._show_step())
        for signal in (tasks.changed, tasks.keys_changed, session.project_changed, pictures.scatter.filled_changed):
            signal.connect(lambda *_: self.place())
        for step in steps:
            step.panel_changed.connect(self.place)
        for splitter in (self.centre, self.views):
            splitter.arranged.connect(self._keep_sizes)
        self.views.wanted.connect(self._keep_shown)
        self.views.brought.connect(self._bring)
        rail.class_chosen.connect(self._show_class)
        rail.shown_changed.connect(pictures.show_only)
        pictures.class_shown.connect(rail.show_chosen)
        pictures.opened.connect(self._open)
        pictures.scatter.empty_acted.connect(self._begin)

    @property
    def step(self) -> Step:
        """The current step."""
        return next(step for step in self.steps if step.name == self.session.step)

    @property
    def splitters(self) -> dict[str, GripSplitter]:
        """Splitters that keep their sizes over all steps, by their names in the settings."""
        return {"zones": self} | {name: part for step in self.steps for name, part in step.splitters.items()}

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the shortcuts do that show, hide, maximise and move the focus."""
        view, images = self.views.view_action.trigger, self.views.images_action.trigger
        arranging: dict[str, Callable[[], object]] = {
            "view": view,
            "images": images,
            "maximise": self._give_images_all,
        }
        return arranging | self.focus.handlers

    @property
    def layout_in_use(self) -> StepLayout:
        """The layout of the current step, and of the task if it has one of its own."""
        task, step = self.tasks.current, self.step
        own = task.layout(step.name)
        self.name = step.name if own is None else f"{step.name}/{task.rules.name}"
        return self.layouts.of(self.name, own or step.layout)

    def place(self) -> None:
        """Show the view of the task, or of the step, or the scatter plot; the images; and a panel that has content."""
        task, step, layout = self.tasks.current, self.step, self.layout_in_use
        scatter = self.pictures.scatter
        view = task.above(step.name) or step.above or scatter
        shown = self._brought or layout.shown(filled=view is not scatter or scatter.filled)
        panel = step.panel_filled and not task.fills(step.name)
        self.views.show_parts(view, *shown)
        self.centre.show_part(self.below, panel)
        if self._applied != (now := (self.name, *shown, panel)):
            self._applied = now
            self.views.arrange(layout.heights, NONE_FOLDED if self._brought else layout.folded)
            self.centre.arrange(layout.centre, layout.centre_folded)
        self.placed.emit()

    def _give_images_all(self) -> None:
        """Fold what takes height from the images, the scatter plot and the panel; or unfold it again."""
        if self.views.folded != NONE_FOLDED or self.centre.folded != NONE_FOLDED:
            self.views.unfold()
            self.centre.unfold()
            return
        if self.views.above.currentWidget() is self.pictures.scatter:  # a painter shows an image, too
            self.views.fold(0)
        self.centre.fold(1)

    def _bring(self, view: bool, images: bool) -> None:
        """Show the images that something chose, until the step changes."""
        self._brought, self._applied = (view, images), NOTHING_APPLIED
        self.place()

    def _keep_shown(self, view: bool, images: bool) -> None:
        """Keep whether the user wants the view and the images in the current step."""
        layout = msgspec.structs.replace(self.layout_in_use, view=view, images=images, folded=NONE_FOLDED)
        self.layouts.keep(self.name, layout)
        self._brought = None
        self.place()

    def _keep_sizes(self) -> None:
        """Keep the sizes that the user has given the parts in the current step."""
        layout = self.layout_in_use
        if all(self.views.shown):
            high, low = self.views.kept_sizes()
            layout = msgspec.structs.replace(layout, heights=(high, low), folded=self.views.folded)
        if not self.centre.parts[1].isHidden():
            high, low = self.centre.kept_sizes()
            layout = msgspec.structs.replace(layout, centre=(high, low), centre_folded=self.centre.folded)
        self.layouts.keep(self.name, layout)

    def _show_step(self) -> None:
        focused, self._brought = self.window().focusWidget(), None
        self.place()  # first, so that the images of this step take the keys of what is hidden
        self.inspectors.setCurrentIndex(self.steps.index(self.step))
        self.below.setCurrentWidget(self.step.panel or self.runs_panel)
        self.tasks.current.enter(self.step.name)
        left = focused is not None and not focused.isVisible()  # a stack moves the focus to its next page
        self.focus.arrive(at_once=left or self.tasks.current.images(self.step.name) is not None)

    def _images(self) -> QWidget:
        """Return the widget that takes the keys in the current step."""
        return self.tasks.current.images(self.step.name) or self.pictures.home

    def _begin(self) -> None:
        if not self.step.begin():
            self.session.go_to("adapt")

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
