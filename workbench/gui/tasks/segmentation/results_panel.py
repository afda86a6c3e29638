"""The results of segmentation: IoU by class, and target images with their prediction, live during a run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QProgressBar, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Event, Overlay, Overlays, Prepared, Progressed
from workbench.core.name_matching import respelled
from workbench.core.scores import PixelScores
from workbench.data.mask_png import read_numbers
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import amount_done, pace, percent, whole
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.kit.widgets import Elided, action_button, button, column, label, row, set_role
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.theme import Tokens
from workbench.gui.views.masks.iou_table import ClassIouRow, IouTable
from workbench.gui.views.masks.mask_layer import Palette, class_palette, tinted
from workbench.gui.views.masks.mask_picture import OPACITY
from workbench.gui.views.masks.overlay_strip import OverlaidImage, OverlayStrip
from workbench.gui.views.pictures.image_reader import read_image
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import ImageScores

NOTHING = tr("After a run, the IoU of each class is shown here, beside target images with their prediction.")
FOLLOWS = tr("The first predicted masks follow at the next evaluation of the run.")
READING = tr("Reading the masks…")
STRIP, LONGEST = 6, 960  # number of images in the strip, and their longest side in pixels
WORST = 12  # number of images of a class
TABLE_WIDTH = 400  # pixels


class SegmentationResults(QWidget):
    """A click on a class shows its worst images; an image of the strip opens with its masks.

    Signals:
        shown(object, str): the user asked to show these samples, a set of (side, path); a title for them.
        opened(str): the user asked to open the target sample with this path.
        start_wanted(): the user asked for a first run.
    """

    shown = Signal(object, str)
    opened = Signal(str)
    start_wanted = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__()
        self.session, self.runs = session, runs
        self.folder: RunFolder | None = None  # of the displayed run
        self.live: int | None = None  # the step of the displayed overlays of the current run
        self.of_class = ""
        self.background = Background(self)
        self.title, self.words = label("", "heading"), Elided()
        self.all = button(tr("All classes"), self.show_all)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.table, self.strip = IouTable(), OverlayStrip()
        self.nothing = EmptyState(NOTHING, tr("Adapt a model"))
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
        self.setAccessibleName(tr("Results"))
        head = self.head = row(self.title, self.words, self.all)
        head.setStretch(1, 1)
        content = column(head, self.bar, self.body, spacing=8)
        content.setContentsMargins(12, 10, 12, 4)
        self.setLayout(content)
        self.table.chosen.connect(self.show_class)
        self.strip.opened.connect(self.opened)
        self.strip.chosen.connect(lambda path: session.selection.choose(frozenset({(Side.TARGET, path)})))
        self.nothing.acted.connect(self.start_wanted)
        runs.shown.connect(self._run_shown)
        runs.event_received.connect(self._handle_event)
        runs.state_changed.connect(self._state_changed)
        session.domains.changed.connect(lambda _side: self._run_shown(self.folder))
        self.refresh()

    def offer(self, action: QAction) -> None:
        """Add a button for an action at the end of the head."""
        self.head.addWidget(action_button(action))

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.table.set_theme(tokens)
        self.strip.set_theme(tokens)

    @property
    def target(self) -> PixelScores | None:
        """The scores of the displayed run on the target; None if the target has no masks."""
        return self._scores()[0]

    def show_class(self, name: str) -> None:
        """Show the target images with the lowest IoU of a class."""
        if self.folder is None or self.session.domains.table is None:
            return
        present = {sample.path for sample in self.session.domains.samples(Side.TARGET)}
        lowest = [image.path for image in worst(self.folder.image_scores(), name)]
        current = respelled(lowest, present)
        paths = [path for path in (current.get(path, path) for path in lowest) if path in present]
        if paths:
            self.of_class, self.live = name, None
            self.shown.emit(Ids((), paths), tr("lowest IoU of “{name}”", name=name))
            self._show_files(paths[:STRIP])
        self.refresh()
        if not paths:
            self.words.setText(tr("No target image with a mask contains “{name}”.", name=name))

    def show_all(self) -> None:
        """Return from the worst images of a class to all classes."""
        self.of_class = ""
        self._run_shown(self.folder)

    def refresh(self) -> None:
        """Update the title, the text and the table."""
        runs, target = self.runs, self.target
        self.body.setCurrentIndex(0 if self.strip.rows or self.table.rows else 1)
        self.bar.setVisible(runs.busy)
        self.all.setVisible(bool(self.of_class))
        self.table_area.setVisible(bool(self.table.rows))
        reading = self.background.busy and not self.strip.rows
        missing = FOLLOWS if runs.busy else READING if reading else NOTHING
        self.nothing.set_text(missing, tr("Adapt a model") if missing == NOTHING else "")
        result = target if not runs.busy else None  # the table still shows its run
        self.title.setText(tr("{miou} mean IoU", miou=percent(result.miou)) if result else tr("Pixels of the target"))
        set_role(self.words, "dim")
        if runs.failure is not None:
            self.words.setText(f"{runs.failure.message} {runs.failure.hint}".strip())
            set_role(self.words, "bad")
        elif runs.busy:
            at = tr(" · images as of step {live}", live=whole(self.live)) if self.live is not None else ""
            self.words.setText((pace(runs.progress) if runs.progress else tr("The run is starting.")) + at)
        elif reading:
            self.words.setText(READING)
        elif target is not None:
            hint = (
                tr(" · lowest IoU of “{of_class}”", of_class=self.of_class)
                if self.of_class
                else tr(" · click a class for its worst images")
            )
            self.words.setText(
                tr(
                    "{accuracy} of pixels right · edges {boundary}{hint}",
                    accuracy=percent(target.accuracy),
                    boundary=percent(target.boundary),
                    hint=hint,
                )
            )
        else:
            self.words.setText(tr("The target has no masks for evaluation.") if self.strip.rows else "")

    # -- runs -----------------------------------------------------------------------------------------------------

    def _scores(self) -> tuple[PixelScores | None, PixelScores | None]:
        name = self.folder.path.name if self.folder else ""
        scores = next((record.scores for record in self.runs.all() if record.id == name), None)
        return (scores.target_pixels, scores.source_pixels) if scores else (None, None)

    def _run_shown(self, folder: RunFolder | None) -> None:
        self.folder, self.of_class = folder, ""
        table, (target, source) = self.session.domains.table, self._scores()
        number = next((record.number for record in self.runs.all() if folder and record.id == folder.path.name), 0)
        rows = []
        for index, entry in enumerate(table.classes if table and (target or source) else ()):
            rows.append(ClassIouRow(entry.name, entry.colour, _iou(target, index), _iou(source, index)))
        self.table.show_rows(rows, tr("run {number}", number=number) if number else "")
        if not self.runs.busy or self.live is None:
            self.live = None
            blind = self.session.labels.is_blind
            paths = [one.path for one in self.session.domains.samples(Side.TARGET) if not blind(one.path)]
            self._show_files(paths[:: max(1, len(paths) // STRIP)][:STRIP] if folder else [])
        self.refresh()

    def _show_files(self, paths: Sequence[str]) -> None:
        table, folder = self.session.domains.table, self.folder
        if table is None or folder is None or Side.TARGET not in self.session.domains.by_side:
            self.strip.show_images([])
            return
        files = [(path, str(self.session.domains.file((Side.TARGET, path))), folder.mask_file(path)) for path in paths]
        work = partial(_from_files, files, class_palette(table.colours))
        self.background.do(work, lambda rows: self._show_images(folder, None, rows), self._failed)
        self.refresh()

    def _show_images(self, folder: RunFolder | None, step: int | None, rows: list[OverlaidImage]) -> None:
        if self.live == step and folder is self.folder:
            self.strip.show_images(rows)
            self.refresh()

    def _failed(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)

    def _handle_event(self, event: Event) -> None:
        match event:
            case Overlays(step=step, rows=overlays) if (table := self.session.domains.table) is not None:
                self.live, self.of_class = step, ""
                told = [one for one in overlays if not self.session.labels.is_blind(one.path)]
                work = partial(_from_overlays, told, class_palette(table.colours))
                folder, at = self.folder, self.live
                self.background.do(work, lambda rows: self._show_images(folder, at, rows), self._failed)
            case Progressed(step=step, steps=steps):
                self.bar.setRange(0, steps)
                self.bar.setValue(step)
                self.refresh()
            case Prepared(what=what, done=done, total=total):
                self.bar.setRange(0, total)
                self.bar.setValue(done)
                self.words.setText(amount_done(what, done, total))

    def _state_changed(self) -> None:
        if not self.runs.busy and self.live is not None:  # replace the live overlays by the final predictions
            self.live = None
            self._run_shown(self.folder)
        self.refresh()


def worst(scores: Sequence[ImageScores], name: str) -> list[ImageScores]:
    """Return the images with the lowest IoU of a class in ascending order, without images that lack the class."""
    return sorted((image for image in scores if name in image.iou), key=lambda image: image.iou[name])[:WORST]


def _iou(scores: PixelScores | None, index: int) -> float | None:
    return scores.iou[index] if scores and index < len(scores.iou) else None


def _from_files(files: Sequence[tuple[str, str, Path]], palette: Palette) -> list[OverlaidImage]:
    rows = []
    for path, file, mask_file in files:
        photo, mask = read_image(file, LONGEST), read_numbers(mask_file)
        if photo is not None and mask is not None:
            rows.append(OverlaidImage(path, tinted(photo, mask, palette, OPACITY)))
    return rows


def _from_overlays(overlays: Sequence[Overlay], palette: Palette) -> list[OverlaidImage]:
    rows = []
    for overlay in overlays:
        photo, mask = QImage.fromData(overlay.image), read_numbers(overlay.predicted)
        if not photo.isNull() and mask is not None:
            rows.append(OverlaidImage(overlay.path, tinted(photo, mask, palette, OPACITY)))
    return rows
