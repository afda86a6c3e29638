"""The Export step: its parts."""

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.export.export_controller import ExportController
from workbench.gui.export.inspector import ExportInspector
from workbench.gui.export.shown_predictions import ShownPredictions
from workbench.gui.kit.language import tr
from workbench.gui.kit.step import Step
from workbench.gui.kit.step_layout import IMAGES_ONLY
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.current import Tasks


class ExportStep(Step):
    """The form that exports models, predictions and reports."""

    name, title, question = "export", tr("Export"), tr("Where will it run?")
    layout = IMAGES_ONLY

    def __init__(self, session: Session, runs: RunsController, tasks: Tasks, pictures: SamplesPanel) -> None:
        super().__init__(session)
        self.runs = runs
        self.exports = ExportController(session)
        self.shown = ShownPredictions(session, pictures)
        self.form = self.inspector = ExportInspector(session, runs, tasks, self.exports)
        if (more := self.form.more.layout()) is not None:
            more.addWidget(self.shown)
        runs.state_changed.connect(self.panel_changed)

    @property
    def panel_filled(self) -> bool:
        return bool(self.runs.all())

    def close(self) -> None:
        self.shown.close_thread()
