"""Watches a folder: predicts images as they arrive and reports when they drift from the reference."""

import csv
import os
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from workbench.core.csv_cells import escaped_path, escaped_text, unescaped
from workbench.core.defaults import DRIFT_WINDOW, WATCH_PATIENCE, WATCH_SECONDS
from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable, decode
from workbench.data.folder_poller import FolderPoller
from workbench.data.walk import FileEntry
from workbench.export.calibration_images import as_inputs
from workbench.export.drift_reference import DriftedMeasure, DriftWindow, Reference
from workbench.export.predict import Model, class_name, predict_batch
from workbench.export.results_files import COLUMNS, ResultLine
from workbench.store.lock import locked_output

HEAD = (*COLUMNS, "bytes", "modified", "reason")
BATCH = 32


class ImagePredicted(NamedTuple):
    """An image was predicted and added to the table."""

    line: ResultLine


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
    model: Model,
    folder: Path,
    out: Path,
    reference: Reference | None,
    stopping: threading.Event,
    *,
    window: int = DRIFT_WINDOW,
    every: float = WATCH_SECONDS,
    patience: float = WATCH_PATIENCE,
) -> Generator[MonitorEvent, None, None]:
    """Predict the images of a folder, and new ones as they arrive, until `stopping` is set.

    The folder is listed every `every` seconds. Each image is added to the table `out` before its event is yielded.
    Predicted images are recognised by path, size and modification time, also after a restart. Files that still grow
    are predicted once they no longer change; a file that stays unreadable for `patience` seconds is set aside. If the
    table is replaced or emptied meanwhile, the images that the new one lacks are predicted again. Raises UserError if
    the folder does not exist, or if the table cannot be written, is another one, or is written by another process.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Create it, or check the path.")
    drift = DriftWindow(reference, window) if reference is not None else None
    try:
        with locked_output(out), MonitorTable(out) as table:
            poller, table_path = FolderPoller(folder), _within(folder, out)
            waiting: dict[str, tuple[FileEntry, float]] = {}
            total = 0
            while not stopping.is_set():
                table.reopen_if_replaced()
                ready = _ready(poller, table_path, table, waiting)
                for start in range(0, len(ready), BATCH):
                    for event in _predict_ready(
                        model, folder, table, drift, waiting, ready[start : start + BATCH], patience
                    ):
                        total += isinstance(event, ImagePredicted)
                        yield event._replace(total=total) if isinstance(event, DriftDetected | DriftEnded) else event
                    if stopping.is_set():
                        return
                stopping.wait(every)
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another --out.") from error


class MonitorTable:
    """The table of predictions; `known` contains the file of each row with its size and modification time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: set[FileEntry] = set()
        self.written = 0  # bytes of the table when it was last synced
        self.file: IO[str]

    def __enter__(self) -> "MonitorTable":
        self._open()
        return self

    def _open(self) -> None:
        """Open the table at the path, a new one if there is none."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists() or not self.path.stat().st_size
        if not is_new:
            try:
                self._resume()
            except (ValueError, TypeError, csv.Error) as error:  # not UTF-8, or another table
                raise UserError(
                    f"{self.path} exists and is not a table that “workbench watch” wrote.", "Choose another --out."
                ) from error
        self.file = self.path.open("a", newline="", encoding="utf-8")
        self.writer = csv.writer(self.file)
        if is_new:
            self.writer.writerow(HEAD)
            self.file.flush()
        self.written = os.fstat(self.file.fileno()).st_size

    def reopen_if_replaced(self) -> None:
        """Continue in the file that is at the path now. Raises UserError if it is not such a table."""
        opened = os.fstat(self.file.fileno())
        try:
            there = self.path.stat()
        except FileNotFoundError:
            there = None
        if there is not None and os.path.samestat(there, opened) and there.st_size >= self.written:
            return
        self.file.close()
        self.known.clear()
        self._open()

    def _resume(self) -> None:
        """Read an existing table. Raises ValueError if the file is not such a table; it is not changed then."""
        with self.path.open(newline="", encoding="utf-8") as file:
            if tuple(next(csv.reader(file), ())) != HEAD:
                raise ValueError("other columns")
        _mend(self.path)
        with self.path.open(newline="", encoding="utf-8") as file:
            self.known = {
                FileEntry(unescaped(row["path"]), int(row["bytes"]), int(row["modified"]))
                for row in csv.DictReader(file)
            }

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, line: ResultLine, file: FileEntry) -> None:
        """Append a row; `sync` writes it to the disk."""
        numbers = (f"{line.confidence:.6f}", f"{line.unknown:.6f}") if line.predicted else ("", "")
        path, predicted = escaped_path(line.path), escaped_text(line.predicted)
        self.writer.writerow((path, predicted, *numbers, file.bytes, file.mtime_ns, line.reason))
        self.known.add(file)

    def sync(self) -> None:
        """Flush the added rows to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.written = os.fstat(self.file.fileno()).st_size


def _mend(path: Path) -> None:
    """Remove an incomplete last line, which a crash can leave."""
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(content.rfind(b"\n") + 1)


def _within(folder: Path, out: Path) -> str:
    """The path of a file relative to a folder, with slashes; empty if it is outside of the folder."""
    return out.relative_to(folder).as_posix() if out.is_relative_to(folder) else ""


def _ready(
    poller: FolderPoller, table_path: str, table: MonitorTable, waiting: dict[str, tuple[FileEntry, float]]
) -> list[FileEntry]:
    """New files that did not change since the last listing. `table_path`: the table's path if it is in the folder."""
    ready, changed = [], set()
    for file in poller.look():
        if file not in table.known and file.path not in waiting and file.path != table_path:
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


def _predict_ready(
    model: Model,
    folder: Path,
    table: MonitorTable,
    drift: DriftWindow | None,
    waiting: dict[str, tuple[FileEntry, float]],
    batch: list[FileEntry],
    patience: float,
) -> Iterator[MonitorEvent]:
    kept, pixels = [], []
    for file in batch:
        try:
            pixels.append(decode(folder / file.path, model.size, model.deep))
            kept.append(file)
        except Unreadable as error:
            if error.reason is Reason.MISSING:  # deleted since the folder was listed
                waiting.pop(file.path)
            elif time.monotonic() - waiting[file.path][1] >= patience:
                table.add(ResultLine(file.path, reason=error.reason, detail=error.detail), file)
                table.sync()
                waiting.pop(file.path)
                yield ImageSetAside(SetAside(file.path, error.reason, error.detail))
    if not kept:
        return
    images = np.stack(pixels)
    predicted = predict_batch(model, as_inputs(images))
    rows = zip(kept, predicted.classes.tolist(), predicted.confidence.tolist(), predicted.unknown.tolist(), strict=True)
    lines = [
        ResultLine(file.path, class_name(model, number), confidence, unknown)
        for file, number, confidence, unknown in rows
    ]
    for file, line in zip(kept, lines, strict=True):
        table.add(line, file)
        waiting.pop(file.path)
    table.sync()
    yield from map(ImagePredicted, lines)
    if drift is not None:
        was_out = bool(drift.out)
        if drifted := drift.add(images, predicted):
            yield DriftDetected(tuple(drifted), 0)
        elif was_out and not drift.out:
            yield DriftEnded(0)
