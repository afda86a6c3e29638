"""The start page: the sample, drop zones for two folders, the new project, and recent projects."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from workbench.core.compatibility import SwappedFoldersError, check_order, check_readable, overlap
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.session import Session
from workbench.gui.shell.drop_zone import WIDTH as ZONE_WIDTH
from workbench.gui.shell.drop_zone import DropZone
from workbench.gui.shell.new_project import NewProject
from workbench.gui.shell.recent_list import RecentList
from workbench.store.backups import Backup

GAP = 12  # pixels between the drop zones
TAGLINE = tr("Measure and reduce the shift between two image domains, and export the adapted model.")
SAMPLE = tr("Handwritten digits from two scanners: an adapted model within two minutes.")


class StartPage(QWidget):
    """The page without an open project.

    Signals: sample_wanted(), tour_wanted(): the user opened the sample, or began the tour; project_chosen(str, str): an
    action of the menu of a project, and its folder; backup_wanted(object): the user opened the backup of a damaged
    project.
    """

    sample_wanted = Signal()
    tour_wanted = Signal()
    project_chosen = Signal(str, str)
    backup_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.zones = {side: DropZone(side) for side in Side}
        self.problem = label("", "bad", wrap=True)
        self.backup: Backup | None = None  # of the damaged project that was refused last
        self.open_backup = button("", lambda: self.backup_wanted.emit(self.backup))
        self.swap = button(tr("Swap source and target"), session.swap_folders)
        self.accept = button(tr("Use them anyway"), self._accept)
        self.accepted = False
        self.offered = (self.swap, self.accept, self.open_backup)  # shown with the problem that they solve
        self.make = button(tr("Create project"), self._create, accent=False)
        self.sample = button(tr("Open sample"), self.sample_wanted.emit, accent=True)
        self.tour = button(tr("Take the tour"), self.tour_wanted.emit, flat=True)
        self.tour.setToolTip(tr("Five steps on the sample: from two folders to a model that runs elsewhere"))
        self.new, self.recent, self.working = NewProject(), RecentList(), label("", "caution", wrap=True)
        self.title = QLabel("Domain Workbench")  # a name, in which no term is explained
        self.title.setProperty("role", "title")
        middle = QWidget()
        middle.setFixedWidth(2 * ZONE_WIDTH + GAP)
        middle.setLayout(
            column(
                self.title,
                label(TAGLINE, "dim", wrap=True),
                16,
                row(self.sample, self.tour, label(SAMPLE, "dim", wrap=True)),
                20,
                label(tr("YOUR OWN FOLDERS"), "section"),
                row(*self.zones.values(), spacing=GAP),
                self.new,
                self.problem,
                row(self.swap, self.accept, self.open_backup, self.make, -1),
                20,
                self.working,
                self.recent,
                spacing=8,
            )
        )
        content = QWidget()
        content.setLayout(row(-1, column(-1, middle, -1, -1), -1, margin=24))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        self.setLayout(column(area))
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        session = self.session
        self.new.changed.connect(self._ready)
        self.new.entered.connect(self._create)
        self.new.project_wanted.connect(lambda folder: self.project_chosen.emit("open", folder))
        self.recent.chosen.connect(self.project_chosen)
        for side, zone in self.zones.items():
            zone.chosen.connect(lambda path, side=side: self._read(side, Path(path)))
        session.domains.scanning.connect(self._show_reading)
        session.domains.listed.connect(lambda side: self._show_reading(side, 0))
        session.domains.changed.connect(self._domain_changed)
        session.failed.connect(self.show_problem)
        session.project_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Update the recent projects and empty the drop zones."""
        self.recent.refresh()
        self.new.hide()
        self.show_working("")
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

    def show_working(self, words: str) -> None:
        """Say what is done with a project; an empty text hides it. The list cannot be used meanwhile."""
        self.working.setText(f"{words}…" if words else "")
        self.working.setVisible(bool(words))
        self.recent.setEnabled(not words)

    def offer_backup(self, backup: Backup) -> None:
        """Offer to open the backup of the damaged project whose problem is shown."""
        self.backup = backup
        self.open_backup.setText(tr("Open the backup of {name}", name=backup.name))
        self.open_backup.setToolTip(
            plain_tip(tr("With {labels}. The damaged files are kept.", labels=count(backup.labels, "label")))
        )
        self._offer(self.open_backup)

    def _offer(self, *ways_out: QPushButton) -> None:
        """Show the buttons that solve the problem."""
        for way_out in ways_out:
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
        self.new.hide()
        if domain is None:
            self.zones[side].show_empty()
            self._ready()
        else:
            self.zones[side].show_domain(domain)
            self._check()

    def _check(self) -> None:
        """Show what is wrong with the folders that were read, and propose a project if they can be used."""
        domains = self.session.domains.by_side
        self.show_problem("", "")
        try:
            for side, domain in domains.items():
                check_readable(domain, side)
            if self.session.domains.complete and not self.accepted:
                check_order(domains[Side.SOURCE], domains[Side.TARGET])
                self._check_apart()
        except SwappedFoldersError as error:
            self.show_problem(
                error.message, tr("{hint}, or use them as they are to translate only.", hint=error.hint[:-1])
            )
            self._offer(self.swap, self.accept)
        except UserError as error:
            self.show_problem(error.message, error.hint)
        if self.session.domains.complete and not self.problem.text() and self.session.project is None:
            self.new.propose(domains[Side.SOURCE], domains[Side.TARGET])
        self._ready()

    def _check_apart(self) -> None:
        source, target = (Path(self.session.domains.by_side[side].root) for side in (Side.SOURCE, Side.TARGET))
        if shared := overlap(source, target):
            self.show_problem(shared, tr("Choose folders that share no images, or use them anyway."))
            self._offer(self.accept)

    def _accept(self) -> None:
        self.accepted = True
        self._check()

    def _ready(self) -> None:
        """Enable “Create project”, and mark the next thing to do."""
        creatable = self.session.domains.complete and not self.problem.text() and not self.new.problem
        became = creatable and not self.make.isEnabled()
        self.make.setEnabled(creatable)
        way_out = next((offered for offered in (self.swap, self.open_backup) if not offered.isHidden()), self.sample)
        known = creatable and self.new.known is not None
        main = self.new.open_known if known else self.make if creatable else way_out
        for widget in (*self.offered, self.new.open_known, self.make, self.sample):
            widget.setProperty("accent", widget is main)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        focused = self.window().focusWidget()
        hidden = focused is None or not self.isAncestorOf(focused)  # the button that had it
        if became and hidden and self.isVisible():
            main.setFocus()

    def _create(self) -> None:
        if self.make.isEnabled():
            try:
                self.session.create_project(self.new.fields.folder())
            except UserError as error:
                self.show_problem(error.message, error.hint)
