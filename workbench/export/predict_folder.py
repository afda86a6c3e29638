"""Predicts a folder of any size in constant memory; a journal lets a stopped prediction be resumed."""

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
from workbench.store.lock import locked_output

EMPTY = "Give a folder with PNG, JPEG, BMP, TIFF, WebP or GIF files."


class JournalHeader(msgspec.Struct, frozen=True):
    """The first line of a journal: the model, and the folder that it predicts."""

    model: str
    folder: str


def predict_all(
    listed: Listing,
    journal: "Journal",
    out: Path,
    lines_of: Callable[[list[str]], Iterator[list[ResultLine]]],
    write: Callable[[list[SetAside]], Generator[Prepared, None, int]],
) -> Generator[Prepared, None, FolderPredictions]:
    """Predict all listed images and write the results. Yields the progress.

    `lines_of` predicts paths in batches. `write` writes the results from the journal and returns the number of images
    in them. If the prediction is stopped, the journal keeps what is done. Raises UserError if `out` cannot be written,
    or if another process writes it.
    """
    with locked_output(out):
        try:
            done = journal.open()
            files = [file.path for file, _ in listed.files if file.path not in done]
            total, before = len(listed.files), len(listed.files) - len(files)
            yield Prepared("Predicting", before, total)
            for lines in lines_of(files):
                journal.add(lines)
                yield Prepared("Predicting", min(journal.count, total), total)
            journal.close()
            yield Prepared("Writing results", 0, 1)
            set_aside = [*listed.set_aside, *journal.set_aside()]
            predicted = yield from write(set_aside)
            journal.path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{out} could not be written ({error}).", "Choose another --out.") from error
        finally:
            journal.close()
    return FolderPredictions(predicted, before, tuple(set_aside))


class Journal:
    """The predictions so far, one JSON line for each image. An incomplete last line is ignored."""

    def __init__(self, path: Path, header: JournalHeader) -> None:
        self.path, self.header = path, header
        self.count = 0
        self.handle: IO[bytes] | None = None

    def open(self) -> set[str]:
        """Open for appending. Return the paths that are done; a journal with another header is cleared.

        Raises UserError if the file is not a journal.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.is_symlink():
            raise UserError(f"{self.path} is a link, not a journal of “workbench predict”.", "Remove it.")
        done: set[str] = set()
        valid_bytes = 0
        if self.path.exists():
            with self.path.open("rb") as file:
                first = file.readline()
                if not _is_header(first):
                    raise UserError(
                        f"{self.path} is not a journal of “workbench predict”.",
                        "Move the file, or choose another --out.",
                    )
                if _same_header(first, self.header):
                    valid_bytes = len(first)
                    for text in file:
                        line = _decode_line(text)
                        if line is None:
                            break
                        done.add(line.path)
                        valid_bytes += len(text)
        self.handle = handle = self.path.open("r+b" if valid_bytes else "wb")
        handle.truncate(valid_bytes)
        handle.seek(valid_bytes)
        if not valid_bytes:
            handle.write(msgspec.json.encode(self.header) + b"\n")
        self.count = len(done)
        return done

    def add(self, lines: list[ResultLine]) -> None:
        """Append a batch and flush it to the operating system."""
        assert self.handle is not None
        self.handle.write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        self.handle.flush()
        self.count += len(lines)

    def lines(self) -> Iterator[ResultLine]:
        """The predictions in the order of the folder, without files that were set aside."""
        return (line for line in self._all() if not line.reason)

    def set_aside(self) -> list[SetAside]:
        """The files that cannot be decoded."""
        return [SetAside(line.path, Reason(line.reason), line.detail) for line in self._all() if line.reason]

    def close(self) -> None:
        """Close the file."""
        if self.handle is not None:
            self.handle.close()

    def _all(self) -> Iterator[ResultLine]:
        with self.path.open("rb") as file:
            file.readline()
            for text in file:
                if (line := _decode_line(text)) is not None:
                    yield line


def listed_in(folder: Path) -> Listing:
    """The images below a folder, in natural order. Raises UserError if there are none or the folder cannot be read."""
    try:
        listed = listing(folder)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be read ({error.strerror}).", "Check its path and permissions."
        ) from error
    if not listed.files and not listed.set_aside:
        raise UserError(f"The folder {folder} contains no image.", EMPTY)
    listed.files.sort(key=lambda listed_file: natural(listed_file[0].path))
    return listed


def _is_header(first: bytes) -> bool:
    """Whether a file begins as journals do; a crash can leave an empty one, or the start of a header."""
    start = b'{"model":'
    return first.startswith(start) or start.startswith(first)


def _same_header(first: bytes, header: JournalHeader) -> bool:
    try:
        return msgspec.json.decode(first, type=JournalHeader) == header and first.endswith(b"\n")
    except msgspec.MsgspecError:
        return False


def _decode_line(text: bytes) -> ResultLine | None:
    try:
        return msgspec.json.decode(text, type=ResultLine) if text.endswith(b"\n") else None
    except msgspec.MsgspecError:
        return None
