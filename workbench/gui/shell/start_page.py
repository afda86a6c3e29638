"""The first screen: the sample, two folders to drop, and the projects opened last."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QProgressBar, QVBoxLayout, QWidget

from workbench.core.compatibility import check_readable, check_source, check_target
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.gui.kit.number_format import count
from workbench.gui.kit.widgets import button, clear, column, label, row, set_role
from workbench.gui.session.session import Session
from workbench.store.user_paths import recent_projects

ASKS = {
    Side.SOURCE: (
        "Source: images with labels",
        "Drop a folder with one subfolder a class, or click to choose.",
    ),
    Side.TARGET: ("Target: images to adapt to", "Drop a folder of images, labelled or not, or click to choose."),
}
TAGLINE = "See, shrink and label the shift between two image domains, and take the adapted model away."
WIDTH = 692  # pixels
SAMPLE = "Handwritten digits of two scanners: a first adapted model within two minutes."


class StartPage(QWidget):
    """Signals: sample_wanted(): open the sample. project_wanted(str): open this project."""

    sample_wanted = Signal()
    project_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.zones = {side: DropZone(side) for side in Side}
        self.problem = label("", "bad", wrap=True)
        self.make = button("Create project", self._create, accent=False)
        self.sample = button("Open sample", self.sample_wanted.emit, accent=True)
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        self.recent_title = label("RECENT PROJECTS", "section")
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        middle.setLayout(
            column(
                label("Domain Workbench", "title"),
                label(TAGLINE, "dim", wrap=True),
                16,
                row(self.sample, 4, label(SAMPLE, "dim"), -1),
                20,
                label("YOUR OWN FOLDERS", "section"),
                row(*self.zones.values(), spacing=12),
                self.problem,
                row(self.make, -1),
                20,
                self.recent_title,
                self.recent,
                spacing=8,
            )
        )
        self.setLayout(row(-1, column(-1, middle, -1, -1), -1, margin=24))
        for side, zone in self.zones.items():
            zone.chosen.connect(lambda path, side=side: self._read(side, Path(path)))
        session.domains.scanning.connect(lambda side, files: self.zones[side].show_reading(files))
        session.domains.changed.connect(self._domain_changed)
        session.failed.connect(self.show_problem)
        session.project_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The projects opened last, and empty drop zones."""
        clear(self.recent)
        projects = recent_projects()
        self.recent_title.setVisible(bool(projects))
        for folder in projects:
            made = button(
                folder.name.removesuffix(".workbench"), partial(self.project_wanted.emit, str(folder)), flat=True
            )
            made.setToolTip(str(folder))
            made.setProperty("link", True)
            place = label(str(folder.parent), "faint")
            self.recent.addLayout(row(made, place, -1))
        for zone in self.zones.values():
            zone.show_empty()
        self.show_problem("", "")
        self._ready()

    def show_problem(self, message: str, hint: str) -> None:
        """One sentence and the way out, below the zones; empty when all is well."""
        self.problem.setText(f"{message} {hint}".strip())
        self.problem.setVisible(bool(message))
        if message:
            self._ready()

    def _read(self, side: Side, path: Path) -> None:
        self.show_problem("", "")
        self.session.domains.read(side, path)
        self._ready()

    def _domain_changed(self, side: Side) -> None:
        domain = self.session.domains.by_side.get(side)
        if domain is None:
            self.zones[side].show_empty()
        else:
            self.zones[side].show_domain(domain)
            try:
                for which, found in self.session.domains.by_side.items():
                    (check_source if which is Side.SOURCE else _readable_target)(found)
                if self.session.domains.complete:
                    source, catalogue = self.session.domains.by_side[Side.SOURCE], self.session.catalogue
                    task = catalogue.task(source.task) if catalogue else None
                    check_target(self.session.domains.by_side[Side.TARGET], source.classes, task)
            except UserError as error:
                self.show_problem(error.message, error.hint)
                return
        self._ready()

    def _ready(self) -> None:
        fit = self.session.domains.complete and not self.problem.text()
        self.make.setEnabled(fit)
        self.make.setProperty("accent", fit)
        self.sample.setProperty("accent", not fit)
        for one in (self.make, self.sample):
            one.style().unpolish(one)
            one.style().polish(one)

    def _create(self) -> None:
        try:
            self.session.create_project()
        except UserError as error:
            self.show_problem(error.message, error.hint)


class DropZone(QFrame):
    """Takes one folder, by drop, click or key.

    Signals: chosen(str): the path.
    """

    chosen = Signal(str)

    def __init__(self, side: Side) -> None:
        super().__init__()
        self.side = side
        self.setProperty("card", True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize((WIDTH - 12) // 2, 132)
        title, ask = ASKS[side]
        self.setAccessibleName(title)
        self.words = label(ask, "dim", wrap=True)
        self.before = ask
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.setLayout(column(label(title, "heading"), self.words, -1, self.bar, margin=16))
        self.show_empty()

    def show_empty(self) -> None:
        """Nothing chosen yet."""
        self._say(ASKS[self.side][1], "dim")

    def show_reading(self, files: int) -> None:
        """A folder is being read."""
        self._say(f"Reading… {count(files, 'file')} looked at", "dim", busy=True)

    def show_domain(self, domain: Domain) -> None:
        """What the folder holds."""
        classes = f", {count(len(domain.classes), 'class', 'classes')}" if domain.labelled else ""
        aside = f"\n{count(len(domain.set_aside), 'file')} set aside" if domain.set_aside else ""
        self._say(f"{domain.root}\n{count(len(domain.samples), 'image')}{classes}{aside}", "")

    def _say(self, words: str, role: str, *, busy: bool = False) -> None:
        self.words.setText(words)
        set_role(self.words, role)
        self.bar.setVisible(busy)

    def _choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, ASKS[self.side][0])
        if path:
            self.chosen.emit(path)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._choose()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local(event) is not None:
            event.acceptProposedAction()
            self.before = self.words.text()
            self.words.setText("Let go to read it")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.words.setText(self.before)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _local(event)
        if path is not None:
            event.acceptProposedAction()
            self.chosen.emit(path)


def _local(event: QDropEvent) -> str | None:
    """The first file or folder of this machine that is dragged."""
    return next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), None)


def _readable_target(domain: Domain) -> None:
    check_readable(domain, Side.TARGET)
