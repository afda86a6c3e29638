"""File and folder names that are valid on all common file systems, derived from arbitrary names."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from re import sub

LONGEST = 120  # bytes of a derived name
NAME_LIMIT = 255  # bytes that file systems allow for a name
ODD = r'[\x00-\x1f\x7f/\\:*?"<>|]'
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
JUNK = frozenset(("__macosx", "thumbs.db", "desktop.ini"))  # names that a scan ignores


def safe_name(name: str) -> str:
    """A valid file name of at most 120 bytes that a scan does not ignore."""
    valid = sub(ODD, "_", name)
    valid = valid.encode()[:LONGEST].decode(errors="ignore").rstrip(". ").lstrip(" ")
    if not valid or valid.startswith(".") or valid.casefold() in RESERVED or valid.casefold() in JUNK:
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


def separated(path: str, is_there: Callable[[str], bool]) -> str:
    """A path of a table with its backslashes as separators, as Windows writes them.

    A POSIX file name may contain a backslash: where `is_there` knows the path as it is written, it stays so.
    """
    return path.replace("\\", "/") if "\\" in path and not is_there(path) else path


def contained_path(path: str) -> Path:
    """The relative path for a copy of a sample in another folder. A path outside the root gets a hashed name."""
    parts = PurePosixPath(path).parts
    if PurePosixPath(path).is_absolute() or ".." in parts or parts[0][1:2] == ":":
        return Path(f"{hashlib.blake2b(path.encode(), digest_size=6).hexdigest()}-{parts[-1]}")
    return Path(*parts)


def mask_name(path: str, suffix: str = ".png") -> Path:
    """The relative path of a sample's mask in a folder of masks: the suffix is appended to the full name."""
    place = contained_path(path)
    if len(place.name.encode(errors="surrogateescape")) + len(suffix) > NAME_LIMIT:
        place = place.with_name(hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=12).hexdigest())
    return place.with_name(f"{place.name}{suffix}")
