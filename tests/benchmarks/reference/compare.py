"""What two commits left on disk, compared bit for bit: JSON, tables, images, arrays and weights."""

import csv
import json
import math
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors import safe_open

# What may differ between two commits that compute the same. Patterns of the last parts of a value's dotted name.
EXCLUDED = {
    "times": ("seconds", "rate", "milliseconds"),
    "places": ("folder", "run", "cache", "mask", "shots.*.mask", "command"),
    "wording": (
        *("title", "reason", "harm", "message", "hint", "device", "summary", "paper", "why", "scores.*.on"),
        *("scores.*.name", "preprocessing.steps.*"),
    ),
    "versions and sizes of files": ("versions.*", "bytes"),
}
# Files that are not compared: models are asked for their logits instead; the rest is text, or stays after a crash.
LEFT_OUT = ("*.onnx", "*.pt2", "*.md", "*.py", "SHA256SUMS", "log.txt", "checkpoint.pt", "*.lock")

COLUMNS = ("losses", "results", "predictions", "weights", "folder")  # and one for each export format

Leaf = Any
Array = NDArray[Any]


class Difference(NamedTuple):
    """Where two commits differ first in a file. `size`: the largest absolute difference, NaN where it has none."""

    column: str
    where: str
    old: str
    new: str
    size: float = math.nan

    def __str__(self) -> str:
        """One line for a person."""
        size = "" if math.isnan(self.size) else f" (by {self.size:.3g})"
        return f"{self.column}: {self.where}: {self.old} → {self.new}{size}"


class Comparison(NamedTuple):
    """Of one case: its columns, what differs, and what the new commit has besides."""

    columns: frozenset[str]
    differences: list[Difference]
    added: list[str]


def compare_folders(old: Path, new: Path) -> Comparison:
    """Compare all files below two folders; a file or value that only `new` has is noted, and is no difference."""
    before, after = _files(old), _files(new)
    differences, added = [], [f"file {name}" for name in sorted(after - before)]
    for name in sorted(before):
        column = column_of(name)
        if name not in after:
            differences.append(Difference(column, name, "there", "missing"))
            continue
        difference, more = compare_files(old / name, new / name)
        if difference is not None:
            where = f"{name} {difference.where}".strip()
            differences.append(difference._replace(column=column, where=where))
        added += [f"{name} {value}" for value in more]
    return Comparison(frozenset(map(column_of, before)), differences, added)


def column_of(name: str) -> str:
    """Which column of the table tells of a file, by its path below the case's folder."""
    path = Path(name)
    if path.parts[0] == "logits":
        return path.stem
    if path.parts[0] == "source-model.safetensors":
        return "source-model"
    if path.parts[0] in ("model", "scripted.txt", "scripted", "predicted", "predicted.csv"):
        return "folder"
    if path.name == "metrics.jsonl":
        return "losses"
    if path.suffix == ".safetensors":
        return "weights"
    return "predictions" if path.suffix in (".csv", ".png", ".msgpack") else "results"


def compare_files(old: Path, new: Path) -> tuple[Difference | None, list[str]]:
    """The first difference of two files of one kind, and the names of values that only the new one has."""
    match old.suffix:
        case ".json":
            return compare_values(json.loads(old.read_bytes()), json.loads(new.read_bytes()))
        case ".jsonl":
            return compare_values(
                *([json.loads(line) for line in file.read_bytes().splitlines()] for file in (old, new))
            )
        case ".msgpack":
            return compare_values(*(msgspec.msgpack.decode(file.read_bytes()) for file in (old, new)))
        case ".csv":
            return compare_values(_table(old), _table(new))
        case ".png":
            return compare_arrays(_image(old), _image(new))
        case ".npz":
            return compare_arrays(dict(np.load(old)), dict(np.load(new)))
        case ".safetensors":
            difference, added = compare_arrays(_weights(old), _weights(new))
            described, more = compare_values(_metadata(old), _metadata(new))
            return difference or described, added + more
    same = old.read_bytes() == new.read_bytes()
    return None if same else Difference("", "", "other bytes", "other bytes"), []


def compare_values(old: Any, new: Any) -> tuple[Difference | None, list[str]]:
    """The first leaf of two nested values that is not the same; numbers to the last bit, NaN as NaN."""
    before, after = (dict(_leaves(value)) for value in (old, new))
    added = [name for name in after if name not in before]
    first: Difference | None = None
    size = math.nan
    for name, value in before.items():
        if name not in after:
            first = first or Difference("", name, _short(value), "missing")
        elif not _same(value, after[name]):
            first = first or Difference("", name, _short(value), _short(after[name]))
            size = np.fmax(size, _distance(value, after[name]))
    return (first and first._replace(size=float(size))), added


def compare_arrays(old: Mapping[str, Array], new: Mapping[str, Array]) -> tuple[Difference | None, list[str]]:
    """The first of the named arrays that has not the same type, shape and bytes."""
    added = [name for name in new if name not in old]
    for name, before in old.items():
        after = new.get(name)
        if after is None:
            return Difference("", name, "there", "missing"), added
        if (before.dtype, before.shape) != (after.dtype, after.shape):
            return Difference("", name, f"{before.dtype} {before.shape}", f"{after.dtype} {after.shape}"), added
        if before.tobytes() != after.tobytes():
            apart = np.flatnonzero(before.ravel() != after.ravel())
            distance = np.abs(before.astype(np.float64) - after.astype(np.float64))
            at = int(apart[0]) if len(apart) else 0
            where = f"{name}[{at}], {len(apart):,} of {before.size:,} values"
            first, second = (f"{array.ravel()[at]:.9g}" for array in (before, after))
            return Difference("", where, first, second, float(np.nanmax(distance))), added
    return None, added


def excluded(name: str) -> bool:
    """Whether a value may differ, by its dotted name."""
    return any(fnmatch(f".{name}", f"*.{pattern}") for patterns in EXCLUDED.values() for pattern in patterns)


def _files(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in paths if not any(fnmatch(path.name, one) for one in LEFT_OUT)}


def _leaves(value: Any, name: str = "") -> list[tuple[str, Leaf]]:
    """Dotted names and values of all leaves that are compared; an empty list or object is a leaf."""
    if isinstance(value, dict | list) and value:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, part in parts for leaf in _leaves(part, f"{name}.{key}" if name else str(key))]
    return [] if excluded(name) else [(name, value)]


def _same(old: Leaf, new: Leaf) -> bool:
    return type(old) is type(new) and repr(old) == repr(new)


def _distance(old: Leaf, new: Leaf) -> float:
    try:
        return abs(float(old) - float(new))
    except (TypeError, ValueError):
        return math.nan


def _short(value: Leaf) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _image(path: Path) -> dict[str, Array]:
    with Image.open(path) as image:
        palette = image.getpalette() or []
        return {f"{image.mode} pixels": np.asarray(image), "palette": np.asarray(palette, np.int64)}


def _weights(path: Path) -> dict[str, Array]:
    with safe_open(path, "numpy") as file:
        return {name: file.get_tensor(name) for name in sorted(file.keys())}


def _metadata(path: Path) -> dict[str, Any]:
    """What a file of weights says of itself; JSON within it is read."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata() or {}
    return {name: _decoded(text) for name, text in metadata.items()}


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
