"""Target images that an export is measured and calibrated on: those that the model is for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.data.decode import Unreadable, decode
from workbench.data.places import default_cache
from workbench.data.scan import scan_now
from workbench.engine.adapted import Adapted

COUNT = 512  # images an export looks at
DECODERS = 4


class Pictures(NamedTuple):
    """`pixels` (N, S, S, 3) bytes; `labels` (N,) class numbers, −1 where there is none; `real`: or random noise."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]
    real: bool

    def inputs(self, rows: slice = slice(None)) -> NDArray[np.float32]:
        """(N, 3, S, S) in [0, 1]."""
        return as_inputs(self.pixels[rows])


def as_inputs(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, S, S, 3) bytes to (N, 3, S, S) numbers in [0, 1]."""
    made: NDArray[np.float32] = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), np.float32)
    made /= np.float32(255)
    return made


def target_pictures(adapted: Adapted, folder: Path | None = None, count: int = COUNT) -> Pictures:
    """Up to `count` target images, drawn at random once and for all; noise where they are no longer to be found.

    `folder`: where the target is now, if it has moved. Shots have no label here.
    """
    job = adapted.job
    root = folder or Path(job.target)
    try:
        domain = scan_now(root, cache=Path(job.cache) if job.cache else default_cache())
    except UserError:
        if folder is not None:
            raise
        return _noise(job.image_size, min(count, 64))
    order = np.random.default_rng(0).permutation(len(domain.samples))[: 2 * count]
    with ThreadPoolExecutor(DECODERS) as pool:
        samples = [domain.samples[row] for row in order]
        decoded = list(pool.map(lambda one: _decoded(domain.folder / one.path, job.image_size), samples))
    kept = [(one, image) for one, image in zip(samples, decoded, strict=True) if image is not None][:count]
    if not kept:
        return _noise(job.image_size, min(count, 64))
    number = {name: index for index, name in enumerate(adapted.classes)}
    shots = {shot.path for shot in job.shots}

    def label(one: Sample) -> int:
        return -1 if one.label is None or one.path in shots else number.get(one.label, -1)

    return Pictures(np.stack([image for _, image in kept]), np.array([label(one) for one, _ in kept], np.int64), True)


def _noise(size: int, count: int) -> Pictures:
    pixels = np.random.default_rng(0).integers(0, 256, (count, size, size, 3), np.uint8)
    return Pictures(pixels, np.full(count, -1, np.int64), False)


def _decoded(path: Path, size: int) -> NDArray[np.uint8] | None:
    try:
        return decode(path, size)
    except Unreadable:
        return None
