"""File and folder names that are valid on all common file systems, derived from arbitrary names."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from re import sub

from workbench.core.errors import UserError
from workbench.core.leftovers import is_leftover

LONGEST = 120  # bytes of a derived name
NAME_LIMIT = 255  # bytes that file systems allow for a name
ODD = r'[\x00-\x1f\x7f/\\:*?"<>|]'
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}


def safe_name(name: str) -> str:
    """A valid file name of at most 120 bytes that a scan does not ignore."""
    valid = sub(ODD, "_", name)
    valid = valid.encode()[:LONGEST].decode(errors="ignore").rstrip(". ").lstrip(" ")
    device = valid.partition(".")[0].rstrip(" ").casefold()  # Windows reserves NUL.txt as well
    if not valid or device in RESERVED or is_leftover(valid):
        valid = f"_{valid}"
    return valid


def safe_suffix(suffix: str) -> str:
    """A valid file extension of at most 20 characters."""
    return sub(ODD, "_", suffix)[:20].rstrip(". ")


def unique_name(stem: str, suffix: str, taken: Counter[str]) -> str:
    """A name that is not in `taken`, also on case-insensitive file systems; add it to `taken`.

    `taken` also counts requests for the same name, so that finding the next free number takes constant time.
    """
    requested = (stem + suffix).casefold()
    name = stem + suffix
    while taken[name.casefold()]:
        taken[requested] += 1
        name = f"{stem} ({taken[requested]}){suffix}"
    taken[name.casefold()] += 1
    return name


def folder_names(classes: Iterable[str]) -> dict[str, str]:
    """A folder name for each class: characters that some file systems refuse, or that lead elsewhere, are replaced."""
    taken: Counter[str] = Counter()
    return {name: unique_name(safe_name(name), "", taken) for name in dict.fromkeys(classes)}


def separated(path: str, is_there: Callable[[str], bool]) -> str:
    """A path of a table with its backslashes as separators, as Windows writes them.

    A POSIX file name may contain a backslash: where `is_there` knows the path as it is written, it stays so.
    """
    return path.replace("\\", "/") if "\\" in path and not is_there(path) else path


def contained_path(path: str) -> Path:
    """The relative path for a copy of a sample in another folder.

    It has no part that leads upwards, to a root or to a drive, on any system: a path that does, and an empty path, get
    a hashed name, which is the same each time.
    """
    parts = PurePosixPath(path).parts
    on_windows = PureWindowsPath(*parts)  # its separators are those of both systems
    if not parts or "\0" in path or path.startswith("/") or on_windows.anchor or ".." in on_windows.parts:
        digest = hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=6).hexdigest()
        return Path(f"{digest}-{safe_name(parts[-1] if parts else '')}")
    return Path(*parts)


def contained_place(root: Path, path: str | Path) -> Path:
    """The place below `root` for a file that is named after a sample's path.

    Every file that is written under a name from outside (a table, a project, an archive) gets its place here. Raises
    UserError if a link below `root` leads out of it: what is written there would replace somebody's files.
    """
    relative = contained_path(path.as_posix() if isinstance(path, Path) else path)
    folder = root
    for part in relative.parts[:-1]:
        folder = folder / part
        if _is_link(folder) and not folder.resolve().is_relative_to(root.resolve()):
            raise UserError(
                f"The link {folder} leads out of {root}, so nothing is written there.",
                "Remove the link, or choose another folder.",
            )
    return root / relative


def _is_link(path: Path) -> bool:
    """A symbolic link, or a junction of Windows."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    junction = getattr(status, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(status.st_mode) or junction


def mask_name(path: str, suffix: str = ".png") -> Path:
    """The relative path of a sample's mask in a folder of masks: the suffix is appended to the full name."""
    place = contained_path(path)
    if len(place.name.encode(errors="surrogateescape")) + len(suffix) > NAME_LIMIT:
        place = place.with_name(hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=12).hexdigest())
    return place.with_name(f"{place.name}{suffix}")
