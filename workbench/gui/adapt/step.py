"""The Adapt step: its parts and their connections."""

from collections.abc import Sequence

from workbench.gui.adapt.inspector import AdaptInspector
from workbench.gui.adapt.run_comparison import compare_runs
from workbench.gui.adapt.runs_panel import RunsPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.step import Step, done
from workbench.gui.records.compare_sheet import CompareSheet
from workbench.gui.records.log_sheet import LogSheet
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.current import Tasks
from workbench.gui.theme import Tokens
from workbench.store.project import RunRecord


class AdaptStep(Step):
    """The form that starts runs of adaptation methods, their curves and their table."""

    name, title, question = "adapt", tr("Adapt"), tr("What should I do about the shift?")

    def __init__(
        self, session: Session, runs: RunsController, tasks: Tasks, log: LogSheet, compare: CompareSheet
    ) -> None:
        super().__init__(session)
        self.runs, self.compare = runs, compare
        self.form = self.inspector = AdaptInspector(session, runs, tasks)
        self.foot = self.form.actions_
        self.runs_panel = self.panel = RunsPanel(session, runs)
        self.splitters = {"progress": self.runs_panel}
        self.runs_panel.log_wanted.connect(log.show_run)
        self.runs_panel.actions_.compare_wanted.connect(self._compare)
        self.runs_panel.actions_.repeat_wanted.connect(self.form.fill)
        tasks.run_wanted.connect(self.form.start.click)
        for signal in (self.tick_changed, self.panel_changed):
            runs.state_changed.connect(signal)

    @property
    def panel_filled(self) -> bool:
        return self.runs.busy or bool(self.runs.all())

    @property
    def tick(self) -> str:
        return done(bool(self.runs.finished()))

    def begin(self) -> bool:
        self.form.start.click()
        return True

    def set_theme(self, tokens: Tokens) -> None:
        self.runs_panel.set_theme(tokens)

    def _compare(self, records: Sequence[RunRecord]) -> None:
        self.compare.compare(compare_runs(self.runs, records))
