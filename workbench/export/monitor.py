"""Watches a folder: predicts images as they arrive and reports when they drift from the reference."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.defaults import DRIFT_WINDOW, WATCH_PATIENCE, WATCH_SECONDS
from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.folder_poller import FolderPoller
from workbench.data.walk import FileEntry
from workbench.export.drift_reference import DriftedMeasure, DriftWindow, Reference
from workbench.export.results_files import ResultLine
from workbench.export.watching.unusual import UnusualImage, UnusualTest
from workbench.export.watching.watch_table import WatchTable
from workbench.export.watching.watched_model import WatchedModel
from workbench.store.lock import locked_output

BATCH = 32
Keep = Callable[[list[tuple[FileEntry, UnusualImage]]], None]


class ImagePredicted(NamedTuple):
    """An image was predicted and added to the table. `unusual`: how it is unlike all images of the target, if it is."""

    line: ResultLine
    unusual: UnusualImage | None = None


class ImageSetAside(NamedTuple):
    """An image remained unreadable and was set aside."""

    sample: SetAside


class DriftDetected(NamedTuple):
    """Measures that have just begun to drift; `total` images were predicted since the start."""

    drifted: tuple[DriftedMeasure, ...]
    total: int


class DriftEnded(NamedTuple):
    """No measure drifts any more; `total` images were predicted since the start."""

    total: int


MonitorEvent = ImagePredicted | ImageSetAside | DriftDetected | DriftEnded


def watch(
    model: WatchedModel,
    folder: Path,
    out: Path,
    reference: Reference | None,
    stopping: threading.Event,
    *,
    keep: Keep = lambda _unusual: None,
    window: int = DRIFT_WINDOW,
    every: float = WATCH_SECONDS,
    patience: float = WATCH_PATIENCE,
) -> Generator[MonitorEvent, None, None]:
    """Predict the images of a folder, and new ones as they arrive, until `stopping` is set.

    The folder is listed every `every` seconds. Each image is added to the table `out` before its event is yielded.
    Predicted images are recognised by path, size and modification time, also after a restart. Files that still grow
    are predicted once they no longer change; a file that stays unreadable for `patience` seconds is set aside. If the
    table is replaced or emptied meanwhile, the images that the new one lacks are predicted again. `keep` gets the
    unusual images of a batch before they are in the table, and again if the program ended in between. Raises UserError
    if the folder does not exist, or if the table cannot be written, is another one, or is written by another process.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Create it, or check the path.")
    drift = DriftWindow(reference, window) if reference is not None else None
    try:
        with locked_output(out), WatchTable(out, model.share_classes) as table:
            poller, table_path = FolderPoller(folder), _within(folder, out)
            state = WatchBatches(model, folder, table, drift, patience, keep)
            total = 0
            while not stopping.is_set():
                table.reopen_if_replaced()
                ready = _ready(poller, table_path, table, state.waiting)
                for start in range(0, len(ready), BATCH):
                    for event in state.predict(ready[start : start + BATCH]):
                        total += isinstance(event, ImagePredicted)
                        yield event._replace(total=total) if isinstance(event, DriftDetected | DriftEnded) else event
                    if stopping.is_set():
                        return
                stopping.wait(every)
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another --out.") from error


def _within(folder: Path, out: Path) -> str:
    """The path of a file relative to a folder, with slashes; empty if it is outside of the folder."""
    return out.relative_to(folder).as_posix() if out.is_relative_to(folder) else ""


def _ready(
    poller: FolderPoller, table_path: str, table: WatchTable, waiting: dict[str, tuple[FileEntry, float]]
) -> list[FileEntry]:
    """New files that did not change since the last listing. `table_path`: the table's path if it is in the folder."""
    ready, changed = [], set()
    for file in table.known.new(poller.look()):
        if file.path not in waiting and file.path != table_path:
            waiting[file.path] = (file, time.monotonic())
            changed.add(file.path)
    for path, (before, _) in list(waiting.items()):
        if path in changed:
            continue
        now = poller.now(path)
        if now is None or now in table.known:
            del waiting[path]
        elif now != before:
            waiting[path] = (now, time.monotonic())
        elif now.bytes:
            ready.append(now)
    return ready


class WatchBatches:
    """Predicts a watched folder batch by batch."""

    def __init__(
        self,
        model: WatchedModel,
        folder: Path,
        table: WatchTable,
        drift: DriftWindow | None,
        patience: float,
        keep: Keep,
    ) -> None:
        self.model, self.folder, self.table, self.drift = model, folder, table, drift
        self.patience, self.keep = patience, keep
        self.reference = drift.reference if drift is not None else None
        self.unusual = UnusualTest(self.reference) if self.reference is not None else None
        self.waiting: dict[str, tuple[FileEntry, float]] = {}

    def predict(self, files: list[FileEntry]) -> Iterator[MonitorEvent]:
        """Predict files that do not change any more. Each event is in the table before it is yielded."""
        found = self.model.predict(self.folder, files, self.reference)
        for file, error in found.unreadable:
            if error.reason is Reason.MISSING:  # deleted since the folder was listed
                self.waiting.pop(file.path)
            elif time.monotonic() - self.waiting[file.path][1] >= self.patience:
                self.table.add(ResultLine(file.path, reason=error.reason, detail=error.detail), file)
                self.table.sync()
                self.waiting.pop(file.path)
                yield ImageSetAside(SetAside(file.path, error.reason, error.detail))
        if not found.kept:
            return
        unusual = (
            self.unusual.of(found.values, len(found.kept)) if self.unusual is not None else [None] * len(found.kept)
        )
        pairs = zip(found.kept, unusual, strict=True)
        if odd := [(file, image) for file, image in pairs if image is not None]:
            self.keep(odd)  # first: an image whose row is in the table is not looked at again
        shares = found.shares or [()] * len(found.kept)
        for file, line, image, parts in zip(found.kept, found.lines, unusual, shares, strict=True):
            self.table.add(line, file, image, parts)
            self.waiting.pop(file.path)
        self.table.sync()
        yield from map(ImagePredicted, found.lines, unusual)
        if self.drift is not None:
            was_out = bool(self.drift.out)
            if drifted := self.drift.add(found.values, found.numbers):
                yield DriftDetected(tuple(drifted), 0)
            elif was_out and not self.drift.out:
                yield DriftEnded(0)
