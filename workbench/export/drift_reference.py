"""What a model finds normal: small summaries of target images, and whether the latest ones still fit them."""

from collections import deque
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from workbench.core.errors import UserError
from workbench.data.properties import TITLES, describe
from workbench.export.predict import Answer

LEVELS = tuple(np.linspace(0, 1, 101).tolist())
CLASSES = "Shares of the classes"
AXES = 3  # principal directions of the features
CHANCE = 1e-4  # how often a measure leaves its range by chance alone, in windows without overlap
PIXELS = ("brightness", "contrast", "colour", "sharpness", "noise", "highlights", "shadows")
Floats = NDArray[np.float32]


class Range(msgspec.Struct, frozen=True):
    """One measure: its quantiles at 0, 1, … 100 % of the target images."""

    name: str
    title: str
    quantiles: tuple[float, ...]


class Reference(msgspec.Struct, frozen=True):
    """reference.json, of `count` target images. `centre` and `scale` (D) and `axes` (3, D) are of their features;
    `classes`: how many were predicted to be of each, unknown last.
    """

    count: int
    ranges: tuple[Range, ...]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    axes: tuple[tuple[float, ...], ...]
    classes: tuple[int, ...]


class Moved(NamedTuple):
    """A measure that left its range: the distance of its distribution (Kolmogorov), and medians then and now."""

    name: str
    title: str
    distance: float
    allowed: float
    before: float
    now: float


def reference_of(pixels: NDArray[np.uint8], answer: Answer, classes: int) -> Reference:
    """From N target images (N, S, S, 3) and what the model says of them."""
    features = answer.features if answer.features is not None else np.zeros((len(pixels), 1), np.float32)
    centre, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    _, _, directions = np.linalg.svd((features - centre) / scale, full_matrices=False)
    axes = directions[:AXES]
    empty = Reference(len(pixels), (), _plain(centre), _plain(scale), tuple(map(_plain, axes)), ())
    values = measures(empty, pixels, answer)
    ranges = [Range(name, title, _plain(np.quantile(values[name], LEVELS))) for name, title in _titles(len(axes))]
    counts = np.bincount(np.where(answer.classes < 0, classes, answer.classes), minlength=classes + 1)
    return msgspec.structs.replace(empty, ranges=tuple(ranges), classes=tuple(counts.tolist()))


def measures(reference: Reference, pixels: NDArray[np.uint8], answer: Answer) -> dict[str, Floats]:
    """(N,) of each measure."""
    size = [pixels.shape[1]] * len(pixels)
    described = describe(pixels, size, size)
    found = {name: described[name] for name in PIXELS}
    found |= {"confidence": answer.confidence, "unknown": answer.unknown}
    if answer.features is not None and answer.features.shape[1] == len(reference.centre):
        away = (answer.features - np.array(reference.centre, np.float32)) / np.array(reference.scale, np.float32)
        found["distance"] = np.sqrt(np.square(away).mean(axis=1))
        for number, axis in enumerate(reference.axes):
            found[f"direction {number + 1}"] = (away @ np.array(axis, np.float32)).astype(np.float32)
    return found


def read_reference(content: bytes, name: str) -> Reference:
    """Raises UserError when it is damaged."""
    try:
        found = msgspec.json.decode(content, type=Reference)
    except msgspec.MsgspecError as error:
        raise UserError(f"{name} can not be read ({error}).", "Export the model again.") from error
    return found


class DriftWindow:
    """The latest `size` images, against the reference. Whoever left its range is told once, until it is back."""

    def __init__(self, reference: Reference, size: int) -> None:
        self.reference, self.size = reference, size
        self.values: dict[str, deque[float]] = {one.name: deque(maxlen=size) for one in reference.ranges}
        self.classes: deque[int] = deque(maxlen=size)
        self.out: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether there are enough images to judge."""
        return len(self.classes) == self.size

    def add(self, pixels: NDArray[np.uint8], answer: Answer) -> list[Moved]:
        """Take in images; what left its range just now."""
        found = measures(self.reference, pixels, answer)
        for name, kept in self.values.items():
            kept.extend(found[name].tolist() if name in found else [])
        others = len(self.reference.classes) - 1
        self.classes.extend(np.where(answer.classes < 0, others, answer.classes).tolist())
        moved = self.moved() if self.full else []
        fresh = [one for one in moved if one.name not in self.out]
        self.out = {one.name for one in moved}
        return fresh

    def moved(self) -> list[Moved]:
        """Everything that is out of its range now."""
        allowed = allowed_distance(self.size, self.reference.count)
        found = []
        for one in self.reference.ranges:
            values = np.array(self.values[one.name])
            if len(values) == self.size and (distance := kolmogorov(values, one.quantiles)) > allowed:
                middle = float(np.median(values))
                found.append(Moved(one.name, one.title, distance, allowed, one.quantiles[50], middle))
        return found + self._shares()

    def _shares(self) -> list[Moved]:
        """Whether the predicted classes are as frequent as they were, by Pearson's χ²."""
        before = np.array(self.reference.classes, float) + 0.5
        now = np.bincount(list(self.classes), minlength=len(before))[: len(before)]
        expected = before / before.sum() * now.sum()
        statistic = float((np.square(now - expected) / expected).sum())
        allowed = float(chi2.isf(CHANCE, len(before) - 1))
        apart = float(np.abs(now / now.sum() - before / before.sum()).sum() / 2)
        return [Moved("classes", CLASSES, statistic, allowed, 0.0, apart)] if statistic > allowed else []


def kolmogorov(values: NDArray[np.float64], quantiles: tuple[float, ...]) -> float:
    """The largest distance between the distribution of (W,) values and the one with these quantiles, in [0, 1]."""
    known, first = np.unique(np.array(quantiles), return_index=True)
    last = np.append(first[1:], len(quantiles)) - 1
    low, high = np.array(LEVELS)[first], np.array(LEVELS)[last]
    ordered = np.sort(values)
    worst = 0.0
    for side in ("left", "right"):
        ours = np.searchsorted(ordered, ordered, side) / len(ordered)
        at = np.searchsorted(known, ordered, "right") - 1
        inside = np.clip(at, 0, len(known) - 1)
        beyond = np.clip(at + 1, 0, len(known) - 1)
        room = np.maximum(known[beyond] - known[inside], 1e-30)
        between = high[inside] + (low[beyond] - high[inside]) * np.clip((ordered - known[inside]) / room, 0, 1)
        exact = (at >= 0) & (known[inside] == ordered)
        theirs = np.where(exact, (low if side == "left" else high)[inside], between)
        theirs = np.where(at < 0, 0.0, np.where((at == len(known) - 1) & ~exact, 1.0, theirs))
        worst = max(worst, float(np.abs(ours - theirs).max()))
    return worst


def allowed_distance(window: int, count: int) -> float:
    """What two samples of one distribution stay below but for CHANCE (Smirnov's asymptotic bound)."""
    return float(np.sqrt(-np.log(CHANCE / 2) / 2) * np.sqrt((window + count) / (window * count)))


def _titles(axes: int) -> list[tuple[str, str]]:
    named = [(name, TITLES[name][0]) for name in PIXELS]
    named += [("confidence", "Confidence"), ("unknown", "Unknown score"), ("distance", "Distance of the features")]
    return named + [(f"direction {n + 1}", f"Direction {n + 1} of the features") for n in range(axes)]


def _plain(values: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values.tolist())
