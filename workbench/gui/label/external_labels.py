"""Detects labels that the command line writes while the project is open."""

from PySide6.QtCore import QObject, QTimer

from workbench.core.errors import UserError
from workbench.gui.session.session import Session

LOOK_MS = 1000  # between queries, which take microseconds if there are no new labels


class ExternalLabels(QObject):
    """Queries the open project periodically for labels of other programs, and announces them in the session."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.listen)
        self._timer.start()

    def listen(self) -> None:
        """Announce new labels."""
        self.session.labels.change(self._changed_paths)

    def _changed_paths(self) -> list[str]:
        project = self.session.project
        try:
            return project.labels.read_external_actions() if project is not None else []
        except UserError:  # the database is busy; the next query will find them
            return []
