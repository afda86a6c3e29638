"""The tables of a run folder, read line by line: a damaged one is named, with its first wrong line."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.core.csv_cells import unescaped
from workbench.core.errors import UserError
from workbench.core.name_matching import composed

T = TypeVar("T")


class Prediction(msgspec.Struct, frozen=True):
    """A line of predictions.csv. `confidence`: probability of the predicted class.

    `support`: share in [0, 1] of the nearest source samples that have the predicted class; None where it is not known,
    as in runs of earlier versions.
    """

    path: str
    predicted: str
    confidence: float
    support: float | None = None

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "predicted", composed(self.predicted))


class ImageScores(msgspec.Struct, frozen=True):
    """Segmentation scores of one image in [0, 1]: pixel accuracy, and the IoU of each class that occurs."""

    path: str
    accuracy: float
    iou: dict[str, float]


def read_predictions(file: Path, run: Path) -> list[Prediction]:
    """The predictions in a table; none if it does not exist. Raises UserError if it is damaged."""

    def prediction(_names: list[str], row: list[str]) -> Prediction:
        support = _share(row[3]) if len(row) > 3 and row[3] else None
        return Prediction(unescaped(row[0]), unescaped(row[1]), _share(row[2]), support)

    try:
        return list(_rows(file, ("path", "predicted", "confidence"), prediction))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{file} is damaged ({error}).",
            f"Delete it to continue without predictions; “workbench predict {run} FOLDER --out PLACE” predicts again.",
        ) from error


def read_image_scores(file: Path) -> list[ImageScores]:
    """The scores of each image in a table; none if it does not exist. Raises UserError if it is damaged."""

    def scores(names: list[str], row: list[str]) -> ImageScores:
        path, accuracy, *iou = row
        by_class = zip(map(composed, names[2:]), iou, strict=True)
        return ImageScores(path, _share(accuracy), {name: _share(text) for name, text in by_class if text})

    try:
        return list(_rows(file, ("path", "accuracy"), scores))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{file} is damaged ({error}).", "Delete it to continue without the scores of single images."
        ) from error


def _rows(file: Path, columns: tuple[str, ...], made: Callable[[list[str], list[str]], T]) -> Iterator[T]:
    """What `made` returns for the names of the columns and each row.

    Raises ValueError for the first line that is not as it was written.
    """
    if not file.exists():
        return
    with file.open(newline="", encoding="utf-8", errors="surrogateescape") as lines:
        reader = csv.reader(lines, strict=True)
        try:
            names = next(reader, [])
            if tuple(names[: len(columns)]) != columns:
                raise ValueError("it does not name its columns")
            for row in reader:
                if len(row) != len(names):
                    raise ValueError(f"it has {len(row)} of {len(names)} values")
                yield made(names, row)
        except (ValueError, csv.Error) as error:
            raise ValueError(f"line {max(reader.line_num, 1):,}: {error}") from error
    with file.open("rb") as ended:
        ended.seek(-1, 2)
        if ended.read() != b"\n":
            raise ValueError("it ends within a line")


def _share(text: str) -> float:
    """A number in [0, 1]. Raises ValueError."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(f"{text} is not between 0 and 1")
    return number
