"""The range of a folder's deep images: the values that are shown as black and as white.

Deep images are greys of more than 8 bits: 16-bit and 32-bit integers, and floats.
"""

import math

import msgspec

from workbench.core.errors import UserError

Bounds = tuple[float, float]  # the values shown as black and as white


class DeepRange(msgspec.Struct, frozen=True):
    """The bounds of deep integers and of floats. Values beyond them are clipped, and NaN is black.

    None: the folder has no such images. One that comes later is treated as with `each_image`: the white of 32-bit
    images is the smallest of 1, 255 and 65,535 that contains the values of the image, and the white of 16-bit images is
    65,535. Jobs and models of versions without ranges mean `each_image`.
    """

    integers: Bounds | None = None
    floats: Bounds | None = None
    each_image: bool = False

    @property
    def key(self) -> str:
        """What distinguishes cached pixels that were decoded with this range; empty for `each_image`."""
        return "" if self.each_image else repr((self.integers, self.floats))

    def filled(self, other: "DeepRange | None") -> "DeepRange":
        """This range, with the bounds of another one where it has none."""
        if other is None or self.each_image or other.each_image:
            return self
        return DeepRange(self.integers or other.integers, self.floats or other.floats)

    def bounds_of(self, kind: str) -> Bounds | None:
        """The bounds of “integers” or “floats”."""
        return self.integers if kind == "integers" else self.floats

    @property
    def text(self) -> str:
        """The range in words."""
        if self.each_image:
            return "each image by its own largest value"
        named = [("integers", self.integers), ("floats", self.floats)]
        stated = [(name, f"{_number(pair[0])} to {_number(pair[1])}") for name, pair in named if pair]
        if len({words for _, words in stated}) == 1:
            return stated[0][1]
        return " and ".join(f"{words} ({name})" for name, words in stated)

    @property
    def bounds(self) -> Bounds | None:
        """The bounds, if there are no others for the other kind of values."""
        pairs = {pair for pair in (self.integers, self.floats) if pair}
        return next(iter(pairs)) if len(pairs) == 1 else None


EACH_IMAGE = DeepRange(each_image=True)


def given_range(low: float, high: float) -> DeepRange:
    """The range that a person states, of integers and floats alike. Raises UserError if it is empty or not finite."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise UserError(
            f"The range from {low:g} to {high:g} is empty or not finite.", "Give the lower value first, such as 0 4095."
        )
    return DeepRange((low, high), (low, high))


def check_range(deep: DeepRange | None) -> None:
    """Raises UserError if a range is empty or not finite."""
    for pair in (deep.integers, deep.floats) if deep else ():
        if pair is not None:
            given_range(*pair)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.4g}"
