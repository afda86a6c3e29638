"""The start page: the sample, drop zones for two folders, and recent projects."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.core.compatibility import SwappedFoldersError, check_order, check_readable, check_source, overlap
from workbench.core.counting import count
from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, clear, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.shell.drop_zone import DropZone
from workbench.store.backups import Backup
from workbench.store.recent_projects import recent_projects

TAGLINE = "Measure and reduce the shift between two image domains, and export the adapted model."
WIDTH = 692  # pixels
SAMPLE = "Handwritten digits from two scanners: an adapted model within two minutes."


class StartPage(QWidget):
    """The page without an open project.

    Signals: sample_wanted(), project_wanted(str): the user opened the sample or the project at this path;
    backup_wanted(object): the user opened the backup of a damaged project.
    """

    sample_wanted = Signal()
    project_wanted = Signal(str)
    backup_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.zones = {side: DropZone(side) for side in Side}
        self.problem = label("", "bad", wrap=True)
        self.backup: Backup | None = None  # of the damaged project that was refused last
        self.open_backup = button("", lambda: self.backup_wanted.emit(self.backup))
        self.swap = button("Swap source and target", session.swap_folders)
        self.accept = button("Use them anyway", self._accept)
        self.accepted = False
        self.offered = (self.swap, self.accept, self.open_backup)  # shown with the problem that they solve
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
                row(self.swap, self.accept, self.open_backup, self.make, -1),
                20,
                self.recent_title,
                self.recent,
                spacing=8,
            )
        )
        self.setLayout(row(-1, column(-1, middle, -1, -1), -1, margin=24))
        for side, zone in self.zones.items():
            zone.chosen.connect(lambda path, side=side: self._read(side, Path(path)))
        session.domains.scanning.connect(self._show_reading)
        session.domains.listed.connect(lambda side: self._show_reading(side, 0))
        session.domains.changed.connect(self._domain_changed)
        session.failed.connect(self.show_problem)
        session.project_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Update the recent projects and empty the drop zones."""
        clear(self.recent)
        projects = recent_projects()
        self.recent_title.setVisible(bool(projects))
        for one in projects:
            link = button(one.name, partial(self.project_wanted.emit, one.folder), flat=True)
            link.setToolTip(plain_tip(one.folder))
            link.setProperty("link", True)
            place = label(str(Path(one.folder).parent), "faint")
            self.recent.addLayout(row(link, place, -1))
        for zone in self.zones.values():
            zone.show_empty()
        self.show_problem("", "")
        self._ready()

    def show_problem(self, message: str, hint: str) -> None:
        """Show an error and its hint below the drop zones; an empty message hides it."""
        self.problem.setText(f"{message} {hint}".strip())
        self.problem.setVisible(bool(message))
        for offered in self.offered:
            offered.hide()
        if message:
            self._ready()

    def offer_backup(self, backup: Backup) -> None:
        """Offer to open the backup of the damaged project whose problem is shown."""
        self.backup = backup
        self.open_backup.setText(f"Open the backup of {backup.name}")
        self.open_backup.setToolTip(plain_tip(f"With {count(backup.labels, 'label')}. The damaged files are kept."))
        self._offer(self.open_backup)

    def _offer(self, way_out: QPushButton) -> None:
        """Show the button that solves the problem."""
        way_out.show()
        self._ready()

    def _read(self, side: Side, path: Path) -> None:
        self.show_problem("", "")
        self.accepted = False
        self.session.domains.read(side, path)
        self._ready()

    def _show_reading(self, side: Side, files: int) -> None:
        self.zones[side].show_reading(files, self.session.domains.outlines.get(side))

    def _domain_changed(self, side: Side) -> None:
        domain = self.session.domains.by_side.get(side)
        if domain is None:
            self.zones[side].show_empty()
        else:
            self.zones[side].show_domain(domain)
            try:
                self._check()
            except SwappedFoldersError as error:
                self.show_problem(error.message, error.hint)
                self._offer(self.swap)
                return
            except UserError as error:
                self.show_problem(error.message, error.hint)
                return
        self._ready()

    def _check(self) -> None:
        """Raises UserError if the folders that were read cannot be used, and asks about folders that share images."""
        domains = self.session.domains.by_side
        self.show_problem("", "")
        if self.session.domains.complete:
            check_order(domains[Side.SOURCE], domains[Side.TARGET])
        for side, domain in domains.items():
            (check_source if side is Side.SOURCE else _readable_target)(domain)
        if self.session.domains.complete and not self.accepted:
            roots = (Path(domains[side].root) for side in (Side.SOURCE, Side.TARGET))
            if shared := overlap(*roots):
                self.show_problem(shared, "Choose folders that share no images, or use them anyway.")
                self._offer(self.accept)

    def _accept(self) -> None:
        self.accepted = True
        self.show_problem("", "")
        self._ready()

    def _ready(self) -> None:
        """Enable “Create project”, and mark the next thing to do."""
        creatable = self.session.domains.complete and not self.problem.text()
        became = creatable and not self.make.isEnabled()
        self.make.setEnabled(creatable)
        way_out = next((offered for offered in (self.swap, self.open_backup) if not offered.isHidden()), self.sample)
        main = self.make if creatable else way_out
        for widget in (*self.offered, self.make, self.sample):
            widget.setProperty("accent", widget is main)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        focused = self.window().focusWidget()
        if became and (focused is None or not self.isAncestorOf(focused)):  # the button that had it is hidden
            self.make.setFocus()

    def _create(self) -> None:
        try:
            self.session.create_project()
        except UserError as error:
            self.show_problem(error.message, error.hint)


def _readable_target(domain: Domain) -> None:
    check_readable(domain, Side.TARGET)
