"""The Label step: its parts and their connections."""

from PySide6.QtWidgets import QWidget

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.kit.step import Step
from workbench.gui.kit.step_layout import StepLayout
from workbench.gui.kit.widgets import stack
from workbench.gui.label.external_labels import ExternalLabels
from workbench.gui.label.history_sheet import HistorySheet
from workbench.gui.label.moved_labels import MovedLabels
from workbench.gui.session.session import Session
from workbench.gui.tasks.current import Tasks


class LabelStep(Step):
    """The inspector and the panel of the task, the history of labels, and labels that change elsewhere."""

    name, title, question = "label", tr("Label"), tr("Which images are worth my time?")
    tick_role = "dim"
    layout = StepLayout(view=False, images=True, centre=(600, 150))

    def __init__(self, session: Session, tasks: Tasks, pictures: SamplesPanel, over: QWidget) -> None:
        """`over`: the parent widget of the sheet."""
        super().__init__(session)
        self.session, self.tasks, self.pictures = session, tasks, pictures
        self.moved, self.external = MovedLabels(session), ExternalLabels(session)
        self.history = HistorySheet(over, session)
        self.inspectors = self.inspector = stack(*(task.inspector for task in tasks.all))
        self.panels = self.panel = stack(*(task.panel or QWidget() for task in tasks.all))
        tasks.changed.connect(self._show_task)
        tasks.history_wanted.connect(self.history.toggle)
        self.history.shown.connect(pictures.show_samples)
        session.labels.restored.connect(self._go_back)
        session.labels.changed.connect(lambda _paths: self.tick_changed.emit())
        self._show_task()

    @property
    def tick(self) -> str:
        labelled = self.session.labels.labelled
        return whole(labelled) if labelled else ""

    def close(self) -> None:
        self.moved.background.close()

    def _go_back(self, restored: Ids) -> None:
        """Show the images whose labels an undo or a redo changed: target images in this step."""
        self.session.selection.choose(restored)
        if restored.target:
            self.session.go_to(self.name)
        self.pictures.grid.show_current(next(iter(restored)))

    def _show_task(self) -> None:
        index = self.tasks.all.index(self.tasks.current)
        self.inspectors.setCurrentIndex(index)
        self.panels.setCurrentIndex(index)
