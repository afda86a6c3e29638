"""The Inspect step: its widgets and their connections."""

from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.browse.suspects_controller import SuspectsController
from workbench.gui.inspect.findings_panel import FindingsPanel
from workbench.gui.inspect.inspector import InspectInspector
from workbench.gui.kit.language import tr
from workbench.gui.kit.step import Step, done
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens


class InspectStep(Step):
    """Measures the shift between the domains. A finding shows its images in `pictures`."""

    name, title, question = "inspect", tr("Inspect"), tr("How far apart are they?")

    def __init__(
        self,
        session: Session,
        runs: RunsController,
        inspection: InspectionController,
        pictures: SamplesPanel,
        suspects: SuspectsController,
    ) -> None:
        super().__init__(session)
        self.inspection = inspection
        self.form = self.inspector = InspectInspector(session, runs, inspection)
        self.foot = self.form.actions_
        self.findings = self.panel = FindingsPanel(session, inspection, suspects)
        self.findings.shown.connect(pictures.show_samples)
        self.findings.sort_wanted.connect(pictures.sort_by)
        self.findings.class_chosen.connect(pictures.show_class)
        for signal in (self.tick_changed, self.panel_changed):
            inspection.inspected.connect(signal)

    @property
    def panel_filled(self) -> bool:
        return self.inspection.inspection is not None

    @property
    def tick(self) -> str:
        return done(self.inspection.inspection is not None)

    def begin(self) -> bool:
        self.form.start.click()
        return True

    def set_theme(self, tokens: Tokens) -> None:
        self.findings.set_theme(tokens)
