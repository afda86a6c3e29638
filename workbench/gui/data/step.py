"""The Data step: its widgets and their connections."""

from workbench.gui.data.inspector import DataInspector
from workbench.gui.kit.language import tr
from workbench.gui.kit.step import Step, done
from workbench.gui.kit.step_layout import IMAGES_ONLY
from workbench.gui.session.session import Session


class DataStep(Step):
    """Shows the contents of both folders and lets the user choose others."""

    name, title, question = "data", tr("Data"), tr("What is in these folders?")
    layout = IMAGES_ONLY

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.form = self.inspector = DataInspector(session)
        session.domains.changed.connect(lambda _side: self.tick_changed.emit())

    @property
    def panel_filled(self) -> bool:
        return False

    @property
    def tick(self) -> str:
        return done(self.session.domains.complete)
