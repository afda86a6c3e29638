"""Writes predictions as CSV, JSON or COCO, or as copies of the images in a folder for each class."""

import csv
import filecmp
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.domain import UNKNOWN, SetAside
from workbench.core.errors import UserError
from workbench.core.file_names import contained_path, contained_place, folder_names
from workbench.core.files import copy_atomically, link_or_copy, replacing, sync_tree
from workbench.data.decode import Unreadable
from workbench.data.image_header import read_header

COLUMNS = ("path", "predicted", "confidence", "unknown")
Lines = Callable[[], "Iterator[ResultLine]"]


class PredictionFormat(StrEnum):
    """The file format of predictions; FOLDERS copies the images to class folders."""

    CSV = "csv"
    JSON = "json"
    COCO = "coco"
    FOLDERS = "folders"


class ResultLine(msgspec.Struct, frozen=True):
    """The prediction of an image with confidence and unknown score in [0, 1], or the reason why it was set aside."""

    path: str
    predicted: str = ""
    confidence: float = 0.0
    unknown: float = 0.0
    reason: str = ""
    detail: str = ""


def write_results(
    form: PredictionFormat,
    out: Path,
    root: Path,
    lines: Lines,
    set_aside: Sequence[SetAside],
    classes: Sequence[str],
    *,
    link: bool,
) -> int:
    """Write predictions to the file `out`, or for FOLDERS to the folder. Return their number.

    `lines`: returns a new iterator over the predictions on each call. Files that were set aside are listed in the JSON,
    or for other formats in NAME.set-aside.csv beside `out`.
    """
    match form:
        case PredictionFormat.CSV:
            count = _csv(out, lines())
        case PredictionFormat.JSON:
            return _json(out, lines(), set_aside, classes)
        case PredictionFormat.COCO:
            count = _coco(out, root, lines, classes)
        case PredictionFormat.FOLDERS:
            count = _folders(out, root, lines, classes, link)
    if set_aside:
        beside = out.with_name(f"{out.stem}.set-aside.csv")
        with replacing(beside) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("path", "reason", "detail"))
            writer.writerows((escaped_path(line.path), line.reason, escaped_text(line.detail)) for line in set_aside)
    return count


def _csv(out: Path, lines: Iterable[ResultLine]) -> int:
    count = 0
    with replacing(out) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for line in lines:
            path, predicted = escaped_path(line.path), escaped_text(line.predicted)
            writer.writerow((path, predicted, f"{line.confidence:.6f}", f"{line.unknown:.6f}"))
            count += 1
    return count


def _json(out: Path, lines: Iterable[ResultLine], set_aside: Sequence[SetAside], classes: Sequence[str]) -> int:
    count = 0
    with replacing(out) as temporary, temporary.open("wb") as file:
        file.write(b'{"classes":' + msgspec.json.encode(classes) + b',\n"predictions":[')
        for count, line in enumerate(lines, 1):
            row = {name: getattr(line, name) for name in COLUMNS}
            file.write((b"\n" if count == 1 else b",\n") + msgspec.json.encode(row))
        file.write(b'],\n"set_aside":' + msgspec.json.encode(set_aside) + b"}\n")
    return count


def _coco(out: Path, root: Path, lines: Lines, classes: Sequence[str]) -> int:
    """Write COCO annotations: one for each image, with a box around the whole image."""
    names = [*classes, *([] if UNKNOWN in classes else [UNKNOWN])]
    number = {name: index for index, name in enumerate(names, 1)}
    categories = [{"id": index, "name": name} for name, index in number.items()]
    sizes: list[tuple[int, int]] = []
    with replacing(out) as temporary, temporary.open("wb") as file:
        file.write(b'{"categories":' + msgspec.json.encode(categories) + b',\n"images":[')
        for index, line in enumerate(lines(), 1):
            sizes.append(_size(root / line.path))
            image = {"id": index, "file_name": line.path, "width": sizes[-1][0], "height": sizes[-1][1]}
            file.write((b"\n" if index == 1 else b",\n") + msgspec.json.encode(image))
        file.write(b'],\n"annotations":[')
        for index, (line, (width, height)) in enumerate(zip(lines(), sizes, strict=True), 1):
            annotation: dict[str, object] = {
                "id": index,
                "image_id": index,
                "category_id": number[line.predicted],
                "iscrowd": 0,
            }
            annotation |= {"bbox": [0, 0, width, height], "area": width * height}
            annotation |= {"score": line.confidence, "unknown": line.unknown}
            file.write((b"\n" if index == 1 else b",\n") + msgspec.json.encode(annotation))
        file.write(b"]}\n")
    return len(sizes)


def _size(path: Path) -> tuple[int, int]:
    try:
        header = read_header(path, path.stat().st_size)
    except (OSError, Unreadable):  # deleted since it was predicted
        return 0, 0
    return header.width, header.height


def _folders(out: Path, root: Path, lines: Lines, classes: Sequence[str], link: bool) -> int:
    """Copy or link each image to the folder of its class, keeping its path, and write predictions.csv beside them."""
    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is a file.", "Choose a new folder.")
    names = {name: Path(folder) for name, folder in folder_names([*classes, UNKNOWN]).items()}
    for line in lines():
        place = contained_place(out, names[line.predicted] / contained_path(line.path))
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() or place.is_symlink():
            if not _same_content(place, root / line.path):
                raise UserError(f"{place} exists and is another file.", "Move it, or choose a new folder.")
        elif link:
            link_or_copy(root / line.path, place)
        else:
            copy_atomically(root / line.path, place, durable=False)
    out.mkdir(parents=True, exist_ok=True)
    sync_tree(out)
    return _csv(out / "predictions.csv", lines())


def _same_content(copy: Path, original: Path) -> bool:
    """Whether an image was copied or linked before the command was stopped."""
    try:
        return copy.samefile(original) or filecmp.cmp(copy, original, shallow=False)
    except OSError:
        return False


def mask_names(paths: Sequence[str]) -> dict[str, Path]:
    """The path of each image's mask: the image's path with the suffix .png, appended if two would be equal."""
    plain = {path: contained_path(path).with_suffix(".png") for path in paths}
    taken = Counter(plain.values())
    return {path: place if taken[place] == 1 else long_mask_name(path) for path, place in plain.items()}


def long_mask_name(path: str) -> Path:
    """The path of an image's mask that no other image's can have: .png after the image's own suffix."""
    image = contained_path(path)
    return image.with_name(f"{image.name}.png")
