"""Traces classification models."""

import copy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch._dynamo.exc import UserError as TracingError
from torch._dynamo.exc import UserErrorType
from torch.fx.experimental import _config as fx_config

from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.manifest import Preprocessing
from workbench.core.miss_costs import MissCosts
from workbench.data.decode import Unreadable, decode
from workbench.engine.adapted_model import Adapted
from workbench.engine.open_set import unknown_rule
from workbench.export.calibration_images import CalibrationImages
from workbench.export.drift_reference import Reference, make_reference
from workbench.export.predict import Model, predict_batch
from workbench.export.tracing import Tracing
from workbench.nets.classifier import ExportedClassifier
from workbench.nets.grid_pool import with_grid_pools

DECODERS = 4


class _Both(nn.Module):
    def __init__(self, model: ExportedClassifier) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model.look(images)
        return output.logits, output.features


class ImageTracing(Tracing):
    """Graphs from images (B, 3, S, S) in [0, 1] to logits (B, K) and penultimate features (B, D)."""

    def program(self, adapted: Adapted, *, any_size: bool = False) -> torch.export.ExportedProgram:
        """Trace for any B; with `any_size` also for any H and W at which the net's last feature map is not empty.

        Raises UserError if the trace depends on the image size.
        """
        if any_size:
            return _of_any_size(adapted)
        size = adapted.job.image_size
        example, shapes = torch.zeros(2, 3, size, size), ({0: torch.export.Dim("batch")},)
        return torch.export.export(_Both(adapted.model).eval(), (example,), dynamic_shapes=shapes, strict=False)

    def preprocessing(self, job: Job, *, any_size: bool = False) -> Preprocessing:
        """Resize to a square."""
        return Preprocessing(job.image_size, multiple=1 if any_size else 0, deep_range=job.exported_range)

    def pictures(self, adapted: Adapted, domain: Domain, cache: Path, count: int) -> CalibrationImages | None:
        """Images that can be decoded, with their classes if known."""
        size = adapted.job.image_size
        order = np.random.default_rng(0).permutation(len(domain.samples))[: 2 * count]
        with ThreadPoolExecutor(DECODERS) as pool:
            samples = [domain.samples[row] for row in order]
            decoded = list(pool.map(lambda sample: _decoded(domain.folder / sample.path, size, domain.deep), samples))
        kept = [(sample, image) for sample, image in zip(samples, decoded, strict=True) if image is not None][:count]
        if not kept:
            return None
        number = {name: index for index, name in enumerate(adapted.classes)}
        shots = {shot.path for shot in adapted.job.shots}

        def label(sample: Sample) -> int:
            return -1 if sample.label is None or sample.path in shots else number.get(sample.label, -1)

        labels = np.array([label(sample) for sample, _ in kept], np.int64)
        return CalibrationImages(np.stack([image for _, image in kept]), labels, True)

    def noise(self, adapted: Adapted, count: int) -> CalibrationImages:
        """Square noise images."""
        size = adapted.job.image_size
        pixels = np.random.default_rng(0).integers(0, 256, (count, size, size, 3), np.uint8)
        return CalibrationImages(pixels, np.full(count, -1, np.int64), False)

    def reference(
        self,
        adapted: Adapted,
        pictures: CalibrationImages,
        logits: NDArray[np.float32],
        features: NDArray[np.float32],
        costs: MissCosts,
    ) -> Reference | None:
        """The drift reference of real images; None for noise."""
        if not pictures.real:
            return None
        job = adapted.job
        rule = unknown_rule(job)
        model = Model(lambda _: (logits, features), adapted.classes, job.image_size, rule, "", miss_costs=costs)
        return make_reference(pictures.pixels, predict_batch(model, logits), len(adapted.classes))


def _of_any_size(adapted: Adapted) -> torch.export.ExportedProgram:
    size, side = adapted.job.image_size, torch.export.Dim.DYNAMIC
    model = with_grid_pools(_Both(copy.deepcopy(adapted.model))).eval()
    shapes = ({0: torch.export.Dim("batch"), 2: side, 3: side},)
    try:
        # A feature map of one cell, which small images give, needs no specialised graph.
        with fx_config.patch(backed_size_oblivious=True):  # type: ignore[attr-defined]  # installed when it is imported
            images = torch.zeros(2, 3, size, size)
            return torch.export.export(model, (images,), dynamic_shapes=shapes, strict=False)
    except TracingError as error:
        if error.error_type is not UserErrorType.CONSTRAINT_VIOLATION:
            raise
        raise UserError(
            f"The traced net {adapted.job.backbone} depends on images of {size} × {size} pixels.",
            "Export it with a fixed size: images of other sizes are resized before they are predicted.",
        ) from error


def _decoded(path: Path, size: int, deep: DeepRange | None) -> NDArray[np.uint8] | None:
    try:
        return decode(path, size, deep or EACH_IMAGE)
    except Unreadable:
        return None
