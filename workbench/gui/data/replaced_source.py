"""What changed for the labels when another folder took the place of the source."""

from PySide6.QtCore import QObject

from workbench.core.domain import Side
from workbench.core.replaced_classes import replaced_classes
from workbench.gui.session.session import Session


class ReplacedSource(QObject):
    """Compares the classes of the source with those that it had before in the open project.

    `notice`: how they differ, in sentences; empty if the folder is the same, or its classes are.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.notice = ""
        self._before: tuple[str, list[str]] | None = None  # the folder and its classes
        session.project_changed.connect(self._begin)
        session.domains.changed.connect(self._compare)

    def _begin(self) -> None:
        """Forget the previous project. The folders of one that was just created have been read already."""
        self.notice, self._before = "", None
        self._compare(Side.SOURCE)

    def _compare(self, side: Side) -> None:
        domain = self.session.domains.as_read.get(Side.SOURCE)
        if side is not Side.SOURCE or self.session.project is None or domain is None:
            return
        if self._before is not None and self._before[0] != domain.root:
            self.notice = replaced_classes(self._before[1], domain.classes, self.session.labels.shots)
        self._before = (domain.root, domain.classes)
