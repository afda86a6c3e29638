"""Which target images to label next, and why, as a finished run's model sees them."""

from collections.abc import Collection, Generator
from pathlib import Path

import numpy as np

from workbench.analysis.strategies.contract import Pool, strategy
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.suggestion import BATCH, STRATEGY, Suggestion
from workbench.engine.answers import answers


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
    chosen = strategy(name)
    if count < 1:
        raise UserError(f"{count} images can not be suggested.", "Ask for one or more.")
    seen = yield from answers(run, best=best, cache=cache)
    yield Prepared("Choosing what to label next", 0, 1)
    done = set(passed)
    labelled = np.array([row for row, path in enumerate(seen.paths) if path in done], np.int64)
    choices = chosen.choose(Pool(seen.features, seen.probabilities, labelled), count, seed)
    top = seen.probabilities.max(axis=1)
    return [Suggestion(seen.paths[one.row], one.why, seen.predicted[one.row], float(top[one.row])) for one in choices]
