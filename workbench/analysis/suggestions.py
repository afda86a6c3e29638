"""Which target images to label next, and why, as a finished run's model sees them, or before any as an inspection."""

from collections.abc import Collection, Generator, Sequence
from pathlib import Path

import numpy as np

from workbench.analysis.domain_views import halves, with_probabilities
from workbench.analysis.strategies.contract import Floats, Pool, strategy
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import BATCH, STRATEGY, Suggestion
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.engine.target_predictions import answers


def suggest(
    run: Path,
    passed: Collection[str],
    name: str = STRATEGY,
    count: int = BATCH,
    seed: int = 0,
    *,
    best: bool = False,
    cache: str = "",
) -> Generator[Event, None, list[Suggestion]]:
    """At most `count` images of the run's target that are not among `passed`, the most useful first.

    `passed`: paths that a person has named, or looked at and left: none of them is suggested, and strategies that
    spread their choice take them for covered. Fewer come where fewer are left. Raises UserError when there is no such
    strategy, the run is not finished, or its target can not be read.
    """
    _check(name, count)
    seen = yield from answers(run, best=best, cache=cache)
    yield Prepared("Choosing what to label next", 0, 1)
    return _chosen(seen.paths, seen.features, seen.probabilities, seen.predicted, passed, name, count, seed)


def suggest_before(
    request: InspectionRequest, passed: Collection[str], name: str = STRATEGY, count: int = BATCH, seed: int = 0
) -> Generator[Event, None, list[Suggestion]]:
    """The same before the first run, as an inspection of the `request` sees its target: features of the pretrained
    net, which the inspection kept, and what a linear head of the source says of them.

    Among the images that the inspection looks at. Raises UserError as `suggest` does, and where there is no such head.
    """
    _check(name, count)
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    source, target, eye = yield from halves(request, cache)
    classes, _, target = yield from with_probabilities(source, target, eye, request.seed)
    if target.probabilities is None:
        raise UserError(
            "The source has too few labelled images for a first guess at the target.", "Adapt a model first."
        )
    yield Prepared("Choosing what to label next", 0, 1)
    paths = [one.path for one in target.seen.samples]
    predicted = [classes[number] for number in target.probabilities.argmax(axis=1)]
    return _chosen(paths, target.seen.features, target.probabilities, predicted, passed, name, count, seed)


def _check(name: str, count: int) -> None:
    strategy(name)
    if count < 1:
        raise UserError(f"{count} images can not be suggested.", "Ask for one or more.")


def _chosen(
    paths: Sequence[str],
    features: Floats,
    probabilities: Floats,
    predicted: Sequence[str],
    passed: Collection[str],
    name: str,
    count: int,
    seed: int,
) -> list[Suggestion]:
    done = set(passed)
    labelled = np.array([row for row, path in enumerate(paths) if path in done], np.int64)
    choices = strategy(name).choose(Pool(features, probabilities, labelled), count, seed)
    top = probabilities.max(axis=1)
    return [Suggestion(paths[one.row], one.why, predicted[one.row], float(top[one.row])) for one in choices]
