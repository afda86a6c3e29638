"""The folder of anything that tells events and can be gone on from: written by the engine alone, readable any time."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import AnyEvent, Event
from workbench.core.files import PARTS, replacing, write_atomically

T = TypeVar("T")


class EventFolder:
    """Reads and writes what every run keeps: its events, its checkpoint, its log. Pictures are events with a file each.

    A subclass says which events those are, and where they go.
    """

    pictures_kept: tuple[type[Event], ...] = ()

    def __init__(self, path: Path, pictures: str) -> None:
        """`pictures`: the name of their folder."""
        self.path = path
        self.events_file = path / "metrics.jsonl"
        self.checkpoint = path / "checkpoint.pt"
        self.result_file = path / "result.json"
        self.log = path / "log.txt"
        self.picture_folder = path / pictures

    def events(self) -> Iterator[AnyEvent]:
        """All that was kept so far; a line that a crash cut off ends it."""
        decoder = msgspec.json.Decoder[AnyEvent](AnyEvent)
        if not self.events_file.exists():
            return
        for line in self.events_file.read_bytes().splitlines():
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError:
                return

    def pictures(self) -> list[int]:
        """The steps of which a picture was kept, in order."""
        folder = self.picture_folder
        return sorted(int(file.stem) for file in folder.glob("*.msgpack")) if folder.is_dir() else []

    def picture(self, kind: type[T], until: int | None = None) -> T | None:
        """The last picture that was kept, up to a step; None before the first, or when it is damaged."""
        kept = [step for step in self.pictures() if until is None or step <= until]
        try:
            return msgspec.msgpack.decode(self._picture(kept[-1]).read_bytes(), type=kind) if kept else None
        except (OSError, msgspec.DecodeError):
            return None

    def sweep(self) -> None:
        """Delete what a killed run left half written."""
        for folder in (self.path, self.picture_folder):
            for part in folder.glob(PARTS) if folder.is_dir() else ():
                part.unlink(missing_ok=True)

    def append(self, event: Event) -> None:
        """Keep an event; a picture in a file of its own. Raises UserError when the disk does not take it."""
        try:
            if isinstance(event, self.pictures_kept):
                self.picture_folder.mkdir(exist_ok=True)
                step: int = event.step  # type: ignore[attr-defined]  # every picture has one
                write_atomically(self._picture(step), msgspec.msgpack.encode(event))
            else:
                with self.events_file.open("ab") as file:
                    file.write(msgspec.json.encode(event) + b"\n")
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} can not be written any more ({error}).",
                "Free some space on that disk, then resume the run.",
            ) from error

    def events_size(self) -> int:
        """Bytes of events kept so far."""
        return self.events_file.stat().st_size if self.events_file.exists() else 0

    def truncate_events(self, size: int) -> None:
        """Forget all events after the first `size` bytes."""
        if self.events_size() > size:
            with self.events_file.open("r+b") as file:
                file.truncate(size)

    def _picture(self, step: int) -> Path:
        return self.picture_folder / f"{step:09d}.msgpack"


def write_table(path: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A CSV file, whole or not at all."""
    with (
        replacing(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8", errors="surrogateescape") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def read_json(path: Path, kind: type[T], message: str, hint: str) -> T:
    """What a file holds. Raises UserError in these words when it is not there or no such thing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise UserError(message, hint) from error
