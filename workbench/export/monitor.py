"""A folder that is watched: images are predicted as they arrive, with a warning when they begin to look otherwise."""

import csv
import os
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from workbench.core.defaults import DRIFT_WINDOW, WATCH_PATIENCE, WATCH_SECONDS
from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable, decode
from workbench.data.folder_poller import FolderPoller
from workbench.data.walk import FileEntry
from workbench.export.calibration_images import as_inputs
from workbench.export.drift_reference import DriftWindow, Moved, Reference
from workbench.export.predict import Model, answer, name_of
from workbench.export.results_files import COLUMNS, ResultLine

HEAD = (*COLUMNS, "bytes", "modified", "reason")
BATCH = 32


class Arrived(NamedTuple):
    """An image was predicted."""

    line: ResultLine


class Lost(NamedTuple):
    """An image stayed unreadable and is set aside."""

    one: SetAside


class Shifted(NamedTuple):
    """Measures that left their reference range just now; `seen` images were predicted since the start."""

    moved: tuple[Moved, ...]
    seen: int


class Back(NamedTuple):
    """Everything is in its range again."""

    seen: int


Heard = Arrived | Lost | Shifted | Back


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
) -> Generator[Heard, None, None]:
    """Predict what is in a folder and what comes, until `stopping` is set; looks `every` so many seconds.

    Each image is added to the table `out` before it is told, and known again by path, size and time of change, after a
    restart too. A file that still grows, or can not be read yet, is waited for. Raises UserError when the folder is not
    there or the table can not be written.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.", "Make it, or check the path.")
    watched = DriftWindow(reference, window) if reference is not None else None
    try:
        with MonitorTable(out) as table:
            arrivals, own = FolderPoller(folder), _within(folder, out)
            waiting: dict[str, tuple[FileEntry, float]] = {}
            seen = 0
            while not stopping.is_set():
                ready = _ready(arrivals, own, table, waiting)
                for start in range(0, len(ready), BATCH):
                    for heard in _take(model, folder, table, watched, waiting, ready[start : start + BATCH], patience):
                        seen += isinstance(heard, Arrived)
                        yield heard._replace(seen=seen) if isinstance(heard, Shifted | Back) else heard
                    if stopping.is_set():
                        return
                stopping.wait(every)
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another --out.") from error


class MonitorTable:
    """The table of what is predicted; `known` holds the file of each line, as it was then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: set[FileEntry] = set()
        self.file: IO[str]

    def __enter__(self) -> "MonitorTable":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not self.path.exists() or not self.path.stat().st_size
        if not fresh:
            try:
                self._resume()
            except (ValueError, TypeError, csv.Error) as error:  # no UTF-8, or no such table
                raise UserError(f"{self.path} is no table of a watched folder.", "Choose another --out.") from error
        self.file = self.path.open("a", newline="", encoding="utf-8")
        self.writer = csv.writer(self.file)
        if fresh:
            self.writer.writerow(HEAD)
            self.file.flush()
        return self

    def _resume(self) -> None:
        """What a table that is there holds. Raises ValueError where it is none; such a file stays as it is."""
        with self.path.open(newline="", encoding="utf-8") as file:
            if tuple(next(csv.reader(file), ())) != HEAD:
                raise ValueError("other columns")
        _mend(self.path)
        with self.path.open(newline="", encoding="utf-8") as file:
            self.known = {
                FileEntry(row["path"], int(row["bytes"]), int(row["modified"])) for row in csv.DictReader(file)
            }

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, line: ResultLine, found: FileEntry) -> None:
        """Keep a line; it is on the disk after `sync`."""
        numbers = (f"{line.confidence:.6f}", f"{line.unknown:.6f}") if line.predicted else ("", "")
        self.writer.writerow((line.path, line.predicted, *numbers, found.bytes, found.mtime_ns, line.reason))
        self.known.add(found)

    def sync(self) -> None:
        """What was added is on the disk when this returns."""
        self.file.flush()
        os.fsync(self.file.fileno())


def _mend(path: Path) -> None:
    """Forget a last line that a crash cut off."""
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(content.rfind(b"\n") + 1)


def _within(folder: Path, out: Path) -> str:
    """The path of a file below a folder, as a look tells it; empty where it lies elsewhere."""
    return out.relative_to(folder).as_posix() if out.is_relative_to(folder) else ""


def _ready(
    arrivals: FolderPoller, own: str, table: MonitorTable, waiting: dict[str, tuple[FileEntry, float]]
) -> list[FileEntry]:
    """New files that stayed as they were since the last look. `own`: the table's path, where it lies in there."""
    ready, fresh = [], set()
    for one in arrivals.look():
        if one not in table.known and one.path not in waiting and one.path != own:
            waiting[one.path] = (one, time.monotonic())
            fresh.add(one.path)
    for path, (before, _) in list(waiting.items()):
        if path in fresh:
            continue
        now = arrivals.now(path)
        if now is None or now in table.known:
            del waiting[path]
        elif now != before:
            waiting[path] = (now, time.monotonic())
        elif now.bytes:
            ready.append(now)
    return ready


def _take(
    model: Model,
    folder: Path,
    table: MonitorTable,
    watched: DriftWindow | None,
    waiting: dict[str, tuple[FileEntry, float]],
    batch: list[FileEntry],
    patience: float,
) -> Iterator[Heard]:
    kept, pixels = [], []
    for found in batch:
        try:
            pixels.append(decode(folder / found.path, model.size))
            kept.append(found)
        except Unreadable as bad:
            if bad.reason is Reason.MISSING:  # taken away since it was seen
                waiting.pop(found.path)
            elif time.monotonic() - waiting[found.path][1] >= patience:
                table.add(ResultLine(found.path, reason=bad.reason, detail=bad.detail), found)
                table.sync()
                waiting.pop(found.path)
                yield Lost(SetAside(found.path, bad.reason, bad.detail))
    if not kept:
        return
    images = np.stack(pixels)
    said = answer(model, as_inputs(images))
    rows = zip(kept, said.classes.tolist(), said.confidence.tolist(), said.unknown.tolist(), strict=True)
    lines = [ResultLine(found.path, name_of(model, number), sure, odd) for found, number, sure, odd in rows]
    for found, line in zip(kept, lines, strict=True):
        table.add(line, found)
        waiting.pop(found.path)
    table.sync()
    yield from map(Arrived, lines)
    if watched is not None:
        was_out = bool(watched.out)
        if moved := watched.add(images, said):
            yield Shifted(tuple(moved), 0)
        elif was_out and not watched.out:
            yield Back(0)
