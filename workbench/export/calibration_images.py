"""Target images that an export is measured and calibrated on: those that the model is for."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.engine.model_io import Adapted
from workbench.export.tasks.registry import exporter

COUNT = 512  # images an export looks at
NOISE = 64  # pictures, where no image is to be found


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


def target_pictures(adapted: Adapted, folder: Path | None = None, count: int = COUNT) -> CalibrationImages:
    """Up to `count` target images, drawn at random once and for all; noise where they are no longer to be found.

    `folder`: where the target is now, if it has moved.
    """
    job, tracing = adapted.job, exporter(adapted.job.decided_task).tracing()
    root, cache = folder or Path(job.target), Path(job.cache) if job.cache else default_cache()
    try:
        domain = scan_now(root, cache=cache)
    except UserError:
        if folder is not None:
            raise
        return tracing.noise(adapted, min(count, NOISE))
    found = tracing.pictures(adapted, domain, cache, count)
    return tracing.noise(adapted, min(count, NOISE)) if found is None else found
