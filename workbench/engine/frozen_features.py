"""Features of a frozen backbone, computed once for a domain and kept in the cache."""

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.core.events import Event, Prepared
from workbench.core.job import Job
from workbench.data.augment import strongly_augmented
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.engine.frozen_network import FrozenNetwork
from workbench.engine.inference import batches
from workbench.engine.problem import Rows

CHUNK = 32
VIEWS = 4  # strongly augmented views of each sample, for methods that use strong views


def frozen_extractor(extractor: nn.Module, fabric: Fabric, count: int) -> FrozenNetwork:
    """A backbone in evaluation mode, moved to the device of `fabric`. `count`: the number of images to come."""
    extractor.to(fabric.device)
    return FrozenNetwork(lambda images: (extractor(images),), fabric.device, count)


def extracted(
    which: str, rows: Rows, extractor: FrozenNetwork, job: Job, fabric: Fabric, strongly: bool
) -> Generator[Event, None, Rows]:
    """Replace the inputs of N samples by (N, D) float32 features.

    With `strongly`, also compute features of VIEWS strongly augmented views; every epoch draws from these views.
    """
    plain = yield from _features(f"Computing {which} features", rows, extractor, job, fabric)
    strong = []
    for view in range(VIEWS) if strongly else ():
        what = f"Computing {which} features, view {view + 1} of {VIEWS}"
        strong.append((yield from _features(what, rows, extractor, job, fabric, view)))
    return replace(rows, inputs=plain, strong=tuple(strong))


def _features(
    what: str, rows: Rows, extractor: FrozenNetwork, job: Job, fabric: Fabric, view: int | None = None
) -> Generator[Event, None, NDArray[np.float32]]:
    """(N, D) features of the unchanged images, or of strongly augmented ones; `view` is then the random seed."""
    cache = ImageCache(Path(job.cache) if job.cache else default_cache())
    key = _key(rows, job, view)
    cached = cache.array(key)
    if cached is not None and len(cached) == len(rows.paths):
        return cached
    features: list[NDArray[np.float32]] = []
    for (chunk,) in extractor.outputs(_batches(rows, fabric.device, view)):
        features.append(chunk.numpy())
        yield Prepared(what, sum(map(len, features)), len(rows.paths))
    return cache.keep(key, np.concatenate(features))


def _batches(rows: Rows, device: torch.device, view: int | None) -> Iterator[Tensor]:
    """Batches (B, 3, S, S) of the images, strongly augmented with the random seed `view` if one is given."""
    plain = batches(rows.inputs, CHUNK, device)
    if view is None:
        return plain
    random = torch.Generator(device).manual_seed(view)
    return (strongly_augmented(images, random) for images in plain)


def _key(rows: Rows, job: Job, view: int | None) -> str:
    text = f"{rows.content} {job.backbone} {job.image_size} {job.precision}" + ("" if view is None else f" view {view}")
    digest = hashlib.blake2b(text.encode())
    if job.weights:
        digest.update(Path(job.weights).read_bytes())
    return f"features-{digest.hexdigest()[:32]}"
