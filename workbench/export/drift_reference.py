"""Drift detection: reference distributions of measures on target images, and tests of new images against them."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from workbench.core.errors import UserError
from workbench.data.properties import TITLES, describe
from workbench.export.predict import BatchPrediction

LEVELS = tuple(np.linspace(0, 1, 101).tolist())
CLASSES = "Shares of the classes"
AXES = 3  # principal directions of the features
CHANCE = 1e-4  # false alarm rate of a measure, for windows without overlap
PIXELS = ("brightness", "contrast", "colour", "sharpness", "noise", "highlights", "shadows")
LEAST_SPREAD = 0.05  # of the mean spread: a feature that is constant on the target is far away by no first other value
Floats = NDArray[np.float32]


class Range(msgspec.Struct, frozen=True):
    """The distribution of a measure over the target images: its quantiles at 0, 1, … 100 %."""

    name: str
    title: str
    quantiles: tuple[float, ...]


class Reference(msgspec.Struct, frozen=True):
    """The contents of reference.json, computed on `count` target images.

    `centre` and `scale` (D): mean and standard deviation of the features. `axes` (3, D): their principal directions.
    `classes`: the number of predictions of each class, unknown last; empty if not images but their pixels have classes.
    """

    count: int
    ranges: tuple[Range, ...]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    axes: tuple[tuple[float, ...], ...]
    classes: tuple[int, ...]


class DriftedMeasure(NamedTuple):
    """A measure whose distribution has changed.

    `distance`: its test statistic (Kolmogorov distance, or χ² for classes); `allowed`: the critical value. `before`
    and `now`: medians of the reference and of the latest images.
    """

    name: str
    title: str
    distance: float
    allowed: float
    before: float
    now: float


def make_reference(pixels: NDArray[np.uint8], batch: BatchPrediction, classes: int) -> Reference:
    """Compute the reference from target images (N, S, S, 3) and the model's predictions on them."""
    features = batch.features if batch.features is not None else np.zeros((len(pixels), 1), np.float32)
    centre, spread = features.mean(axis=0), features.std(axis=0)
    scale = np.maximum(spread, max(LEAST_SPREAD * float(spread.mean()), 1e-6))
    _, _, directions = np.linalg.svd((features - centre) / scale, full_matrices=False)
    axes = directions[:AXES]
    empty = Reference(len(pixels), (), _plain(centre), _plain(scale), tuple(map(_plain, axes)), ())
    values = measures(empty, pixels, batch)
    ranges = [Range(name, title, _plain(np.quantile(values[name], LEVELS))) for name, title in _titles(len(axes))]
    counts = np.bincount(np.where(batch.classes < 0, classes, batch.classes), minlength=classes + 1)
    return msgspec.structs.replace(empty, ranges=tuple(ranges), classes=tuple(counts.tolist()))


def make_mask_reference(
    pixels: NDArray[np.uint8], confidence: Floats, shares: Floats, names: Sequence[str]
) -> Reference:
    """Compute the reference of a model that predicts masks, from target images (N, H, W, 3).

    `confidence` (N,): mean probability of the pixels' classes. `shares` (N, K): of each class, of that name, in a mask.
    """
    values = mask_measures(pixels, confidence, shares)
    titles = {name: title for name, title in _titles(0) if name in values}
    titles |= {_share(number): f"Share of “{name}”" for number, name in enumerate(names)}
    ranges = [Range(name, title, _plain(np.quantile(values[name], LEVELS))) for name, title in titles.items()]
    return Reference(len(pixels), tuple(ranges), (), (), (), ())


def mask_measures(pixels: NDArray[np.uint8], confidence: Floats, shares: Floats) -> dict[str, Floats]:
    """Compute each measure for each image and its mask: arrays (N,) by name."""
    size = [pixels.shape[1]] * len(pixels)
    described = describe(pixels, size, size)
    values = {name: described[name] for name in PIXELS} | {"confidence": confidence}
    return values | {_share(number): shares[:, number] for number in range(shares.shape[1])}


def measures(reference: Reference, pixels: NDArray[np.uint8], batch: BatchPrediction) -> dict[str, Floats]:
    """Compute each measure for each image: arrays (N,) by name."""
    size = [pixels.shape[1]] * len(pixels)
    described = describe(pixels, size, size)
    values = {name: described[name] for name in PIXELS}
    values |= {"confidence": batch.confidence, "unknown": batch.unknown}
    if batch.features is not None and batch.features.shape[1] == len(reference.centre):
        standardised = (batch.features - np.array(reference.centre, np.float32)) / np.array(reference.scale, np.float32)
        values["distance"] = np.sqrt(np.square(standardised).mean(axis=1))
        for number, axis in enumerate(reference.axes):
            values[f"direction {number + 1}"] = (standardised @ np.array(axis, np.float32)).astype(np.float32)
    return values


