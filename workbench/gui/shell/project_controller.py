"""Opens projects: the sample, a recent one, one named on the command line, or the demo."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.samples.digits import DEMO_METHOD, DEMO_STEPS, unpack_sample
from workbench.store.backups import Backup, DamagedProjectError, restore
from workbench.store.last_visit import read_visit
from workbench.store.project import Project, database_file, is_project
from workbench.store.user_paths import user_data

DEMO = Job(method=DEMO_METHOD, source="", target="", steps=DEMO_STEPS)


class ProjectController(QObject):
    """Opens projects and reports errors by `session.failed`.

    Signals:
        opened(object): a project was opened; its LastVisit.
        backup_offered(object): a damaged project was refused, and this is its latest backup.
        sample_opened(): the sample was opened to be looked at.
    """

    opened = Signal(object)
    backup_offered = Signal(object)
    sample_opened = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        self.demo_wanted = False
        session.domains.changed.connect(lambda _side: self._go_on())
        session.catalogue_changed.connect(self._go_on)
        session.failed.connect(self._give_up)

    def project(self, folder: Path) -> None:
        """Open a project, and return to what was shown in it."""
        visit = read_visit(folder)  # before what is shown first replaces it
        try:
            self.session.open_project(folder.absolute())
        except UserError as error:
            self._refuse(error)
        else:
            self.opened.emit(visit)

    def restore(self, backup: Backup) -> None:
        """Replace the database of a damaged project by a backup, and open it."""
        folder = backup.path.parent.parent
        try:
            restore(folder, database_file(folder), backup.path)
        except UserError as error:
            self._refuse(error)
        else:
            self.project(folder)

    def sample(self) -> None:
        """Open the sample project; the first call creates it."""
        try:
            home = user_data() / "sample"
            source, target = unpack_sample(home)
            folder = home / "Digits.workbench"
            if not is_project(folder):
                project = Project.create(folder)
                project.set_domain_folder(Side.SOURCE, source)
                project.set_domain_folder(Side.TARGET, target)
                project.close()
            self.session.open_project(folder)
        except UserError as error:
            self._refuse(error)
        else:
            self.session.go_to("adapt")
            if not self.demo_wanted:
                self.sample_opened.emit()

    def demo(self) -> None:
        """Open the sample and start a run once it has been read."""
        self.demo_wanted = True
        self.sample()

    def _refuse(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)
        if isinstance(error, DamagedProjectError) and error.backup is not None:
            self.backup_offered.emit(error.backup)

    def _give_up(self) -> None:
        self.demo_wanted = False

    def _go_on(self) -> None:
        if self.demo_wanted and self.session.domains.complete and self.session.catalogue is not None:
            self.demo_wanted = False
            self.runs.start(DEMO)
