"""What the colours of points stand for: a domain, a name, or a number."""

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
_FADED = 0.22  # of its colour is left of a point that is not selected

Colours = NDArray[np.uint32]  # 0xAARRGGBB


class Shade(NamedTuple):
    """One way to colour points: by `values` (N,) of each domain, NaN for none.

    Where there are `names`, values are indices into them and −1 stands for none.
    """

    name: str
    title: str
    values: Mapping[Side, NDArray[np.float32]]
    names: Sequence[str] = ()


class Scale(NamedTuple):
    """What a legend tells: names with their colours, or a run of colours from `low` to `high`."""

    title: str
    names: tuple[tuple[str, QColor], ...] = ()
    low: float = 0.0
    high: float = 0.0


def of_domain(count: int, side: Side, tokens: Tokens) -> Colours:
    """(N,) the domain's own colour."""
    return np.full(count, argb(QColor(tokens.source if side is Side.SOURCE else tokens.target)), np.uint32)


def of_classes(numbers: NDArray[np.integer]) -> Colours:
    """(N,) colours of class numbers, grey for −1."""
    highest = int(numbers.max(initial=-1))
    palette = np.array([argb(class_colour(index)) for index in range(-1, highest + 1)], np.uint32)
    found: Colours = palette[np.maximum(numbers, -1) + 1]
    return found


def of_numbers(values: NDArray[np.float32], low: float, high: float, tokens: Tokens) -> Colours:
    """(N,) colours from `low` to `high`; grey where there is no number."""
    palette = np.append(_ramp(), argb(QColor(tokens.faint))).astype(np.uint32)
    known = np.isfinite(values)
    place = np.zeros(len(values), np.int64)
    place[known] = ((values[known] - low) / max(high - low, 1e-12) * (_STEPS - 1)).clip(0, _STEPS - 1)
    place[~known] = _STEPS
    return palette[place]


def shaded(shade: Shade, side: Side, scale: Scale, tokens: Tokens) -> Colours:
    """(N,) colours of one domain."""
    values = shade.values[side]
    if shade.names:
        return of_classes(np.where(np.isfinite(values), values, -1).astype(np.int64))
    return of_numbers(values, scale.low, scale.high, tokens)


def scale_of(shade: Shade) -> Scale:
    """What a shade's legend tells. Numbers run from the 1st to the 99th percentile, so that a few do not hide all."""
    if shade.names:
        present = np.unique(np.concatenate([values[np.isfinite(values)] for values in shade.values.values()]))
        names = tuple((shade.names[int(index)], class_colour(int(index))) for index in present if index >= 0)
        return Scale(shade.title, names)
    known = np.concatenate([values[np.isfinite(values)] for values in shade.values.values()])
    low, high = np.quantile(known, (0.01, 0.99)) if len(known) else (0.0, 1.0)
    return Scale(shade.title, (), float(low), float(high))


def faded(colours: Colours, kept: NDArray[np.bool_], ground: QColor) -> Colours:
    """(N,) the same colours where `kept`, near to the ground's elsewhere."""
    parts = colours.astype("<u4").view(np.uint8).reshape(-1, 4).astype(np.float32)
    below = np.array([ground.blue(), ground.green(), ground.red(), 255], np.float32)
    mixed = (_FADED * parts + (1 - _FADED) * below).astype(np.uint8).view("<u4").ravel()
    return np.where(kept, colours, mixed).astype(np.uint32)


def ramp(count: int) -> list[QColor]:
    """The colours of numbers, from low to high."""
    return [QColor.fromRgba(int(colour)) for colour in _ramp()[np.linspace(0, _STEPS - 1, count).astype(int)]]


def argb(colour: QColor) -> int:
    """0xAARRGGBB, opaque."""
    return (colour.rgb() | _OPAQUE) & 0xFFFFFFFF


def _ramp() -> Colours:
    """Viridis without its darkest and its lightest tenth, which neither ground shows well."""
    table = pg.colormap.get("viridis").getLookupTable(0.1, 0.95, _STEPS)
    red, green, blue = table[:, :3].astype(np.uint32).T
    made: Colours = (_OPAQUE | red << 16 | green << 8 | blue).astype(np.uint32)
    return made
