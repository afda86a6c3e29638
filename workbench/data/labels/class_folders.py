"""Export of labelled images as class folders, by copies or links."""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.file_names import safe_name, safe_suffix, unique_name
from workbench.core.files import link_or_copy, move_folder, part_name, sweep_parts

TABLE = "labels.csv"  # written to the folder, with the original class names


class Link(StrEnum):
    """How an image is placed in its class folder. SYMBOLIC: a copy on systems without links."""

    COPY = "copy"
    HARD = "hard"
    SYMBOLIC = "symbolic"


class ExportedImage(NamedTuple):
    """An exported image: its path in the new folder, its label and its original path."""

    path: str
    label: str
    original: str


def write_class_folders(
    out: Path, folder: Path, labels: Mapping[str, str], link: Link = Link.COPY
) -> list[ExportedImage]:
    """Atomically create the folder `out` with a folder for each class and the table labels.csv (path,label,original).

    `labels`: by path relative to `folder`. Images with equal names get numbers, and class names that are not valid file
    names are changed; the table contains the original ones. Raises UserError if `out` is not empty or an image cannot
    be read.
    """
    out = out.absolute()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(f"{out} already exists.", "Choose a new or an empty folder.")
    images = _arranged(labels)
    sweep_parts(out.parent)
    unfinished = part_name(out)
    try:
        unfinished.mkdir(parents=True)
        for image in images:
            place = unfinished / image.path
            place.parent.mkdir(exist_ok=True)
            _put(Path(os.path.abspath(folder / image.original)), place, link)
        with (unfinished / TABLE).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(ExportedImage._fields)
            for path, label, original in images:
                writer.writerow((escaped_path(path), escaped_text(label), escaped_path(original)))
        if out.exists():
            out.rmdir()  # empty
        move_folder(unfinished, out)
    except OSError as error:
        hint = "Use symbolic links or copies." if link is Link.HARD else "Check the images and the disk."
        raise UserError(f"The class folders cannot be written to {out} ({error}).", hint) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return images


def _put(source: Path, place: Path, link: Link) -> None:
    if link is Link.COPY:
        shutil.copy2(source, place)
    elif link is Link.HARD:
        os.link(source, place)
    else:
        link_or_copy(source, place)


def _arranged(labels: Mapping[str, str]) -> list[ExportedImage]:
    taken = Counter({TABLE: 1})
    folders = {label: unique_name(safe_name(label), "", taken) for label in sorted(set(labels.values()), key=natural)}
    images = []
    used: dict[str, Counter[str]] = {label: Counter() for label in folders}
    for original in sorted(labels, key=natural):
        label, name = labels[original], PurePosixPath(original.replace("\\", "_")).name
        stem, suffix = os.path.splitext(name)
        images.append(
            ExportedImage(
                f"{folders[label]}/{unique_name(safe_name(stem), safe_suffix(suffix), used[label])}", label, original
            )
        )
    return images
