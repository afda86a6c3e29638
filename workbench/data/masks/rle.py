"""COCO's run lengths: how many pixels are not, then are, then are not of a thing, column by column."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Reason
from workbench.data.decode import Unreadable


def uncompressed(text: str) -> list[int]:
    """The counts in a compressed text (cocoapi, common/maskApi.c, rleFrString). Raises Unreadable.

    Five bits a letter, from 48 on, the lowest first; the sixth says that more follow; from the fourth count on, the
    difference to the one before the last.
    """
    counts: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 48
        if not 0 <= bits < 64:
            raise Unreadable(Reason.UNREADABLE, f"“{letter}” is no run length")
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value = shift = 0
    if shift:
        raise Unreadable(Reason.UNREADABLE, "run lengths that end in the middle")
    return counts


def covered(counts: Sequence[int], size: tuple[int, int]) -> NDArray[np.bool_]:
    """(H, W) where a thing is, from its counts and height and width. Raises Unreadable when they do not fill it."""
    tall, wide = size
    if any(count < 0 for count in counts) or sum(counts) != tall * wide:
        raise Unreadable(Reason.UNREADABLE, f"run lengths of another size than {tall} × {wide} pixels")
    return np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(wide, tall).T
