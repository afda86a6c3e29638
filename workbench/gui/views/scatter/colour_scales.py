"""Colours of points in the scatter plot: by domain, by class name, or by number."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from workbench.core.domain import Side
from workbench.gui.theme import Tokens, class_colour

_OPAQUE = 0xFF000000
_STEPS = 256
_FADED = 0.22  # opacity of points that are not selected

Colours = NDArray[np.uint32]  # 0xAARRGGBB


class Shade(NamedTuple):
    """One way to colour points: by `values` (N,) of each domain. NaN marks a missing value.

    If `names` is not empty, the values are indices into it and −1 marks a missing name.
    """

    name: str
    title: str
    values: Mapping[Side, NDArray[np.float32]]
    names: Sequence[str] = ()


class Scale(NamedTuple):
    """The content of a legend: names with their colours, or a colour gradient from `low` to `high`."""

    title: str
    names: tuple[tuple[str, QColor], ...] = ()
    low: float = 0.0
    high: float = 0.0


def of_domain(count: int, side: Side, tokens: Tokens) -> Colours:
    """Return the colour of the domain for each of `count` points, shape (N,)."""
    return np.full(count, argb(QColor(tokens.source if side is Side.SOURCE else tokens.target)), np.uint32)


def of_classes(numbers: NDArray[np.integer]) -> Colours:
    """Return the colours of class numbers, shape (N,); grey for −1."""
    highest = int(numbers.max(initial=-1))
    palette = np.array([argb(class_colour(index)) for index in range(-1, highest + 1)], np.uint32)
    colours: Colours = palette[np.maximum(numbers, -1) + 1]
    return colours


def of_numbers(values: NDArray[np.float32], low: float, high: float, tokens: Tokens) -> Colours:
    """Map values to colours between `low` and `high`, shape (N,); grey where a value is not finite."""
    palette = np.append(_ramp(), argb(QColor(tokens.faint))).astype(np.uint32)
    known = np.isfinite(values)
    place = np.zeros(len(values), np.int64)
    place[known] = ((values[known] - low) / max(high - low, 1e-12) * (_STEPS - 1)).clip(0, _STEPS - 1)
    place[~known] = _STEPS
    return palette[place]


def shaded(shade: Shade, side: Side, scale: Scale, tokens: Tokens) -> Colours:
    """Return the colours of the points of one domain, shape (N,)."""
    values = shade.values[side]
    if shade.names:
        return of_classes(np.where(np.isfinite(values), values, -1).astype(np.int64))
    return of_numbers(values, scale.low, scale.high, tokens)


def scale_of(shade: Shade) -> Scale:
    """Return the legend of a shade. Numbers range from the 1st to the 99th percentile, to ignore outliers."""
    if shade.names:
        present = np.unique(np.concatenate([values[np.isfinite(values)] for values in shade.values.values()]))
        names = tuple((shade.names[int(index)], class_colour(int(index))) for index in present if index >= 0)
        return Scale(shade.title, names)
    known = np.concatenate([values[np.isfinite(values)] for values in shade.values.values()])
    low, high = np.quantile(known, (0.01, 0.99)) if len(known) else (0.0, 1.0)
    return Scale(shade.title, (), float(low), float(high))


def faded(colours: Colours, keep: NDArray[np.bool_], ground: QColor) -> Colours:
    """Return the same colours where `keep` is true; elsewhere blend them towards the background, shape (N,)."""
    parts = colours.astype("<u4").view(np.uint8).reshape(-1, 4).astype(np.float32)
    below = np.array([ground.blue(), ground.green(), ground.red(), 255], np.float32)
    mixed = (_FADED * parts + (1 - _FADED) * below).astype(np.uint8).view("<u4").ravel()
    return np.where(keep, colours, mixed).astype(np.uint32)


def ramp(count: int) -> list[QColor]:
    """Return `count` colours of the gradient, from low to high."""
    return [QColor.fromRgba(int(colour)) for colour in _ramp()[np.linspace(0, _STEPS - 1, count).astype(int)]]


def argb(colour: QColor) -> int:
    """Return an opaque colour as 0xAARRGGBB."""
    return (colour.rgb() | _OPAQUE) & 0xFFFFFFFF


def _ramp() -> Colours:
    """Viridis without its darkest and lightest parts, which have too little contrast with the background."""
    table = pg.colormap.get("viridis").getLookupTable(0.1, 0.95, _STEPS)
    red, green, blue = table[:, :3].astype(np.uint32).T
    colours: Colours = (_OPAQUE | red << 16 | green << 8 | blue).astype(np.uint32)
    return colours
