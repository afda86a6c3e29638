"""Where a run of a run folder is executed, if that is another computer, and how much of it has arrived here."""

import contextlib
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.core.job import Job
from workbench.core.places import HERE
from workbench.store.event_folder import read_json

NAME, ARRIVED = "remote.json", "arrived.json"
T = TypeVar("T")


class FileStamp(msgspec.Struct, frozen=True, array_like=True):
    """Size and modification time of a file on the host, from which it is seen whether the file has changed."""

    size: int
    mtime_ns: int


class RemoteRun(msgspec.Struct, frozen=True):
    """A run on a host. `job`: with the paths here; the other values are there once its data was sent.

    `sent`: the job with the paths there. `run`: the id of the run; `root`: the folder of the program there. `paths`:
    pairs of a path there and the path here, the run folder first.
    """

    host: str
    job: Job
    sent: Job | None = None
    run: str = ""
    root: str = ""
    paths: tuple[tuple[str, str], ...] = ()


class Arrived(msgspec.Struct, frozen=True):
    """What has arrived of a run: `position` bytes of its messages, and files, by path.

    `begun`: whether the host has begun it; `over`: whether it has ended there; `paused`: whether it waits there.
    """

    position: int = 0
    files: dict[str, FileStamp] = {}
    begun: bool = False
    over: bool = False
    paused: bool = False


def remote_run(folder: Path) -> RemoteRun | None:
    """The run on a host that a run folder belongs to; None if it is executed here. Raises UserError if damaged."""
    return _read(folder / NAME, RemoteRun)


def arrived(folder: Path) -> Arrived:
    """What has arrived of the run of a folder. Raises UserError if that is damaged."""
    return _read(folder / ARRIVED, Arrived) or Arrived()


def place_of(folder: Path) -> str:
    """The name of the place on which a run was executed last. Raises UserError if its file is damaged."""
    remote = remote_run(folder)
    return remote.host if remote else HERE


def check_resumable_at(place: str, folder: Path) -> None:
    """Raises UserError if the run of a folder was executed elsewhere than here and at that place."""
    before = place_of(folder)
    if place not in (HERE, before):
        raise UserError(
            f"The run {folder} was executed {'here' if before == HERE else f'on {before}'}, not on {place}.",
            "Resume it there, or start a new run.",
        )


def goes_on_elsewhere(folder: Path) -> str:
    """The name of the host on which a run goes on, as far as is known here; empty if it is executed here or is over."""
    with contextlib.suppress(UserError):
        remote, state = remote_run(folder), arrived(folder)
        return remote.host if remote is not None and state.begun and not state.over else ""
    return ""


def write_remote_run(folder: Path, remote: RemoteRun) -> None:
    """Write where the run of a folder is executed. Raises UserError if the run folder cannot be written."""
    _write(folder / NAME, remote)


def write_arrived(folder: Path, state: Arrived) -> None:
    """Write what has arrived of a run. Raises UserError if the run folder cannot be written."""
    _write(folder / ARRIVED, state)


def forget_remote_run(folder: Path) -> None:
    """From now on, the run of a folder is executed here."""
    for name in (NAME, ARRIVED):
        (folder / name).unlink(missing_ok=True)


def _read(file: Path, kind: type[T]) -> T | None:
    return read_json(file, kind, "", "") if file.is_file() else None


def _write(file: Path, value: msgspec.Struct) -> None:
    try:
        write_atomically(file, msgspec.json.encode(value), durable=False)
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error}).", "Free some space on its disk.") from error
