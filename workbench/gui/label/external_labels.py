"""Labels that the command line writes while the project is open: they are seen without a restart."""

from PySide6.QtCore import QObject, QTimer

from workbench.core.errors import UserError
from workbench.gui.session.session import Session

LOOK_MS = 1000  # between questions to the database, which take microseconds where nothing is new


class ExternalLabels(QObject):
    """Asks now and then whether another program wrote to the open project, and has the session tell what changed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.listen)
        self._timer.start()

    def listen(self) -> None:
        """Take in what is new."""
        self.session.labels.change(self._news)

    def _news(self) -> list[str]:
        project = self.session.project
        try:
            return project.labels.read_external_actions() if project is not None else []
        except UserError:  # it is busy: there is a next time
            return []
