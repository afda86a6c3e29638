"""What a finished run's model makes of its target: features and probabilities of every sample."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import softmax
from torch import nn

from workbench.core.domain import UNKNOWN, Domain
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.generators import Returning
from workbench.core.job import Job, Tune
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan
from workbench.engine.device import fabric_for
from workbench.engine.feature_extraction import open_eye, see
from workbench.engine.frozen_features import extracted
from workbench.engine.inference import inputs_of
from workbench.engine.model_io import Adapted, load_adapted
from workbench.engine.open_set import rejected
from workbench.engine.problem import Rows
from workbench.store.run_folder import RunFolder

CHUNK = 1024


class Answers(NamedTuple):
    """Of N samples: `features` (N, D) before the head, `probabilities` (N, K) of `classes`, and the class predicted.

    `predicted` is “unknown” where the run rejects a sample.
    """

    paths: tuple[str, ...]
    features: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    classes: tuple[str, ...]
    predicted: list[str]


def answers(run: Path, *, best: bool = False, cache: str = "") -> Generator[Event, None, Answers]:
    """Look at the target as it is now through a run's last model, or its best. Kept features are not computed again.

    Raises UserError when the run is not finished, or its target can not be read any more.
    """
    place = RunFolder(run)
    place.result()
    job = msgspec.structs.replace(place.job(), devices=1, nodes=1, **({"cache": cache} if cache else {}))
    if job.tune is Tune.HEAD:
        paths, features, logits, classes = yield from _by_head(load_adapted(place, best=best), job)
    else:
        paths, features, logits, classes = yield from _by_all(run, job, best)
    away = rejected(torch.from_numpy(logits), job.shift)
    said = [UNKNOWN if no else classes[k] for k, no in zip(logits.argmax(axis=1), away, strict=True)]
    return Answers(paths, features, softmax(logits, axis=1), classes, said)


Seen = tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.float32], tuple[str, ...]]


def _by_all(run: Path, job: Job, best: bool) -> Generator[Event, None, Seen]:
    """Through the whole network, for none of it is another run's."""
    request = InspectionRequest(
        source=job.source, target=job.target, model=str(run), best=best, images=0, device=job.device, cache=job.cache
    )
    domain = yield from _read(job)
    eye = open_eye(request, domain)
    seen = yield from see("target", domain, eye, request, _cache(job))
    assert seen.logits is not None
    return tuple(one.path for one in seen.samples), seen.features, np.array(seen.logits, np.float32), eye.classes


def _by_head(adapted: Adapted, job: Job) -> Generator[Event, None, Seen]:
    """Through the head alone: the features of the frozen backbone were kept by the run."""
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
    extractor = model.extractor.to(fabric.device)
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
    reading = Returning(scan(Path(job.target), cache=_cache(job).folder))
    for files in reading:
        yield Prepared("Reading target folder", files, 0)
    if not reading.result.samples:
        raise _unreadable(job)
    return reading.result


def _cache(job: Job) -> ImageCache:
    return ImageCache(Path(job.cache) if job.cache else default_cache())


def _unreadable(job: Job) -> UserError:
    return UserError(f"No image of the target {job.target} can be read.", "“workbench scan --verify” on it says why.")
