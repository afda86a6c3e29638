"""Labelled images as class folders: copies of them, or links to them."""

import csv
import os
import shutil
import uuid
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from re import sub
from typing import NamedTuple

from workbench.core.domain import natural
from workbench.core.errors import UserError

TABLE = "labels.csv"  # in the folder: the names as they are, where a file system does not take them
LONGEST = 120  # bytes of a name
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
JUNK = ("__macosx", "thumbs.db", "desktop.ini")  # what the program passes over when it reads


class Link(StrEnum):
    """How an image gets into its class folder."""

    COPY = "copy"
    HARD = "hard"
    SYMBOLIC = "symbolic"


class Filed(NamedTuple):
    """One image in its place: relative to the new folder, its label, and where it is from."""

    path: str
    label: str
    original: str


def write_class_folders(out: Path, folder: Path, labels: Mapping[str, str], link: Link = Link.COPY) -> list[Filed]:
    """Make `out`, with a folder for each class and a table labels.csv of path,label,original; all of it or nothing.

    `labels`: by path relative to `folder`. Images of one name get numbers, classes whose names no file system takes get
    others; the table has the true ones. Raises UserError when something is in the way or an image can not be read.
    """
    out = out.absolute()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} is there already.", "Choose a folder that is not there yet, or an empty one.")
    filed = _filed(labels)
    unfinished = out.parent / f".{uuid.uuid4().hex[:12]}.part"
    try:
        unfinished.mkdir(parents=True)
        for one in filed:
            place = unfinished / one.path
            place.parent.mkdir(exist_ok=True)
            _put(Path(os.path.abspath(folder / one.original)), place, link)
        with (unfinished / TABLE).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerows([Filed._fields, *filed])
        unfinished.replace(out)
    except OSError as error:
        hint = "Use symbolic links, or copies." if link is Link.HARD else "Check the images and the disk."
        raise UserError(f"The class folders could not be written to {out} ({error}).", hint) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return filed


def _put(source: Path, place: Path, link: Link) -> None:
    if link is Link.COPY:
        shutil.copy2(source, place)
    elif link is Link.HARD:
        os.link(source, place)
    else:
        source.stat()  # a link to nothing would be no image
        place.symlink_to(source)


def _filed(labels: Mapping[str, str]) -> list[Filed]:
    folders: dict[str, str] = {}
    taken: set[str] = {TABLE}
    for label in sorted(set(labels.values()), key=natural):
        folders[label] = _free(_safe(label), "", taken)
    filed = []
    used: dict[str, set[str]] = {label: set() for label in folders}
    for original in sorted(labels, key=natural):
        label, name = labels[original], PurePosixPath(original.replace("\\", "_")).name
        stem, suffix = os.path.splitext(name)
        filed.append(Filed(f"{folders[label]}/{_free(_safe(stem), _safe_end(suffix), used[label])}", label, original))
    return filed


def _free(stem: str, suffix: str, taken: set[str]) -> str:
    """A name that no other one is, on file systems too that do not tell upper from lower case."""
    name, number = stem + suffix, 2
    while name.casefold() in taken:
        name, number = f"{stem} ({number}){suffix}", number + 1
    taken.add(name.casefold())
    return name


def _safe(name: str) -> str:
    """A name that every usual file system takes, and that is not passed over when the folder is read."""
    made = sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", name)
    made = made.encode()[:LONGEST].decode(errors="ignore").rstrip(". ").lstrip(" ")
    if not made or made.startswith(".") or made.casefold() in RESERVED or made.casefold() in JUNK:
        made = f"_{made}"
    return made


def _safe_end(suffix: str) -> str:
    return sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', "_", suffix)[:20].rstrip(". ")
