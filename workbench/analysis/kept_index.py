"""The index of a target on the disk: made once for a model, and read by each request about its groups."""

import hashlib
from collections.abc import Generator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.analysis.domain_views import view_domains, with_probabilities
from workbench.analysis.target_index import TargetIndex, target_index
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.engine.target_predictions import predict_target
from workbench.store.run_folder import RunFolder

PARTS = ("points", "probabilities", "groups", "names")


class _Names(msgspec.Struct, frozen=True):
    paths: tuple[str, ...]
    classes: tuple[str, ...]


def index_run(run: Path, *, best: bool = False, cache: str = "") -> Generator[Event, None, str]:
    """Index the target of a finished run, and return where the index is kept.

    Raises UserError if the run is not finished, or if its target cannot be read.
    """
    seen = yield from predict_target(run, best=best, cache=cache)
    yield Prepared("Grouping the target's images", 0, 1)
    folder = cache or RunFolder(run).job().cache
    return keep(target_index(seen.paths, seen.features, seen.probabilities, seen.classes), _cache(folder))


def index_inspected(request: InspectionRequest) -> Generator[Event, None, str]:
    """Index the images of the target that an inspection uses, by its features and its linear classifier.

    Returns where the index is kept. Raises UserError if an image folder or the backbone is not available.
    """
    cache = _cache(request.cache)
    source, target, extractor = yield from view_domains(request, cache)
    classes, _, target = yield from with_probabilities(source, target, extractor, request.seed)
    yield Prepared("Grouping the target's images", 0, 1)
    paths, features = [sample.path for sample in target.seen.samples], target.seen.features
    probabilities = target.probabilities
    if probabilities is None:  # the source has too few labels for a classifier
        classes, probabilities = [""], np.ones((len(paths), 1), np.float32)
    return keep(target_index(paths, features, probabilities, classes), cache)


def keep(index: TargetIndex, cache: ImageCache) -> str:
    """Write an index to a cache, and return its place there. Raises UserError if the cache cannot be written."""
    names = msgspec.msgpack.encode(_Names(index.paths, index.classes))
    digest = hashlib.blake2b(names, digest_size=16)
    for array in (index.points, index.probabilities, index.groups):
        digest.update(np.ascontiguousarray(array).tobytes())
    place = f"alike-{digest.hexdigest()}"
    arrays: tuple[NDArray[Any], ...] = (index.points, index.probabilities, index.groups, np.frombuffer(names, np.uint8))
    for part, array in zip(PARTS, arrays, strict=True):
        cache.keep(f"{place}-{part}", array)
    return str(cache.folder / place)


@lru_cache(maxsize=1)
def kept_index(place: str) -> TargetIndex:
    """Read an index. Raises UserError if the cache was emptied since."""
    cache = ImageCache(Path(place).parent)
    arrays = [cache.array(f"{Path(place).name}-{part}") for part in PARTS]
    points, probabilities, groups, names = arrays
    if points is None or probabilities is None or groups is None or names is None:
        raise UserError("The groups of images are no longer in the cache.", "Form the groups again.")
    known = msgspec.msgpack.decode(np.asarray(names).tobytes(), type=_Names)
    parts = (np.array(points), np.array(probabilities), known.classes, np.array(groups))
    return TargetIndex(known.paths, *parts)


def _cache(folder: str) -> ImageCache:
    return ImageCache(Path(folder) if folder else default_cache())