def read_reference(content: bytes, name: str) -> Reference:
    """Decode a reference.json. Raises UserError if it is damaged."""
    try:
        reference = msgspec.json.decode(content, type=Reference)
    except msgspec.MsgspecError as error:
        raise UserError(f"{name} cannot be read ({error}).", "Export the model again.") from error
    return reference


class DriftWindow:
    """Compares the latest `size` images with the reference. Each drift is reported once, when it begins."""

    def __init__(self, reference: Reference, size: int) -> None:
        self.reference, self.size = reference, size
        self.values: dict[str, deque[float]] = {measure.name: deque(maxlen=size) for measure in reference.ranges}
        self.classes: deque[int] = deque(maxlen=size)
        self.out: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether the window holds enough images for a test."""
        return len(self.classes) == self.size

    def add(self, values: dict[str, Floats], numbers: NDArray[np.int64]) -> list[DriftedMeasure]:
        """Add images: their measures by name, and their class numbers, −1 for unknown.

        Returns the measures that have just begun to drift.
        """
        for name, latest in self.values.items():
            latest.extend(values[name].tolist() if name in values else [])
        unknown = len(self.reference.classes) - 1
        self.classes.extend(np.where(numbers < 0, unknown, numbers).tolist())
        drifted = self.drifted() if self.full else []
        newly_drifted = [measure for measure in drifted if measure.name not in self.out]
        self.out = {measure.name for measure in drifted}
        return newly_drifted

    def drifted(self) -> list[DriftedMeasure]:
        """All measures that currently drift."""
        allowed = allowed_distance(self.size, self.reference.count)
        drifted = []
        for measure in self.reference.ranges:
            values = np.array(self.values[measure.name])
            if len(values) == self.size and (distance := kolmogorov(values, measure.quantiles)) > allowed:
                median = float(np.median(values))
                drifted.append(
                    DriftedMeasure(measure.name, measure.title, distance, allowed, measure.quantiles[50], median)
                )
        return drifted + self._shares()

    def _shares(self) -> list[DriftedMeasure]:
        """Test the frequencies of the predicted classes against the reference with Pearson's χ²."""
        if not self.reference.classes:
            return []
        before = np.array(self.reference.classes, float) + 0.5
        now = np.bincount(list(self.classes), minlength=len(before))[: len(before)]
        expected = before / before.sum() * now.sum()
        statistic = float((np.square(now - expected) / expected).sum())
        allowed = float(chi2.isf(CHANCE, len(before) - 1))
        change = float(np.abs(now / now.sum() - before / before.sum()).sum() / 2)
        return [DriftedMeasure("classes", CLASSES, statistic, allowed, 0.0, change)] if statistic > allowed else []


def kolmogorov(values: NDArray[np.float64], quantiles: tuple[float, ...]) -> float:
    """Kolmogorov distance, in [0, 1], between the distribution of (W,) values and the one with these quantiles."""
    known, first = np.unique(np.array(quantiles), return_index=True)
    last = np.append(first[1:], len(quantiles)) - 1
    low, high = np.array(LEVELS)[first], np.array(LEVELS)[last]
    ordered = np.sort(values)
    largest = 0.0
    for side in ("left", "right"):
        observed = np.searchsorted(ordered, ordered, side) / len(ordered)
        index = np.searchsorted(known, ordered, "right") - 1
        inside = np.clip(index, 0, len(known) - 1)
        upper = np.clip(index + 1, 0, len(known) - 1)
        gap = np.maximum(known[upper] - known[inside], 1e-30)
        interpolated = high[inside] + (low[upper] - high[inside]) * np.clip((ordered - known[inside]) / gap, 0, 1)
        exact = (index >= 0) & (known[inside] == ordered)
        expected = np.where(exact, (low if side == "left" else high)[inside], interpolated)
        expected = np.where(index < 0, 0.0, np.where((index == len(known) - 1) & ~exact, 1.0, expected))
        largest = max(largest, float(np.abs(observed - expected).max()))
    return largest


def allowed_distance(window: int, count: int) -> float:
    """Critical Kolmogorov distance of two samples at significance level CHANCE (Smirnov's asymptotic bound)."""
    return float(np.sqrt(-np.log(CHANCE / 2) / 2) * np.sqrt((window + count) / (window * count)))


def _titles(axes: int) -> list[tuple[str, str]]:
    named = [(name, TITLES[name][0]) for name in PIXELS]
    named += [("confidence", "Confidence"), ("unknown", "Unknown score"), ("distance", "Distance of the features")]
    return named + [(f"direction {n + 1}", f"Direction {n + 1} of the features") for n in range(axes)]


def _share(number: int) -> str:
    return f"share {number}"


def _plain(values: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values.tolist())
