"""Predictions for a folder of any size: written down batch by batch, so that memory stays and a stop costs nothing."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO

import msgspec

from workbench.core.domain import Reason, SetAside, natural
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.data.layouts import Listing, listing
from workbench.export.results_files import ResultLine
from workbench.export.tasks.contract import FolderPredictions

EMPTY = "It should hold PNG, JPEG, BMP, TIFF, WebP or GIF files."


class Begun(msgspec.Struct, frozen=True):
    """The first line of a journal: which model looked at which folder."""

    model: str
    folder: str


def predict_all(
    listed: Listing,
    journal: "Journal",
    out: Path,
    lines_of: Callable[[list[str]], Iterator[list[ResultLine]]],
    write: Callable[[list[SetAside]], Generator[Prepared, None, int]],
) -> Generator[Prepared, None, FolderPredictions]:
    """Predict every image that was listed, and write the results; tells its progress.

    `lines_of` predicts paths, some at a time; `write` makes the results from the journal, and says how many images
    they hold. The journal keeps what is done where it is stopped. Raises UserError when `out` cannot be written.
    """
    try:
        done = journal.open()
        files = [found.path for found, _ in listed.files if found.path not in done]
        total, before = len(listed.files), len(listed.files) - len(files)
        yield Prepared("Predicting", before, total)
        for lines in lines_of(files):
            journal.add(lines)
            yield Prepared("Predicting", min(journal.count, total), total)
        journal.close()
        yield Prepared("Writing results", 0, 1)
        aside = [*listed.set_aside, *journal.set_aside()]
        predicted = yield from write(aside)
        journal.path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another --out.") from error
    finally:
        journal.close()
    return FolderPredictions(predicted, before, tuple(aside))


class Journal:
    """What is predicted so far, a JSON line an image. A last line that was cut off is forgotten."""

    def __init__(self, path: Path, begun: Begun) -> None:
        self.path, self.begun = path, begun
        self.count = 0
        self.handle: IO[bytes] | None = None

    def open(self) -> set[str]:
        """Ready to be added to; the paths that are done already. Another model's or folder's journal begins anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        done: set[str] = set()
        size = 0
        if self.path.exists():
            with self.path.open("rb") as file:
                first = file.readline()
                if _is(first, self.begun):
                    size = len(first)
                    for text in file:
                        line = _line(text)
                        if line is None:
                            break
                        done.add(line.path)
                        size += len(text)
        self.handle = handle = self.path.open("r+b" if size else "wb")
        handle.truncate(size)
        handle.seek(size)
        if not size:
            handle.write(msgspec.json.encode(self.begun) + b"\n")
        self.count = len(done)
        return done

    def add(self, lines: list[ResultLine]) -> None:
        """Keep a batch: it is with the system before the next one begins."""
        assert self.handle is not None
        self.handle.write(b"".join(msgspec.json.encode(one) + b"\n" for one in lines))
        self.handle.flush()
        self.count += len(lines)

    def lines(self) -> Iterator[ResultLine]:
        """What was predicted, in the order of the folder; not what was set aside."""
        return (one for one in self._all() if not one.reason)

    def set_aside(self) -> list[SetAside]:
        """What could not be decoded."""
        return [SetAside(one.path, Reason(one.reason), one.detail) for one in self._all() if one.reason]

    def close(self) -> None:
        """Let go of the file."""
        if self.handle is not None:
            self.handle.close()

    def _all(self) -> Iterator[ResultLine]:
        with self.path.open("rb") as file:
            file.readline()
            for text in file:
                if (line := _line(text)) is not None:
                    yield line


def listed_in(folder: Path) -> Listing:
    """The images below a folder, in natural order. Raises UserError where there is none, or it can not be read."""
    try:
        listed = listing(folder)
    except OSError as error:
        raise UserError(f"The folder {folder} can not be read ({error.strerror}).", "Check it.") from error
    if not listed.files and not listed.set_aside:
        raise UserError(f"There is no image in {folder}.", EMPTY)
    listed.files.sort(key=lambda one: natural(one[0].path))
    return listed


def _is(first: bytes, begun: Begun) -> bool:
    try:
        return msgspec.json.decode(first, type=Begun) == begun and first.endswith(b"\n")
    except msgspec.MsgspecError:
        return False


def _line(text: bytes) -> ResultLine | None:
    try:
        return msgspec.json.decode(text, type=ResultLine) if text.endswith(b"\n") else None
    except msgspec.MsgspecError:
        return None
