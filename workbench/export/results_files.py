"""Predictions as files that others read: CSV, JSON, COCO, or the images themselves in a folder for each class."""

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec

from workbench.core.domain import UNKNOWN, SetAside
from workbench.core.errors import UserError
from workbench.core.file_names import contained_path, safe_name, unique_name
from workbench.core.files import link_or_copy, replacing
from workbench.data.decode import Unreadable
from workbench.data.image_header import read_header

COLUMNS = ("path", "predicted", "confidence", "unknown")
Lines = Callable[[], "Iterator[ResultLine]"]


class PredictionFormat(StrEnum):
    """How predictions are written."""

    CSV = "csv"
    JSON = "json"
    COCO = "coco"
    FOLDERS = "folders"


class ResultLine(msgspec.Struct, frozen=True):
    """One image: what is predicted, how surely and how unknown it looks (both in [0, 1]); or why it was set aside."""

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
    aside: Sequence[SetAside],
    classes: Sequence[str],
    *,
    link: bool,
) -> int:
    """Write them to the file, or for FOLDERS to the folder, `out`; how many. `lines` begins at the first each time.

    What was set aside is named in the JSON, else in a file NAME.set-aside.csv beside `out`, where there is any.
    """
    match form:
        case PredictionFormat.CSV:
            count = _csv(out, lines())
        case PredictionFormat.JSON:
            return _json(out, lines(), aside, classes)
        case PredictionFormat.COCO:
            count = _coco(out, root, lines, classes)
        case PredictionFormat.FOLDERS:
            count = _folders(out, root, lines, classes, link)
    if aside:
        beside = out.with_name(f"{out.stem}.set-aside.csv")
        with replacing(beside) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("path", "reason", "detail"))
            writer.writerows((one.path, one.reason, one.detail) for one in aside)
    return count


def folder_names(classes: Iterable[str]) -> dict[str, str]:
    """A folder's name for each class: what no file system takes, or what leads elsewhere, is replaced."""
    taken: Counter[str] = Counter()
    return {name: unique_name(safe_name(name), "", taken) for name in dict.fromkeys(classes)}


def _csv(out: Path, lines: Iterable[ResultLine]) -> int:
    count = 0
    with replacing(out) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in lines:
            writer.writerow((one.path, one.predicted, f"{one.confidence:.6f}", f"{one.unknown:.6f}"))
            count += 1
    return count


def _json(out: Path, lines: Iterable[ResultLine], aside: Sequence[SetAside], classes: Sequence[str]) -> int:
    count = 0
    with replacing(out) as temporary, temporary.open("wb") as file:
        file.write(b'{"classes":' + msgspec.json.encode(classes) + b',\n"predictions":[')
        for count, one in enumerate(lines, 1):
            row = {name: getattr(one, name) for name in COLUMNS}
            file.write((b"\n" if count == 1 else b",\n") + msgspec.json.encode(row))
        file.write(b'],\n"set_aside":' + msgspec.json.encode(aside) + b"}\n")
    return count


def _coco(out: Path, root: Path, lines: Lines, classes: Sequence[str]) -> int:
    """COCO's results for detection, with a box around the whole image and one annotation for each."""
    names = [*classes, *([] if UNKNOWN in classes else [UNKNOWN])]
    number = {name: index for index, name in enumerate(names, 1)}
    categories = [{"id": index, "name": name} for name, index in number.items()]
    sizes: list[tuple[int, int]] = []
    with replacing(out) as temporary, temporary.open("wb") as file:
        file.write(b'{"categories":' + msgspec.json.encode(categories) + b',\n"images":[')
        for index, one in enumerate(lines(), 1):
            sizes.append(_size(root / one.path))
            image = {"id": index, "file_name": one.path, "width": sizes[-1][0], "height": sizes[-1][1]}
            file.write((b"\n" if index == 1 else b",\n") + msgspec.json.encode(image))
        file.write(b'],\n"annotations":[')
        for index, (one, (width, height)) in enumerate(zip(lines(), sizes, strict=True), 1):
            annotation: dict[str, object] = {
                "id": index,
                "image_id": index,
                "category_id": number[one.predicted],
                "iscrowd": 0,
            }
            annotation |= {"bbox": [0, 0, width, height], "area": width * height}
            annotation |= {"score": one.confidence, "unknown": one.unknown}
            file.write((b"\n" if index == 1 else b",\n") + msgspec.json.encode(annotation))
        file.write(b"]}\n")
    return len(sizes)


def _size(path: Path) -> tuple[int, int]:
    try:
        found = read_header(path, path.stat().st_size)
    except (OSError, Unreadable):  # gone since it was predicted
        return 0, 0
    return found.width, found.height


def _folders(out: Path, root: Path, lines: Lines, classes: Sequence[str], link: bool) -> int:
    """Each image below the folder of its class, under the path that it had; predictions.csv beside them."""
    if out.exists() and not out.is_dir():
        raise UserError(f"{out} is a file.", "Choose a folder that is not there yet.")
    names = folder_names([*classes, UNKNOWN])
    for one in lines():
        place = out / names[one.predicted] / contained_path(one.path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() or place.is_symlink():
            continue  # it was put there before a stop
        if link:
            link_or_copy(root / one.path, place)
        else:
            with replacing(place) as temporary:
                shutil.copyfile(root / one.path, temporary)
    out.mkdir(parents=True, exist_ok=True)
    return _csv(out / "predictions.csv", lines())


def mask_names(paths: Sequence[str]) -> dict[str, Path]:
    """Where each image's mask goes: its path with the ending .png, put behind its own where two would be the same."""
    plain = {path: contained_path(path).with_suffix(".png") for path in paths}
    taken = Counter(plain.values())
    return {
        path: place if taken[place] == 1 else place.with_name(f"{PurePosixPath(path).name}.png")
        for path, place in plain.items()
    }
