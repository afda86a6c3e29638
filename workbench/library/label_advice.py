"""Selects images to label next, and lists labels that a model contradicts."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from workbench.analysis.label_review import Disagreement, disagreements
from workbench.analysis.suggestions import suggest as suggested
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.suggestion import BATCH, STRATEGY, Suggestion
from workbench.export.watching.watch_rows import unusual_rows
from workbench.library.checkpoints import is_best
from workbench.library.label_places import labels_for
from workbench.library.options import Place
from workbench.library.work import Work
from workbench.store.run_folder import RunFolder


class ReviewedLabels(NamedTuple):
    """The labels that a model contradicts, most confident first, of `labelled` labels that it predicts."""

    contradicted: list[Disagreement]
    labelled: int


def suggest(
    run: Place,
    *,
    labels: Place | None = None,
    strategy: str = STRATEGY,
    count: int = BATCH,
    seed: int = 0,
    checkpoint: str = "last",
    watched: Place | None = None,
) -> Work[Event, list[Suggestion]]:
    """Select images of a run's target to label next, most useful first, with reasons.

    `labels`: a project or a file with the labels that are there; by default those of the project that the run is in, or
    its shots. What a watch found unusual in that project comes first, and before it what the table `watched` of a watch
    names. Raises UserError if the run is not finished, there is no such strategy, or `watched` is no such table.
    """
    first = unusual_rows(Path(watched)) if watched is not None else {}
    return Work(_suggested(Path(run).absolute(), labels, first, strategy, count, seed, best=is_best(checkpoint)))


def _suggested(
    run: Path, labels: Place | None, first: dict[str, str], strategy: str, count: int, seed: int, *, best: bool
) -> Generator[Event, None, list[Suggestion]]:
    known = labels_for(run, Path(labels) if labels is not None else None)
    passed = {*known.labels, *known.measuring}  # an image of the measuring set must not teach
    return (
        yield from suggested(
            run,
            passed,
            strategy,
            count,
            seed,
            best=best,
            first=first | {path: why for path, why in known.first.items() if path not in first},
        )
    )


def review(run: Place, *, labels: Place | None = None) -> ReviewedLabels:
    """The labels that a run's model contradicts. `labels`: as for `suggest`. Raises UserError if it predicts none."""
    folder = RunFolder(Path(run).absolute())
    folder.result()
    known = labels_for(folder.path, Path(labels) if labels is not None else None).teaching
    predictions = folder.predictions()
    labelled = sum(prediction.path in known for prediction in predictions)
    if not labelled:
        raise UserError("The run has no predictions for any labelled image.", "Give other labels with --labels PLACE.")
    return ReviewedLabels(disagreements(known, predictions), labelled)
