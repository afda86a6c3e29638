"""The Data step: what it is made of, and who hears whom in it."""

from workbench.gui.data.inspector import DataInspector
from workbench.gui.kit.step import Step, done
from workbench.gui.session.session import Session


class DataStep(Step):
    """The two folders: what is in them, and others in their place."""

    name, title, question = "data", "Data", "What is in these folders?"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.form = self.inspector = DataInspector(session)
        session.domains.changed.connect(lambda _side: self.tick_changed.emit())

    @property
    def tick(self) -> str:
        return done(self.session.domains.complete)
