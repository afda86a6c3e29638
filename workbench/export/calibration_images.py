"""Target images that an export is measured and calibrated on: those that the model is for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job, TaskName
from workbench.core.masks import IGNORED, mapped
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.decode import Unreadable, decode
from workbench.data.mask_cache import scenes
from workbench.data.scan import scan_now
from workbench.engine.model_io import Adapted

COUNT = 512  # images an export looks at
MOST, LEAST = 1 << 26, 4  # numbers that logits of pixels may be, and scenes that are looked at however large
DECODERS = 4


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

    `folder`: where the target is now, if it has moved. Shots have no label here.
    """
    job = adapted.job
    root, cache = folder or Path(job.target), Path(job.cache) if job.cache else default_cache()
    try:
        domain = scan_now(root, cache=cache)
    except UserError:
        if folder is not None:
            raise
        return _noise(adapted, min(count, 64))
    if job.task is TaskName.SEGMENT:
        return _scenes(adapted, domain, cache, count)
    order = np.random.default_rng(0).permutation(len(domain.samples))[: 2 * count]
    with ThreadPoolExecutor(DECODERS) as pool:
        samples = [domain.samples[row] for row in order]
        decoded = list(pool.map(lambda one: _decoded(domain.folder / one.path, job.image_size), samples))
    kept = [(one, image) for one, image in zip(samples, decoded, strict=True) if image is not None][:count]
    if not kept:
        return _noise(adapted, min(count, 64))
    number = {name: index for index, name in enumerate(adapted.classes)}
    shots = {shot.path for shot in job.shots}

    def label(one: Sample) -> int:
        return -1 if one.label is None or one.path in shots else number.get(one.label, -1)

    return CalibrationImages(
        np.stack([image for _, image in kept]), np.array([label(one) for one, _ in kept], np.int64), True
    )


def _scenes(adapted: Adapted, domain: Domain, cache: Path, count: int) -> CalibrationImages:
    """So few that their logits, a number for each class of each pixel, take little memory."""
    height, width = _sides(adapted.job)
    count = min(count, max(MOST // (len(adapted.classes) * height * width), LEAST))
    order = np.sort(np.random.default_rng(0).permutation(len(domain.samples))[:count])
    some = msgspec.structs.replace(domain, samples=[domain.samples[row] for row in order])
    job, numbers = adapted.job, None
    if domain.table is not None and adapted.table is not None:
        numbers = mapped(domain.table, adapted.table, job.mapping)
    found = Returning(scenes(ImageCache(cache), some, (height, width), numbers)).finish()
    if not found.samples:
        return _noise(adapted, count)
    labels = np.where(found.masks == IGNORED, -1, found.masks.astype(np.int64))
    shots = {shot.path for shot in job.shots}
    labels[[row for row, one in enumerate(found.samples) if one.path in shots]] = -1
    return CalibrationImages(np.asarray(found.pixels), labels, True)


def _sides(job: Job) -> tuple[int, int]:
    return job.image_size, job.image_width or job.image_size


def _noise(adapted: Adapted, count: int) -> CalibrationImages:
    height, width = _sides(adapted.job)
    if pixels := adapted.job.task is TaskName.SEGMENT:
        count = LEAST
    made = np.random.default_rng(0).integers(0, 256, (count, height, width, 3), np.uint8)
    return CalibrationImages(made, np.full((count, height, width) if pixels else count, -1, np.int64), False)


def _decoded(path: Path, size: int) -> NDArray[np.uint8] | None:
    try:
        return decode(path, size)
    except Unreadable:
        return None
