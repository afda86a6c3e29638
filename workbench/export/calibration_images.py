"""Target images that an export is measured and calibrated on: those that the model is for."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class CalibrationImages(NamedTuple):
    """`pixels` (N, H, W, 3) bytes; `real`: or random noise.

    `labels`: class numbers, (N,) of images or (N, H, W) of pixels, −1 where there is none.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]
    real: bool

    def inputs(self, rows: slice = slice(None)) -> NDArray[np.float32]:
        """(N, 3, H, W) in [0, 1]."""
        return as_inputs(self.pixels[rows])


def as_inputs(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, H, W, 3) bytes to (N, 3, H, W) numbers in [0, 1]."""
    made: NDArray[np.float32] = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), np.float32)
    made /= np.float32(255)
    return made
