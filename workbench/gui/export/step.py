"""The Export step: what it is made of."""

from workbench.gui.export.export_controller import ExportController
from workbench.gui.export.inspector import ExportInspector
from workbench.gui.kit.step import Step
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.current import Tasks


class ExportStep(Step):
    """A model, its predictions, and a report, to be used elsewhere."""

    name, title, question = "export", "Export", "Where will it run?"

    def __init__(self, session: Session, runs: RunsController, tasks: Tasks) -> None:
        super().__init__(session)
        self.exports = ExportController(session)
        self.form = self.inspector = ExportInspector(session, runs, tasks, self.exports)
