"""Suggestions of target images to label, based on a finished run or, before the first run, on an inspection."""

from collections.abc import Collection, Generator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from workbench.analysis.domain_views import view_domains, with_probabilities
from workbench.analysis.strategies.contract import ChosenRow, Floats, Pool, strategy
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import BATCH, STRATEGY, Suggestion
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.engine.target_predictions import predict_target

NONE: Mapping[str, str] = MappingProxyType({})


def suggest(
    run: Path,
    passed: Collection[str],
    name: str = STRATEGY,
    count: int = BATCH,
    seed: int = 0,
    *,
    best: bool = False,
    cache: str = "",
    first: Mapping[str, str] = NONE,
) -> Generator[Event, None, list[Suggestion]]:
    """Suggest up to `count` images of the run's target, most useful first.

    `passed`: paths of images that were labelled or skipped. They are not suggested, and strategies treat them as
    labelled. `first`: reasons by path; these images are suggested before all others, in this order, whatever the
    strategy. Raises UserError if the strategy is unknown, the run is not finished, or its target cannot be read.
    """
    _check(name, count)
    seen = yield from predict_target(run, best=best, cache=cache)
    yield Prepared("Choosing what to label next", 0, 1)
    return _chosen(seen.paths, seen.features, seen.probabilities, seen.predicted, passed, first, name, count, seed)


def suggest_before(
    request: InspectionRequest,
    passed: Collection[str],
    name: str = STRATEGY,
    count: int = BATCH,
    seed: int = 0,
    *,
    first: Mapping[str, str] = NONE,
) -> Generator[Event, None, list[Suggestion]]:
    """Suggest images before the first run, with the pretrained features and the linear classifier of an inspection.

    Only images that the inspection uses are suggested. `first`: as for `suggest`. Raises UserError as `suggest` does,
    and if no linear classifier can be fitted.
    """
    _check(name, count)
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    source, target, eye = yield from view_domains(request, cache)
    classes, _, target = yield from with_probabilities(source, target, eye, request.seed)
    if target.probabilities is None:
        raise UserError("The source has too few labelled images to predict the target.", "Train a model first.")
    yield Prepared("Choosing what to label next", 0, 1)
    paths = [sample.path for sample in target.seen.samples]
    predicted = [classes[index] for index in target.probabilities.argmax(axis=1)]
    return _chosen(paths, target.seen.features, target.probabilities, predicted, passed, first, name, count, seed)


def _check(name: str, count: int) -> None:
    strategy(name)
    if count < 1:
        raise UserError(f"The number of suggestions is {count}.", "Use 1 or more.")


def _chosen(
    paths: Sequence[str],
    features: Floats,
    probabilities: Floats,
    predicted: Sequence[str],
    passed: Collection[str],
    first: Mapping[str, str],
    name: str,
    count: int,
    seed: int,
) -> list[Suggestion]:
    row_of = {path: row for row, path in enumerate(paths)}
    done = {row_of[path] for path in passed if path in row_of}
    offered = [(path, why) for path, why in first.items() if path in row_of and row_of[path] not in done][:count]
    choices = [ChosenRow(row_of[path], why) for path, why in offered]
    if len(choices) < count:
        labelled = np.array(sorted({*done, *(choice.row for choice in choices)}), np.int64)
        choices += strategy(name).choose(Pool(features, probabilities, labelled), count - len(choices), seed)
    top = probabilities.max(axis=1)
    return [
        Suggestion(paths[choice.row], choice.why, predicted[choice.row], float(top[choice.row])) for choice in choices
    ]
