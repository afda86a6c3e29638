"""The messages and the files of a run that arrive from a host: checked, and with the paths of this computer."""

import contextlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from workbench.core.errors import UserError
from workbench.core.file_names import contained_place
from workbench.core.files import move, part_name, write_atomically
from workbench.core.job import Job
from workbench.store.remote_run import ARRIVED, NAME, FileStamp, RemoteRun
from workbench.worker.host.protocol import FileList, FilePart, checked_relative
from workbench.worker.replies import Response

WITH_PATHS = (".json", ".jsonl", ".toml", ".txt")  # files of a run folder that may name folders
MOST_FILES = 5_000_000
JOB, RECIPE = "job.json", "recipe.toml"


class PathPairs:
    """Replaces the paths of a host by those of this computer that they stand for."""

    def __init__(self, root: str, pairs: Sequence[tuple[str, str]]) -> None:
        self.root = root
        self.pairs = sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)  # the folder of a folder comes later

    def in_text(self, text: str) -> str:
        """A text with the paths of this computer."""
        if self.root in text:
            for there, here in self.pairs:
                text = text.replace(there, here)
        return text

    def in_file(self, content: bytes) -> bytes:
        """The content of a file of JSON or of lines."""
        if self.root.encode() not in content:
            return content
        for there, here in self.pairs:
            content = content.replace(_escaped(there), _escaped(here)).replace(there.encode(), here.encode())
        return content

    def in_message(self, encoded: bytes) -> Response:
        """Decode a message. Raises msgspec.DecodeError if it is none."""
        if self.root.encode() not in encoded:
            return msgspec.msgpack.decode(encoded, type=Response)
        return msgspec.convert(self._in_value(msgspec.msgpack.decode(encoded)), Response)

    def _in_value(self, value: Any) -> Any:
        match value:
            case str():
                return self.in_text(value)
            case list():
                return [self._in_value(each) for each in value]
            case dict():
                return {key: self._in_value(each) for key, each in value.items()}
        return value


class ArrivingFolder:
    """The run folder here, into which the files of the run there are written.

    Raises UserError for a path that leads out of it, for more bytes than `limit` in all, and if it cannot be written.
    """

    def __init__(
        self, folder: Path, paths: PathPairs, remote: RemoteRun, files: Mapping[str, FileStamp], limit: int
    ) -> None:
        """`files`: those that have arrived earlier."""
        self.folder, self.paths, self.remote, self.limit = folder, paths, remote, limit
        self.files = dict(files)
        self._open: tuple[FilePart, Path, BinaryIO] | None = None

    def take(self, part: FilePart) -> bool:
        """Write a part of a file. Returns whether the file is complete."""
        place = self._place(part.path)
        others = sum(stamp.size for path, stamp in self.files.items() if path != part.path)
        if others + part.stamp.size > self.limit or len(self.files) > MOST_FILES:
            raise UserError(
                f"The host sends more than {self.limit / 1e9:g} GB.", "Raise its limit: workbench hosts add."
            )
        end = part.offset + len(part.content)
        if part.offset == 0:
            self.close()
            self._open = (part, place, self._part_of(place))
        if self._open is None or self._open[0].path != part.path or part.offset < 0 or end > part.stamp.size:
            raise UserError("The host sends a file in a wrong order.", "Try again.")
        file = self._open[2]
        if file.tell() != part.offset:
            raise UserError("The host sends a file in a wrong order.", "Try again.")
        file.write(part.content)
        if end < part.stamp.size:
            return False
        self._keep(Path(file.name), place)
        self.files[part.path] = part.stamp
        return True

    def keep_only(self, listed: FileList) -> None:
        """Delete the files that arrived earlier and are not there any more."""
        for path in self.files.keys() - set(listed.paths):
            place = self._place(path)
            place.unlink(missing_ok=True)
            del self.files[path]
            with contextlib.suppress(OSError):  # it has other files
                for parent in list(place.relative_to(self.folder).parents)[:-1]:
                    (self.folder / parent).rmdir()

    def close(self) -> None:
        """Discard a file that did not arrive completely."""
        if self._open is not None:
            file = self._open[2]
            file.close()
            Path(file.name).unlink(missing_ok=True)
            self._open = None

    def _place(self, path: str) -> Path:
        relative = checked_relative(path)
        if path in (NAME, ARRIVED) or any(part.startswith(".") for part in Path(relative).parts):
            raise UserError(f"The host sends a file {path[:80]!r}, which is not a run's.", "Nothing was written.")
        return contained_place(self.folder, relative)

    def _part_of(self, place: Path) -> BinaryIO:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            return part_name(place).open("xb")
        except OSError as error:
            raise self._full(error) from error

    def _keep(self, part: Path, place: Path) -> None:
        """Give a complete file its name, with the paths of this computer."""
        assert self._open is not None
        self._open[2].close()
        self._open = None
        try:
            if place.suffix in WITH_PATHS:
                content = self.paths.in_file(part.read_bytes())
                write_atomically(place, self._own(place.name, content), durable=False)
            else:
                move(part, place, durable=False)
        except OSError as error:
            raise self._full(error) from error
        finally:
            part.unlink(missing_ok=True)

    def _own(self, name: str, content: bytes) -> bytes:
        """The content of a file; a job gets the paths of the job that was sent, and a recipe must have them.

        Raises UserError for other paths in a recipe, and for a file of another form.
        """
        ours = self.remote.job
        try:
            if name == JOB:
                job = msgspec.json.decode(content, type=Job)
                return msgspec.json.format(msgspec.json.encode(own_job(job, ours)))
            if name == RECIPE:
                recipe = tomllib.loads(content.decode())
                masks = {shot.get("mask", "") for shot in recipe.get("shots", ())} - {shot.mask for shot in ours.shots}
                named = [recipe.get(field, "") for field in ("source", "target", "weights", "cache")]
                if named != [ours.source, ours.target, ours.weights, ours.cache] or masks - {""}:
                    raise ValueError("it names other folders")
        except (msgspec.DecodeError, ValueError, AttributeError, TypeError) as error:
            raise UserError(f"{self.remote.host} sent an invalid {name} ({error}).", "It was not written.") from error
        return content

    def _full(self, error: OSError) -> UserError:
        return UserError(f"The run folder {self.folder} cannot be written ({error}).", "Free some space on its disk.")


def own_job(job: Job, ours: Job) -> Job:
    """A job with the paths of another: the files that a run here reads are not for a host to name."""
    shots, cache = ours.shots, ours.cache
    return msgspec.structs.replace(
        job, source=ours.source, target=ours.target, weights=ours.weights, shots=shots, cache=cache
    )


def _escaped(path: str) -> bytes:
    """A path as it is written within a JSON string by msgspec."""
    return json.dumps(path, ensure_ascii=False)[1:-1].encode()
