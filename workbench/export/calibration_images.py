"""Target images for measuring an exported model and calibrating its precision."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class CalibrationImages(NamedTuple):
    """`pixels`: (N, H, W, 3) bytes. `real`: False for random noise.

    `labels`: class numbers, (N,) of images or (N, H, W) of pixels; −1 if unlabelled.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]
    real: bool

    def part(self, rows: slice) -> "CalibrationImages":
        """The images of the given rows."""
        return self._replace(pixels=self.pixels[rows], labels=self.labels[rows])

    def inputs(self, rows: slice = slice(None)) -> NDArray[np.float32]:
        """The images of the given rows as (N, 3, H, W) floats in [0, 1]."""
        return as_inputs(self.pixels[rows])


def as_inputs(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Convert (N, H, W, 3) bytes to (N, 3, H, W) floats in [0, 1]."""
    inputs: NDArray[np.float32] = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), np.float32)
    inputs /= np.float32(255)
    return inputs
