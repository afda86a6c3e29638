"""Painting the pixels of a target sample: its strokes, what a run predicts of it, and where that is in doubt."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Sample, Side
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke, Tool
from workbench.data.mask_png import read_numbers
from workbench.data.regions import Mask, Pixels, Window, as_runs, most_uncertain, region_at
from workbench.data.stroke_raster import blank, bounding_window, paint_stroke, rasterised, repaint, stroke_window
from workbench.export.painted_masks import painted_mask, write_masks
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.store.run_folder import RunFolder
from workbench.store.strokes import StoredStroke


class _LoadedImage(NamedTuple):
    mask: Mask
    predicted: Mask | None
    doubt: Mask | None


class PaintingController(QObject):
    """One sample at a time; what is painted is committed as each stroke ends.

    Signals:
        opened(): another sample can be painted on, or `path` is empty: none can.
        repainted(object): the mask changed within a window.
        changed(): there are other strokes.
    """

    opened = Signal()
    repainted = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        self.path = ""  # of the sample that is painted on, or is being read
        self.loading = False
        self.mask: Mask = blank((0, 0))
        self.predicted: Mask | None = None
        self.doubt: Mask | None = None
        self.label = ""  # the class that is painted
        self.background = Background(self)
        self._kept: list[StoredStroke] = []
        self._asked = 0  # how often a sample was asked for
        self._run: RunFolder | None = None
        self.seen: list[Window] = []  # of the doubtful cells, led to already
        session.selection.changed.connect(lambda _who: self._follow())
        session.labels.changed.connect(self._labels_changed)
        session.labels.classes_changed.connect(self._classes_changed)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(lambda _side: self.open(self.path))
        runs.shown.connect(self._shown)

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the classes in a mask."""
        table = self.session.domains.table
        return {name: number for number, name in enumerate(table.names)} if table else {}

    @property
    def file(self) -> Path:
        """The image that is painted on."""
        return self.session.domains.file((Side.TARGET, self.path))

    def choose(self, label: str) -> None:
        """Paint this class from now on."""
        if label in self.numbers and label != self.label:
            self.label = label
            self.changed.emit()

    def open(self, path: str) -> None:
        """Paint on this sample of the target; an empty path, or one that is not there, leaves none."""
        sample = next((one for one in self.session.domains.samples(Side.TARGET) if one.path == path), None)
        self._write_ahead()
        self.mask, self.predicted, self.doubt, self._kept = blank((0, 0)), None, None, []
        self.seen = []
        project = self.session.project
        if sample is None or project is None or not self.numbers:
            self.path, self.loading = "", False
            self.opened.emit()
            return
        self.path, self.loading = path, True
        self._asked += 1
        self._kept = project.strokes.of(path)
        self.opened.emit()
        asked, strokes = self._asked, tuple(one.stroke for one in self._kept)
        work = partial(_read, strokes, sample, self.numbers, self._run)
        self.background.do(work, lambda read: self._take(asked, read), lambda error: self._give_up(asked, error))

    def step(self, by: int) -> None:
        """On to the next sample of the target, or back to the last."""
        paths = [one.path for one in self.session.domains.samples(Side.TARGET)]
        if paths:
            place = (paths.index(self.path) + by) % len(paths) if self.path in paths else 0
            self.session.selection.choose(frozenset({(Side.TARGET, paths[place])}))

    def paint(self, strokes: Sequence[Stroke], why: str = "") -> None:
        """Commit strokes, as one step of the history; what could not be saved is taken off the mask again."""
        project, path = self.session.project, self.path
        if project is None or not path or self.loading:
            return
        if strokes and not self.session.labels.change(lambda: project.labels.paint(path, strokes, why)):
            self._repaint(bounding_window(map(stroke_window, strokes)))

    def wipe(self) -> None:
        """Take away all that is painted on the sample."""
        project, path = self.session.project, self.path
        if project is not None and path and not self.loading:
            self.session.labels.change(lambda: project.labels.wipe(path))

    def accept_region(self, x: int, y: int) -> bool:
        """Paint the region of the prediction at a pixel as it is predicted; whether there is one."""
        if self.predicted is None or self.predicted[y, x] == IGNORED:
            return False
        names = list(self.numbers)
        pixels = region_at(self.predicted, x, y)
        self.paint([self._region(names[self.predicted[y, x]], pixels)])
        return True

    def accept_all(self) -> bool:
        """Paint all that is not painted yet as it is predicted, as one step; whether there was anything."""
        if self.predicted is None:
            return False
        open_ = self.mask == IGNORED
        regions = ((name, open_ & (self.predicted == number)) for name, number in self.numbers.items())
        strokes = [self._region(name, pixels) for name, pixels in regions if pixels.any()]
        self.paint(strokes, "as predicted")
        return bool(strokes)

    def next_doubtful(self) -> Window | None:
        """The most doubtful part that is not painted and was not led to; from the first again after the last."""
        if self.doubt is None:
            return None
        found = most_uncertain(self.doubt, self.mask != IGNORED)
        fresh = [window for window in found if window not in self.seen]
        if not fresh:
            self.seen, fresh = [], found
        self.seen += fresh[:1]
        return fresh[0] if fresh else None

    def _region(self, label: str, pixels: Pixels) -> Stroke:
        height, width = pixels.shape
        return Stroke(Tool.REGION, label, (width, height), runs=as_runs(pixels))

    # -- what changes --------------------------------------------------------------------------------------------

    def _take(self, asked: int, read: _LoadedImage) -> None:
        if asked == self._asked and self.loading:  # else the sample, its file or the run is another by now
            self.mask, self.predicted, self.doubt = read
            self.loading = False
            self._sync()
            self.opened.emit()

    def _give_up(self, asked: int, error: UserError) -> None:
        """The sample could not be read: nothing can be painted on until a sample is chosen again."""
        if asked == self._asked and self.loading:
            self.path, self.loading = "", False
            self.opened.emit()
            self.session.failed.emit(error.message, error.hint)

    def _labels_changed(self, paths: list[str]) -> None:
        if self.path in paths and not self.loading:
            self._sync()
            self.changed.emit()

    def _sync(self) -> None:
        """Bring the mask to what stands in the project, and paint no more than what is different."""
        project = self.session.project
        if project is None:
            return
        before = self._kept
        known, numbers = {one.number: one for one in before}, project.strokes.numbers(self.path)
        known |= {one.number: one for one in project.strokes.by_number(set(numbers) - known.keys())}
        now = self._kept = [known[number] for number in numbers]
        if numbers[: len(before)] == [one.number for one in before]:
            for one in now[len(before) :]:
                self.repainted.emit(paint_stroke(self.mask, one.stroke, self.numbers))
            return
        old, new = {one.number for one in before}, {one.number for one in now}
        turned = (one.stroke for one in (*before, *now) if (one.number in old) != (one.number in new))
        self._repaint(bounding_window(stroke_window(stroke) for stroke in turned))

    def _repaint(self, window: Window) -> None:
        repaint(self.mask, (one.stroke for one in self._kept), self.numbers, window)
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
        """Write the mask of the sample that is left, so that a run need not wait for it."""
        project, table = self.session.project, self.session.domains.table
        sample = next((one for one in self.session.domains.samples(Side.TARGET) if one.path == self.path), None)
        if (
            project is not None
            and table is not None
            and sample is not None
            and self.path in self.session.labels.painted
        ):
            one = painted_mask(project, sample, table, [kept.number for kept in self._kept])
            if one.strokes:
                work = partial(write_masks, [one], table)
                self.background.do(work, lambda _shots: None, lambda _error: None)  # a run says what fails


def _read(strokes: tuple[Stroke, ...], sample: Sample, numbers: dict[str, int], run: RunFolder | None) -> _LoadedImage:
    size = (sample.width, sample.height)
    predicted = read_numbers(run.mask_file(sample.path), size) if run else None
    if predicted is not None:
        predicted[predicted >= len(numbers)] = IGNORED
    doubt = read_numbers(run.doubt_file(sample.path), size) if run else None
    return _LoadedImage(rasterised(strokes, size, numbers), predicted, doubt)
