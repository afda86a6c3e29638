"""Predicts the target with the model of a finished run: features and class probabilities of every sample."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import softmax
from torch import nn

from workbench.core.deep_range import EACH_IMAGE
from workbench.core.domain import UNKNOWN, Domain
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan
from workbench.engine.adapted_model import Adapted
from workbench.engine.device import fabric_for
from workbench.engine.feature_extraction import extract_features, open_extractor
from workbench.engine.frozen_features import extracted, frozen_extractor
from workbench.engine.inference import inputs_of
from workbench.engine.model_io import load_adapted
from workbench.engine.open_set import rejected, unknown_rule
from workbench.engine.problem import Rows
from workbench.store.run_folder import RunFolder

CHUNK = 1024


class TargetOutputs(NamedTuple):
    """Predictions for N samples: `features` (N, D) before the head, and `probabilities` (N, K) of `classes`.

    `predicted`: class names, “unknown” for rejected samples.
    """

    paths: tuple[str, ...]
    features: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    classes: tuple[str, ...]
    predicted: list[str]


def predict_target(run: Path, *, best: bool = False, cache: str = "") -> Generator[Event, None, TargetOutputs]:
    """Predict the present images of a run's target with its last model, or its best one. Uses cached features.

    Raises UserError if the run is not finished, or if its target cannot be read.
    """
    place = RunFolder(run)
    place.result()
    job = msgspec.structs.replace(place.job(), devices=1, nodes=1, **({"cache": cache} if cache else {}))
    if job.tune is Tune.HEAD:
        paths, features, logits, classes = yield from _by_head(load_adapted(place, best=best), job)
    else:
        paths, features, logits, classes = yield from _by_all(run, job, best)
    unknown = rejected(torch.from_numpy(logits), unknown_rule(job))
    predicted = [UNKNOWN if reject else classes[k] for k, reject in zip(logits.argmax(axis=1), unknown, strict=True)]
    return TargetOutputs(paths, features, softmax(logits, axis=1), classes, predicted)


Outputs = tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]  # paths … classes


def _by_all(run: Path, job: Job, best: bool) -> Generator[Event, None, Outputs]:
    """Compute features and logits with the whole network."""
    request = InspectionRequest(
        source=job.source, target=job.target, model=str(run), best=best, images=0, device=job.device, cache=job.cache
    )
    domain = yield from _read(job)
    extractor = open_extractor(request, domain)
    outputs = yield from extract_features("target", domain, extractor, request, _cache(job))
    assert outputs.logits is not None
    paths = tuple(sample.path for sample in outputs.samples)
    return paths, outputs.features, np.array(outputs.logits, np.float32), extractor.classes


def _by_head(adapted: Adapted, job: Job) -> Generator[Event, None, Outputs]:
    """Apply the head only, to the features of the frozen backbone that the run has cached."""
    domain = yield from _read(job)
    decoding = Returning(_cache(job).images(domain, job.image_size))
    for done, total in decoding:
        yield Prepared("Decoding target images", done, total)
    images = decoding.result
    if not images.samples:
        raise _unreadable(job)
    paths = tuple(sample.path for sample in images.samples)
    fabric, model = fabric_for(job), adapted.model
    rows = Rows(paths, images.pixels, np.full(len(paths), -1), images.content, "")
    extractor = frozen_extractor(model.extractor, fabric, len(paths))
    rows = yield from extracted("target", rows, extractor, job, fabric, False)
    model.extractor = nn.Identity()
    model.to(fabric.device)
    features, logits = [], []
    for start in range(0, len(paths), CHUNK):
        chunk = np.arange(start, min(start + CHUNK, len(paths)))
        with torch.inference_mode():
            output = model.look(inputs_of(rows.inputs, chunk, fabric.device))
        features.append(output.features.float().cpu().numpy())
        logits.append(output.logits.float().cpu().numpy())
    return paths, np.concatenate(features), np.concatenate(logits), adapted.classes


def _read(job: Job) -> Generator[Event, None, Domain]:
    reading = Returning(scan(Path(job.target), cache=_cache(job).folder, deep=job.target_range or EACH_IMAGE))
    for files in reading:
        yield Prepared("Reading target folder", files, 0)
    if not reading.result.samples:
        raise _unreadable(job)
    return reading.result


def _cache(job: Job) -> ImageCache:
    return ImageCache(Path(job.cache) if job.cache else default_cache())


def _unreadable(job: Job) -> UserError:
    return UserError(
        f"No image of the target {job.target} can be read.", f"Run “workbench scan --verify {job.target}” to see why."
    )
