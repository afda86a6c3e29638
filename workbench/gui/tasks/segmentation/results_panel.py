"""How well pixels are told: IoU by class, and target images under their prediction, live while a run adapts."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event, Overlay, Overlays, Prepared, Progressed
from workbench.core.scores import PixelScores
from workbench.data.mask_png import read_numbers
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.number_format import pace, percent
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.kit.widgets import Elided, button, column, label, row, set_role
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.masks.iou_table import ClassIouRow, IouTable
from workbench.gui.views.masks.mask_layer import Palette, class_palette, tinted
from workbench.gui.views.masks.mask_picture import OPACITY
from workbench.gui.views.masks.overlay_strip import OverlaidImage, OverlayStrip
from workbench.gui.views.pictures.image_reader import read_image
from workbench.store.run_folder import ImageScores, RunFolder

NOTHING = "After a run, each class's IoU stands here, beside target images under what the model says of their pixels."
STRIP, LONGEST = 6, 960  # images in the strip, and pixels of each
WORST = 12  # images of a class that are shown
TABLE_WIDTH = 400  # pixels


class SegmentationResults(QWidget):
    """A class of the table leads to its worst images, an image of the strip to prediction, truth and difference.

    Signals:
        shown(object, str): these samples, a set of (side, path), are to be looked at, and what they are.
        opened(str): the target sample at this path is to be seen large.
        start_wanted(): a person wants a first run.
    """

    shown = Signal(object, str)
    opened = Signal(str)
    start_wanted = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__()
        self.session, self.runs = session, runs
        self.folder: RunFolder | None = None  # of the run that is looked at
        self.live: int | None = None  # the step of the overlays that are shown of the run under way
        self.of_class = ""
        self.background = Background(self)
        self.title, self.words = label("", "heading"), Elided()
        self.all = button("All classes", self.show_all)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.table, self.strip = IouTable(), OverlayStrip()
        self.nothing = EmptyState(NOTHING, "Adapt a model")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.table)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        area.setFixedWidth(TABLE_WIDTH)
        self.table_area = area
        both = QWidget()
        both.setLayout(row(area, self.strip, spacing=16))
        self.body = QStackedWidget()
        for page in (both, self.nothing):
            self.body.addWidget(page)
        head = row(self.title, self.words, self.all)
        head.setStretch(1, 1)
        whole = column(head, self.bar, self.body, spacing=8)
        whole.setContentsMargins(12, 10, 12, 4)
        self.setLayout(whole)
        self.table.chosen.connect(self.show_class)
        self.strip.opened.connect(self.opened)
        self.strip.chosen.connect(lambda path: session.selection.choose(frozenset({(Side.TARGET, path)})))
        self.nothing.acted.connect(self.start_wanted)
        runs.shown.connect(self._run_shown)
        runs.told.connect(self._told)
        runs.state_changed.connect(self._state_changed)
        session.domains.changed.connect(lambda _side: self._run_shown(self.folder))
        self.refresh()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.table.set_theme(tokens)
        self.strip.set_theme(tokens)

    @property
    def target(self) -> PixelScores | None:
        """How well the run that is looked at tells the target's pixels; None without masks there."""
        return self._scores()[0]

    def show_class(self, name: str) -> None:
        """Show the target images on which a class is told worst."""
        if self.folder is None or self.session.domains.table is None:
            return
        found = worst(self.folder.image_scores(), name)
        here = {one.path for one in self.session.domains.samples(Side.TARGET)}
        paths = [one.path for one in found if one.path in here]
        if paths:
            self.of_class, self.live = name, None
            self.shown.emit(Ids((), paths), f"the worst of “{name}”")
            self._show_files(paths[:STRIP])
        self.refresh()
        if not paths:
            self.words.setText(f"No target image with a mask shows “{name}”.")

    def show_all(self) -> None:
        """Back from the worst images of a class."""
        self.of_class = ""
        self._run_shown(self.folder)

    def refresh(self) -> None:
        """What is under way, was reached, or went wrong."""
        runs, target = self.runs, self.target
        self.body.setCurrentIndex(0 if self.strip.rows or self.table.rows else 1)
        self.bar.setVisible(runs.busy)
        self.all.setVisible(bool(self.of_class))
        self.table_area.setVisible(bool(self.table.rows))
        self.nothing.set_text(NOTHING, "" if runs.busy else "Adapt a model")
        reached = target if not runs.busy else None  # the table stays, and says of which run it is
        self.title.setText(f"{percent(reached.accuracy)} of pixels right" if reached else "Pixels of the target")
        set_role(self.words, "dim")
        if runs.failure is not None:
            self.words.setText(f"{runs.failure.message} {runs.failure.hint}".strip())
            set_role(self.words, "bad")
        elif runs.busy:
            at = f" · images as of step {self.live:,}" if self.live is not None else ""
            self.words.setText((pace(runs.progress) if runs.progress else "The run begins.") + at)
        elif target is not None:
            of = f" · the worst of “{self.of_class}”" if self.of_class else " · click a class for its worst images"
            self.words.setText(f"mIoU {percent(target.miou)} · edges {percent(target.boundary)}{of}")
        else:
            self.words.setText("The target has no masks to measure on." if self.strip.rows else "")

    # -- what runs say ---------------------------------------------------------------------------------------------

    def _scores(self) -> tuple[PixelScores | None, PixelScores | None]:
        name = self.folder.path.name if self.folder else ""
        scores = next((one.scores for one in self.runs.all() if one.id == name), None)
        return (scores.target_pixels, scores.source_pixels) if scores else (None, None)

    def _run_shown(self, folder: RunFolder | None) -> None:
        self.folder, self.of_class = folder, ""
        table, (target, source) = self.session.domains.table, self._scores()
        number = next((one.number for one in self.runs.all() if folder and one.id == folder.path.name), 0)
        rows = []
        for place, one in enumerate(table.classes if table and (target or source) else ()):
            rows.append(ClassIouRow(one.name, one.colour, _at(target, place), _at(source, place)))
        self.table.show_rows(rows, f"run {number}" if number else "")
        if not self.runs.busy or self.live is None:
            self.live = None
            paths = [one.path for one in self.session.domains.samples(Side.TARGET)]
            self._show_files(paths[:: max(1, len(paths) // STRIP)][:STRIP] if folder else [])
        self.refresh()

    def _show_files(self, paths: Sequence[str]) -> None:
        table, folder = self.session.domains.table, self.folder
        if table is None or folder is None or Side.TARGET not in self.session.domains.by_side:
            self.strip.show_images([])
            return
        files = [(path, str(self.session.domains.file((Side.TARGET, path))), folder.mask_file(path)) for path in paths]
        work = partial(_from_files, files, class_palette(table.colours))
        self.background.do(work, lambda rows: self._arrived(folder, None, rows), self._failed)

    def _arrived(self, folder: RunFolder | None, step: int | None, rows: list[OverlaidImage]) -> None:
        if self.live == step and folder is self.folder:
            self.strip.show_images(rows)
            self.refresh()

    def _failed(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)

    def _told(self, event: Event) -> None:
        match event:
            case Overlays(step=step, rows=overlays) if (table := self.session.domains.table) is not None:
                self.live, self.of_class = step, ""
                work = partial(_from_overlays, overlays, class_palette(table.colours))
                folder, at = self.folder, self.live
                self.background.do(work, lambda rows: self._arrived(folder, at, rows), self._failed)
            case Progressed(step=step, steps=steps):
                self.bar.setRange(0, steps)
                self.bar.setValue(step)
                self.refresh()
            case Prepared(what=what, done=done, total=total):
                self.bar.setRange(0, total)
                self.bar.setValue(done)
                self.words.setText(f"{what}: {done:,}" + (f" of {total:,}" if total else ""))

    def _state_changed(self) -> None:
        if not self.runs.busy and self.live is not None:  # what was live is what the run that is shown says in the end
            self.live = None
            self._run_shown(self.folder)
        self.refresh()


def worst(scores: Sequence[ImageScores], name: str) -> list[ImageScores]:
    """The images on which a class is told worst, the worst first; those that do not show it left out."""
    return sorted((one for one in scores if name in one.iou), key=lambda one: one.iou[name])[:WORST]


def _at(scores: PixelScores | None, place: int) -> float | None:
    return scores.iou[place] if scores and place < len(scores.iou) else None


def _from_files(files: Sequence[tuple[str, str, Path]], palette: Palette) -> list[OverlaidImage]:
    rows = []
    for path, file, mask_file in files:
        photo, mask = read_image(file, LONGEST), read_numbers(mask_file)
        if photo is not None and mask is not None:
            rows.append(OverlaidImage(path, tinted(photo, mask, palette, OPACITY)))
    return rows


def _from_overlays(overlays: Sequence[Overlay], palette: Palette) -> list[OverlaidImage]:
    rows = []
    for one in overlays:
        photo, mask = QImage.fromData(one.image), read_numbers(one.predicted)
        if not photo.isNull() and mask is not None:
            rows.append(OverlaidImage(one.path, tinted(photo, mask, palette, OPACITY)))
    return rows
