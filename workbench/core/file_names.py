"""Names of files and folders that every usual file system takes, made from what people call things."""

from collections import Counter
from re import sub

LONGEST = 120  # bytes of a name
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
