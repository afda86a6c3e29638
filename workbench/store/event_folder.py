"""The folder of a resumable run of any kind. Only the engine writes it; it can be read at any time."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import AnyEvent, Event
from workbench.core.files import PARTS, replacing, sync, write_atomically

T = TypeVar("T")


class EventFolder:
    """Reads and writes the files that all runs have in common: events, checkpoint and log.

    Large events (pictures) are stored in one file each. A subclass defines their types in `picture_types`.
    """

    picture_types: tuple[type[Event], ...] = ()

    def __init__(self, path: Path, pictures: str) -> None:
        """`pictures`: the name of the folder of pictures."""
        self.path = path
        self.events_file = path / "metrics.jsonl"
        self.checkpoint = path / "checkpoint.pt"
        self.result_file = path / "result.json"
        self.log = path / "log.txt"
        self.picture_folder = path / pictures

    def events(self) -> Iterator[AnyEvent]:
        """The events written so far, without lines that cannot be decoded, such as one cut off by a crash."""
        decoder = msgspec.json.Decoder[AnyEvent](AnyEvent)
        if not self.events_file.exists():
            return
        for line in self.events_file.read_bytes().splitlines():
            try:
                yield decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue

    def pictures(self) -> list[int]:
        """The steps that have a picture, in ascending order."""
        folder = self.picture_folder
        names = (file.stem for file in folder.glob("*.msgpack")) if folder.is_dir() else ()
        return sorted(int(name) for name in names if name.isascii() and name.isdigit())

    def picture(self, kind: type[T], until: int | None = None) -> T | None:
        """The latest picture, at or before the step `until`; None if there is none or it is damaged."""
        steps = [step for step in self.pictures() if until is None or step <= until]
        try:
            return msgspec.msgpack.decode(self._picture(steps[-1]).read_bytes(), type=kind) if steps else None
        except (OSError, msgspec.DecodeError):
            return None

    def delete_partial_files(self) -> None:
        """Delete temporary files of a killed run."""
        for folder in (self.path, self.picture_folder):
            for part in folder.glob(PARTS) if folder.is_dir() else ():
                part.unlink(missing_ok=True)

    def append(self, event: Event) -> None:
        """Write an event; a picture goes to its own file. Raises UserError if writing fails."""
        try:
            if isinstance(event, self.picture_types):
                self.picture_folder.mkdir(exist_ok=True)
                step: int = event.step  # type: ignore[attr-defined]  # every picture has one
                write_atomically(self._picture(step), msgspec.msgpack.encode(event), durable=False)
            else:
                with self.events_file.open("ab") as file:
                    file.write(msgspec.json.encode(event) + b"\n")
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} cannot be written ({error}).",
                "Free some space on its disk, then resume the run.",
            ) from error

    def events_size(self) -> int:
        """Size of the event file in bytes."""
        return self.events_file.stat().st_size if self.events_file.exists() else 0

    def sync_events(self) -> None:
        """Wait until the events are on the disk, so that a checkpoint does not outlive the events before it."""
        if self.events_file.exists():
            sync(self.events_file)

    def truncate_events(self, size: int) -> None:
        """Truncate the event file to its first `size` bytes."""
        if self.events_size() > size:
            with self.events_file.open("r+b") as file:
                file.truncate(size)

    def _picture(self, step: int) -> Path:
        return self.picture_folder / f"{step:09d}.msgpack"


def write_table(path: Path, names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a CSV file atomically."""
    with (
        replacing(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8", errors="surrogateescape") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def read_json(path: Path, kind: type[T], message: str, hint: str) -> T:
    """Decode a JSON file. Raises UserError: with `message` and `hint` if it is missing, else with what is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError as error:
        raise UserError(message, hint) from error
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is damaged ({error}).", "Restore the file from a copy, or delete the run.") from error
