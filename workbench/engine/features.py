"""Features of a frozen backbone, computed once for a domain and kept in the cache."""

import hashlib
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import nn

from workbench.core.events import Event, Prepared
from workbench.core.job import Job
from workbench.data.cache import ImageCache
from workbench.data.places import default_cache
from workbench.engine.evaluate import inputs_of
from workbench.engine.prepare import Rows

CHUNK = 32


def extracted(which: str, rows: Rows, extractor: nn.Module, job: Job, fabric: Fabric) -> Generator[Event, None, Rows]:
    """The same samples with (N, D) float32 features for inputs. `extractor` is on the device, in evaluation mode."""
    cache = ImageCache(Path(job.cache) if job.cache else default_cache())
    key = _key(rows, job)
    known = cache.array(key)
    if known is not None and len(known) == len(rows.paths):
        return replace(rows, inputs=known)
    parts = []
    for start in range(0, len(rows.paths), CHUNK):
        chunk = np.arange(start, min(start + CHUNK, len(rows.paths)))
        with torch.inference_mode():
            parts.append(extractor(inputs_of(rows.inputs, chunk, fabric.device)).float().cpu().numpy())
        yield Prepared(f"Computing {which} features", int(chunk[-1]) + 1, len(rows.paths))
    return replace(rows, inputs=cache.keep(key, np.concatenate(parts)))


def _key(rows: Rows, job: Job) -> str:
    digest = hashlib.blake2b(f"{rows.content} {job.backbone} {job.image_size} {job.precision}".encode())
    if job.weights:
        digest.update(Path(job.weights).read_bytes())
    return f"features-{digest.hexdigest()[:32]}"
