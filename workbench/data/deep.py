"""Deep images (16-bit and 32-bit greys): conversion to 8 bits by a range, and the range that fits their values.

Pixels are converted in strips, so that memory stays a small multiple of the decoded image.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.deep_range import Bounds, DeepRange

INTEGERS = ("I;16", "I;16B", "I;16L", "I;16N", "I")
FLOATS = ("F",)
STRIP = 1 << 20  # pixels that are converted at once
TAKEN = 10_000  # values of each image that a range is estimated from
LOWEST, HIGHEST = 0.001, 0.999  # quantiles
WHITES = {"integers": (255.0, 1023.0, 4095.0, 16383.0, 65535.0), "floats": (1.0, 255.0, 65535.0)}
USED = 0.25  # least share of a conventional range that the values must span


class DeepValues(NamedTuple):
    """Finite values of an image, a random part of many. `kind`: “integers” or “floats”."""

    kind: str
    values: NDArray[np.float64]


def deep_kind(mode: str) -> str:
    """“integers” or “floats”, of a Pillow mode of deep images; empty for other modes."""
    return "integers" if mode in INTEGERS else "floats" if mode in FLOATS else ""


def strips(image: Image.Image) -> Iterator[Image.Image]:
    """The image from top to bottom in parts of about `STRIP` pixels."""
    rows = max(STRIP // max(image.width, 1), 1)
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def to_grey(image: Image.Image, deep: DeepRange | None) -> Image.Image:
    """A deep image in 8 bits (mode L). `deep`: None takes the range of its own values."""
    kind = deep_kind(image.mode)
    if deep is None:
        low, high = fitting_bounds(kind, [sampled(image).values])
    else:
        low, high = deep.bounds_of(kind) or _own_white(image)
    lookup = None
    grey = np.empty((image.height, image.width), np.uint8)
    top = 0
    for strip in strips(image):
        values = np.asarray(strip)
        if values.dtype == np.uint16:
            if lookup is None:
                lookup = _scaled(np.arange(1 << 16), low, high)
            scaled = lookup[values]
        else:
            scaled = _scaled(values, low, high)
        grey[top : top + len(values)] = scaled
        top += len(values)
    return Image.fromarray(grey)


def _scaled(values: NDArray[np.generic], low: float, high: float) -> NDArray[np.uint8]:
    """Bytes, with `low` as 0 and `high` as 255. NaN becomes 0."""
    with np.errstate(all="ignore"):  # infinite values
        wide = (values.astype(np.float64) - low) * (255 / (high - low))
        wide = np.nan_to_num(wide, nan=0.0, posinf=255.0, neginf=0.0)
    return wide.round().clip(0, 255).astype(np.uint8)


def _own_white(image: Image.Image) -> Bounds:
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    top = 0.0
    for strip in strips(image):
        values = np.asarray(strip)
        top = max(top, float(values.max(initial=0.0, where=np.isfinite(values))))
    white = next((bound for bound in (1.0, 255.0, 65535.0) if top <= bound), top)
    return 0.0, 255.0 if image.mode == "I" and white == 1.0 else white


def sampled(image: Image.Image, most: int = TAKEN) -> DeepValues:
    """Finite values of a deep image: all of a small one, else about `most` at random, the same ones every time."""
    share = most / max(image.width * image.height, 1)
    chance = np.random.default_rng(0)
    parts = []
    for strip in strips(image):
        values = np.asarray(strip).ravel()
        if share < 1:
            values = values[chance.integers(0, len(values), max(round(share * len(values)), 1))]
        values = values.astype(np.float64)
        parts.append(values[np.isfinite(values)])
    return DeepValues(deep_kind(image.mode), np.concatenate(parts) if parts else np.empty(0))


def fitting_range(values: Sequence[DeepValues]) -> DeepRange | None:
    """One range for the images that `values` are of; None without images."""
    pools: dict[str, list[NDArray[np.float64]]] = {"integers": [], "floats": []}
    for part in values:
        pools[part.kind].append(part.values)
    if not any(pools.values()):
        return None
    integers, floats = (fitting_bounds(kind, pool) if pool else None for kind, pool in pools.items())
    return DeepRange(integers, floats)


def fitting_bounds(kind: str, pool: Sequence[NDArray[np.float64]]) -> Bounds:
    """The bounds of pooled values.

    They are 0 and the conventional white (of 8, 10, 12, 14 or 16 bits; 1, 255 or 65,535 of floats) if the values are
    not negative and span a quarter of it or more; else robust quantiles, rounded outwards to whole integers.
    """
    values = np.concatenate(pool)
    if not len(values):
        return 0.0, WHITES[kind][0]
    low, high = (float(bound) for bound in np.quantile(values, (LOWEST, HIGHEST)))
    if low == high:  # nearly all pixels are background
        low, high = float(values.min()), float(values.max())
    white = next((white for white in WHITES[kind] if high <= white), None)
    if white is not None and low >= 0 and (high - low >= USED * white or low == high):
        return 0.0, white
    if kind == "integers":
        low, high = float(np.floor(low)), float(np.ceil(high))
    else:
        low, high = float(f"{low:.6g}"), float(f"{high:.6g}")
    return (low, high) if low < high else (low, low + max(abs(low), 1.0))
