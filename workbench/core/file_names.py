"""Names of files and folders that every usual file system takes, made from what people call things."""

import hashlib
from collections import Counter
from pathlib import Path, PurePosixPath
from re import sub

LONGEST = 120  # bytes of a name
NAME_LIMIT = 255  # bytes that file systems give a name
ODD = r'[\x00-\x1f\x7f/\\:*?"<>|]'
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
JUNK = frozenset(("__macosx", "thumbs.db", "desktop.ini"))  # what the program passes over when it reads


def safe(name: str) -> str:
    """A name that every usual file system takes, and that is not passed over when the folder is read."""
    made = sub(ODD, "_", name)
    made = made.encode()[:LONGEST].decode(errors="ignore").rstrip(". ").lstrip(" ")
    if not made or made.startswith(".") or made.casefold() in RESERVED or made.casefold() in JUNK:
        made = f"_{made}"
    return made


def safe_end(suffix: str) -> str:
    """The same of a file's ending."""
    return sub(ODD, "_", suffix)[:20].rstrip(". ")


def unlike(stem: str, suffix: str, taken: Counter[str]) -> str:
    """A name that no other one is, on file systems too that do not tell upper from lower case; it is taken then.

    `taken` counts, too, how often a name was wished for, so that of many equal ones each is found at once.
    """
    wished = (stem + suffix).casefold()
    name = stem + suffix
    while taken[name.casefold()]:
        taken[wished] += 1
        name = f"{stem} ({taken[wished]}){suffix}"
    taken[name.casefold()] += 1
    return name


def below(path: str) -> Path:
    """Where a sample goes inside another folder: a path that leads out of its root gets a name of its own."""
    parts = PurePosixPath(path).parts
    if PurePosixPath(path).is_absolute() or ".." in parts or parts[0][1:2] == ":":
        return Path(f"{hashlib.blake2b(path.encode(), digest_size=6).hexdigest()}-{parts[-1]}")
    return Path(*parts)


def mask_name(path: str) -> Path:
    """Where the mask of a sample goes inside a folder of masks: `.png` is put behind its whole name."""
    place = below(path)
    if len(place.name.encode(errors="surrogateescape")) + len(".png") > NAME_LIMIT:
        place = place.with_name(hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=12).hexdigest())
    return place.with_name(f"{place.name}.png")
