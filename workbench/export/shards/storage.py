"""Files on this computer or at a URL such as s3://…, by fsspec."""

from pathlib import Path
from typing import Any, NamedTuple

from workbench.core.errors import UserError
from workbench.core.files import write_atomically

URL = "://"


class Storage(NamedTuple):
    """A file system of fsspec, and a path on it."""

    system: Any
    path: str


def is_url(place: str) -> bool:
    """Whether a place is a URL rather than a path on this computer."""
    return URL in place


def absolute(place: str) -> str:
    """A place that does not depend on the current folder."""
    return place.rstrip("/") if is_url(place) else str(Path(place).expanduser().absolute())


def storage_of(place: str) -> Storage:
    """The file system of a path or a URL. Raises UserError if its protocol is unknown or needs another package."""
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise UserError(f"{place} cannot be opened ({error}).", "Install the package, or copy the files.") from error
    return Storage(system, str(path))


def write_file(folder: str, name: str, content: bytes) -> None:
    """Write a file into a folder, or replace it; nobody sees half of it. Raises OSError.

    At a URL it is written in one piece, which object stores make visible when it is complete.
    """
    if is_url(folder):
        system, path = storage_of(folder)
        system.makedirs(path, exist_ok=True)
        system.pipe_file(f"{path}/{name}", content)
    else:
        write_atomically(Path(folder, name), content, durable=False)


def read_file(folder: str, name: str) -> bytes | None:
    """The content of a file in a folder; None if it is missing. Raises OSError."""
    system, path = storage_of(folder)
    try:
        content: bytes = system.cat_file(f"{path}/{name}")
    except FileNotFoundError:
        return None
    return content


def names_in(folder: str) -> set[str]:
    """The names of the files in a folder; none if it is missing. Raises OSError."""
    system, path = storage_of(folder)
    system.invalidate_cache()
    try:
        return {str(found).rpartition("/")[2] for found in system.ls(path, detail=False)}
    except FileNotFoundError:
        return set()
