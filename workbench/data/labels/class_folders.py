"""Labelled images as class folders: copies of them, or links to them."""

import csv
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.file_names import safe_name, safe_suffix, unique_name
from workbench.core.files import link_or_copy

TABLE = "labels.csv"  # in the folder: the names as they are, where a file system does not take them


class Link(StrEnum):
    """How an image gets into its class folder. SYMBOLIC: a copy where the system makes no links."""

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
        link_or_copy(source, place)


def _filed(labels: Mapping[str, str]) -> list[Filed]:
    taken = Counter({TABLE: 1})
    folders = {label: unique_name(safe_name(label), "", taken) for label in sorted(set(labels.values()), key=natural)}
    filed = []
    used: dict[str, Counter[str]] = {label: Counter() for label in folders}
    for original in sorted(labels, key=natural):
        label, name = labels[original], PurePosixPath(original.replace("\\", "_")).name
        stem, suffix = os.path.splitext(name)
        filed.append(
            Filed(f"{folders[label]}/{unique_name(safe_name(stem), safe_suffix(suffix), used[label])}", label, original)
        )
    return filed
