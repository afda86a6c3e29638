"""Traces segmentation models."""

from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.domain import Domain
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.manifest import Preprocessing
from workbench.core.masks import IGNORED, mapped
from workbench.core.miss_costs import MissCosts
from workbench.data.cache import ImageCache
from workbench.data.mask_cache import scenes
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages
from workbench.export.drift_reference import Reference, make_mask_reference
from workbench.export.predict import softmax
from workbench.export.tracing import Tracing
from workbench.nets.segmentation_nets import MULTIPLE

MAX_LOGITS, MIN_IMAGES = 1 << 26, 4  # largest number of logits in memory, and least number of images


class MaskTracing(Tracing):
    """Graphs from images (B, 3, H, W) in [0, 1] to logits (B, K, H, W), for H and W in multiples of 32."""

    one_size = False

    def program(self, adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
        """Trace for any B, H and W."""
        example = torch.zeros(2, 3, 2 * MULTIPLE, 3 * MULTIPLE)
        sides = {at: MULTIPLE * torch.export.Dim(name) for at, name in ((2, "rows"), (3, "columns"))}
        shapes = ({0: torch.export.Dim("batch"), **sides},)
        return torch.export.export(adapted.model.eval(), (example,), dynamic_shapes=shapes, strict=False)

    def preprocessing(self, job: Job, *, any_size: bool = False) -> Preprocessing:
        """Resize to the size of the training images."""
        *before, _, last = Preprocessing(job.image_size).steps
        return Preprocessing(
            job.image_size,
            job.image_width,
            MULTIPLE,
            steps=(*before, "squash to height × width, bilinear", last),
            deep_range=job.exported_range,
        )

    def pictures(self, adapted: Adapted, domain: Domain, cache: Path, count: int) -> CalibrationImages | None:
        """Images whose logits, one for each class and pixel, fit in memory."""
        job, (height, width) = adapted.job, _sides(adapted.job)
        count = min(count, max(MAX_LOGITS // (len(adapted.classes) * height * width), MIN_IMAGES))
        order = np.sort(np.random.default_rng(0).permutation(len(domain.samples))[:count])
        subset = msgspec.structs.replace(domain, samples=[domain.samples[row] for row in order])
        numbers = mapped(domain.table, adapted.table, job.mapping) if domain.table and adapted.table else None
        cached = Returning(scenes(ImageCache(cache), subset, (height, width), numbers)).finish()
        if not cached.samples:
            return None
        labels = np.where(cached.masks == IGNORED, -1, cached.masks.astype(np.int64))
        shots = {shot.path for shot in job.shots}
        labels[[row for row, sample in enumerate(cached.samples) if sample.path in shots]] = -1
        return CalibrationImages(np.asarray(cached.pixels), labels, True)

    def noise(self, adapted: Adapted, count: int) -> CalibrationImages:
        """The least number of noise images."""
        shape = (MIN_IMAGES, *_sides(adapted.job))
        pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
        return CalibrationImages(pixels, np.full(shape, -1, np.int64), False)

    def reference(
        self,
        adapted: Adapted,
        pictures: CalibrationImages,
        logits: NDArray[np.float32],
        features: NDArray[np.float32],
        costs: MissCosts,
    ) -> Reference | None:
        """The drift reference of real images and their masks; None for noise."""
        if not pictures.real:
            return None
        names = adapted.classes
        confidence = np.empty(len(logits), np.float32)
        shares = np.empty((len(logits), len(names)), np.float32)
        for row, values in enumerate(logits):  # one by one: an image has as many probabilities as pixels times classes
            confidence[row] = softmax(values[None])[0].max(axis=0).mean()
            shares[row] = np.bincount(values.argmax(axis=0).ravel(), minlength=len(names)) / values[0].size
        return make_mask_reference(pictures.pixels, confidence, shares, names)


def _sides(job: Job) -> tuple[int, int]:
    return job.image_size, job.image_width or job.image_size
