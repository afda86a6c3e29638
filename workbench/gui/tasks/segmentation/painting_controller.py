"""The painting of a target sample: its strokes, its prediction, and the uncertainty of the prediction."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke
from workbench.data.regions import Mask, Pixels, Window, most_uncertain
from workbench.data.stroke_raster import (
    blank,
    bounding_window,
    meets,
    paint_stroke,
    region_stroke,
    repaint,
    stroke_window,
)
from workbench.export.painted_masks import painted_mask, write_masks
from workbench.gui.kit.language import tr
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.tasks.segmentation.painted_image import PaintedImage, carried_mask, loaded_image
from workbench.store.run_folder import RunFolder
from workbench.store.strokes import StoredStroke


class PaintingController(QObject):
    """Paints one sample at a time. Each stroke is saved as it ends.

    Signals:
        opened(): another sample was opened, or none if `path` is empty.
        repainted(object): the mask changed within this window.
        changed(): the strokes or the chosen class changed.
        accepted_changed(): `accepted` changed for the open sample.
    """

    opened = Signal()
    repainted = Signal(object)
    changed = Signal()
    accepted_changed = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        self.path = ""  # the path of the open sample, even while it is read
        self.loading = False
        self.mask: Mask = blank((0, 0))
        self.predicted: Mask | None = None
        self.uncertainty: Mask | None = None
        self.label = ""  # the chosen class
        self.background = Background(self)
        self._kept: list[StoredStroke] = []
        self._requests = 0  # the number of samples opened so far
        self._run: RunFolder | None = None
        self.certainty = 0.0  # least certainty of pixels that are accepted, from 0 to 1
        self.protected = False  # whether other classes than the chosen one are kept
        self.visited: list[Window] = []  # uncertain cells that `next_uncertain` has returned
        session.selection.changed.connect(lambda _who: self._follow())
        session.labels.changed.connect(self._labels_changed)
        session.labels.classes_changed.connect(self._classes_changed)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(lambda _side: self.open(self.path))
        runs.shown.connect(self._shown)

    @property
    def numbers(self) -> dict[str, int]:
        """The class numbers of a mask by name."""
        table = self.session.domains.table
        return {name: number for number, name in enumerate(table.names)} if table else {}

    @property
    def file(self) -> Path:
        """The path of the open image."""
        return self.session.domains.file((Side.TARGET, self.path))

    def choose(self, label: str) -> None:
        """Choose the class to paint."""
        if label in self.numbers and label != self.label:
            self.label = label
            self.changed.emit()

    def open(self, path: str) -> None:
        """Open a target sample; none if the path is empty or missing in the target."""
        samples = self.session.domains.samples(Side.TARGET)
        sample = next((candidate for candidate in samples if candidate.path == path), None)
        self._write_ahead()
        self.mask, self.predicted, self.uncertainty, self._kept = blank((0, 0)), None, None, []
        self.visited = []
        project = self.session.project
        if sample is None or project is None or not self.numbers:
            self.path, self.loading = "", False
            self.opened.emit()
            return
        self.path, self.loading = path, True
        self._requests += 1
        self._kept = project.strokes.of(path)
        self.opened.emit()
        request, strokes = self._requests, tuple(stored.stroke for stored in self._kept)
        run = None if self.session.labels.is_blind(path) else self._run  # no opinion of a model is shown
        work = partial(loaded_image, strokes, sample, self.numbers, run)
        self.background.do(work, lambda image: self._take(request, image), lambda error: self._give_up(request, error))

    def step(self, by: int) -> None:
        """Select the target sample `by` positions after the open one."""
        paths = [sample.path for sample in self.session.domains.samples(Side.TARGET)]
        if paths:
            index = (paths.index(self.path) + by) % len(paths) if self.path in paths else 0
            self.session.selection.choose(frozenset({(Side.TARGET, paths[index])}))

    def paint(self, strokes: Sequence[Stroke], why: str = "") -> None:
        """Save strokes in one step of the history. Strokes that cannot be saved are removed from the mask."""
        project, path = self.session.project, self.path
        if project is None or not path or self.loading:
            return
        if strokes and not self.session.labels.change(lambda: project.labels.paint(path, strokes, why)):
            self._repaint(bounding_window(map(stroke_window, strokes)))

    def wipe(self) -> None:
        """Remove all strokes of the open sample."""
        project, path = self.session.project, self.path
        if project is not None and path and not self.loading:
            self.session.labels.change(lambda: project.labels.wipe(path))

    @property
    def strokes(self) -> list[StoredStroke]:
        """The strokes of the open sample, in the order in which they were painted."""
        return list(self._kept)

    @property
    def accepted(self) -> Mask | None:
        """The prediction (H, W) where it is certain enough, IGNORED elsewhere; None without a prediction."""
        if self.predicted is None or self.uncertainty is None or not self.certainty:
            return self.predicted
        return np.where(self.uncertainty <= 255 * (1 - self.certainty), self.predicted, np.uint8(IGNORED))

    def set_certainty(self, certainty: float) -> None:
        """Set the least certainty of pixels that are accepted, from 0 to 1."""
        self.certainty = certainty
        self.accepted_changed.emit()

    def set_protected(self, protected: bool) -> None:
        """Set whether tools keep the pixels of other classes than the chosen one."""
        self.protected = protected
        self.changed.emit()

    def fill(self, pixels: Pixels, predicted: bool = False) -> None:
        """Paint a region with the chosen class, or with its class in the prediction."""
        label = self.label
        if predicted and self.predicted is not None:
            label = list(self.numbers)[int(self.predicted[pixels][0])]
        if self.protected:
            pixels = pixels & ((self.mask == IGNORED) | (self.mask == self.numbers[label]))
        if pixels.any():
            self.paint([region_stroke(label, pixels)])

    def accept_all(self) -> bool:
        """Accept the certain part of the prediction for all unpainted pixels. Returns whether there were any."""
        return self.accepted is not None and self._paint_free(self.accepted, "as predicted")

    def replace(self, number: int, stroke: Stroke) -> None:
        """Replace the stroke of a number, below the strokes that were painted over it."""
        project, path = self.session.project, self.path
        if project is None or not path or self.loading:
            return
        window = bounding_window(
            [stroke_window(stroke), *(stroke_window(kept.stroke) for kept in self._kept if kept.number == number)]
        )
        above = [
            kept.number for kept in self._kept if kept.number > number and meets(stroke_window(kept.stroke), window)
        ]
        self.session.labels.change(lambda: project.labels.replace_stroke(path, number, stroke, above))

    @property
    def before(self) -> str:
        """The path of the previous sample if it is painted, whose mask can be carried over; else empty."""
        paths = [sample.path for sample in self.session.domains.samples(Side.TARGET)]
        place = paths.index(self.path) if self.path in paths else 0
        return paths[place - 1] if place and paths[place - 1] in self.session.labels.painted else ""

    def carry_over(self) -> None:
        """Paint the unpainted pixels as in the previous sample, moved along the optical flow between both."""
        project, before, request = self.session.project, self.before, self._requests
        if project is None or not before or self.loading:
            return
        strokes = tuple(kept.stroke for kept in project.strokes.of(before))
        first = self.session.domains.file((Side.TARGET, before))
        work = partial(carried_mask, strokes, first, self.file, self.mask.shape, self.numbers)

        def take(mask: Mask) -> None:
            if request == self._requests and not self._paint_free(mask, f"carried over from {before}"):
                hint = tr("Paint this image, or accept the prediction.")
                self.session.failed.emit(tr("No paint of the previous image could be followed to this one."), hint)

        self.background.do(work, take, lambda error: self.session.failed.emit(error.message, error.hint))

    def _paint_free(self, classes: Mask, why: str) -> bool:
        """Paint the unpainted pixels with these classes in one step. Returns whether there were any."""
        free = self.mask == IGNORED
        regions = ((name, free & (classes == number)) for name, number in self.numbers.items())
        strokes = [region_stroke(name, pixels) for name, pixels in regions if pixels.any()]
        self.paint(strokes, why)
        return bool(strokes)

    def next_uncertain(self) -> Window | None:
        """Return the most uncertain unpainted cell that was not returned yet, cyclically; None if there is none."""
        if self.uncertainty is None:
            return None
        cells = most_uncertain(self.uncertainty, self.mask != IGNORED)
        fresh = [window for window in cells if window not in self.visited]
        if not fresh:
            self.visited, fresh = [], cells
        self.visited += fresh[:1]
        return fresh[0] if fresh else None

    # -- changes ------------------------------------------------------------------------------------------------

    def _take(self, request: int, image: PaintedImage) -> None:
        if request == self._requests and self.loading:  # else another sample or run was opened meanwhile
            self.mask, self.predicted, self.uncertainty = image
            self.loading = False
            self._sync()
            self.opened.emit()

    def _give_up(self, request: int, error: UserError) -> None:
        """Close the sample, because it cannot be read."""
        if request == self._requests and self.loading:
            self.path, self.loading = "", False
            self.opened.emit()
            self.session.failed.emit(error.message, error.hint)

    def _labels_changed(self, paths: list[str]) -> None:
        if self.path in paths and not self.loading:
            self._sync()
            self.changed.emit()

    def _sync(self) -> None:
        """Update the mask to the strokes of the project; repaint only the difference."""
        project = self.session.project
        if project is None:
            return
        before = self._kept
        known, numbers = {stored.number: stored for stored in before}, project.strokes.numbers(self.path)
        known |= {stored.number: stored for stored in project.strokes.by_number(set(numbers) - known.keys())}
        now = self._kept = [known[number] for number in numbers]
        if numbers[: len(before)] == [stored.number for stored in before]:
            for stored in now[len(before) :]:
                self.repainted.emit(paint_stroke(self.mask, stored.stroke, self.numbers))
            return
        old, new = {stored.number for stored in before}, {stored.number for stored in now}
        changed = (stored.stroke for stored in (*before, *now) if (stored.number in old) != (stored.number in new))
        self._repaint(bounding_window(stroke_window(stroke) for stroke in changed))

    def _repaint(self, window: Window) -> None:
        repaint(self.mask, (stored.stroke for stored in self._kept), self.numbers, window)
        self.repainted.emit(window)

    def _follow(self) -> None:
        chosen = self.session.selection.ids.target
        if len(chosen) == 1 and (path := next(iter(chosen))) != self.path:
            self.open(path)

    def _classes_changed(self) -> None:
        if self.label not in self.numbers:
            self.label = next(iter(self.numbers), "")
        self.open(self.path)

    def _shown(self, folder: RunFolder | None) -> None:
        self._run = folder
        self.open(self.path)

    def _forget(self) -> None:
        self.path, self._kept = "", []
        self.open("")

    def _write_ahead(self) -> None:
        """Write the mask of the sample that is closed, so that a run need not wait for it."""
        project, table = self.session.project, self.session.domains.table
        samples = self.session.domains.samples(Side.TARGET)
        sample = next((candidate for candidate in samples if candidate.path == self.path), None)
        if (
            project is not None
            and table is not None
            and sample is not None
            and self.path in self.session.labels.painted
        ):
            mask = painted_mask(project, sample, table, [stored.number for stored in self._kept])
            if mask.strokes:
                work = partial(write_masks, [mask], table)
                self.background.do(work, lambda _shots: None, lambda _error: None)  # a run reports errors
