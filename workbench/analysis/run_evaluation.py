"""Evaluation of a finished run on its labelled target samples: confusion matrix, and accuracy by group."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from workbench.analysis.groups import Groups, folder_levels, grouping
from workbench.analysis.measured_runs import stated_quality
from workbench.analysis.performance import performance
from workbench.analysis.target_quality import labels_in
from workbench.core.domain import UNKNOWN, Sample, Side
from workbench.core.drawn_labels import in_terms_of
from workbench.core.errors import UserError
from workbench.core.manifest import Outcome
from workbench.core.name_matching import composed
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.store.run_folder import RunFolder


def outcome_of(run: RunFolder, *, before: RunFolder | None = None, groups: Groups | None = None) -> Outcome:
    """Evaluate the stored predictions of a finished run. Without labels, only its `quality` is known.

    Shots are excluded. If the model rejects samples, those of classes that it does not have count as “unknown”.
    `before`: a run to compare accuracies by group with.
    """
    job, classes = run.job(), run.result().classes
    try:
        target = scan_now(Path(job.target), cache=Path(job.cache) if job.cache else default_cache())
    except UserError:
        return Outcome(quality=stated_quality(run, {}))
    quality = stated_quality(run, labels_in(target))
    taught = job.taught
    samples = {composed(sample.path): sample for sample in target.samples}
    truths = {
        path: in_terms_of(job, classes, sample.label)
        for path, sample in samples.items()
        if path not in taught and sample.label is not None
    }
    predictions = run.predictions()
    rejects = UNKNOWN not in classes and UNKNOWN in {*truths.values(), *(row.predicted for row in predictions)}
    names = [*classes, UNKNOWN] if rejects else list(classes)
    column_of = {name: column for column, name in enumerate(names)}
    rows = []
    for row in predictions:
        path = composed(row.path)
        truth = truths.get(path)
        if truth in column_of and row.predicted in column_of:
            rows.append((samples[path].path, truth, row.predicted, row.confidence))
    if not rows:
        return Outcome(quality=quality)
    probabilities = np.zeros((len(rows), len(names)), np.float32)
    columns = [column_of[predicted] for _, _, predicted, _ in rows]
    probabilities[np.arange(len(rows)), columns] = [confidence for *_, confidence in rows]
    paths = [sample.path for sample in target.samples]
    all_groups = folder_levels(paths, [sample.label for sample in target.samples]) | (groups or {})
    earlier = None if before is None else _predicted(before, samples)
    evaluated = [(path, truth, predicted) for path, truth, predicted, _ in rows]
    groupings = [grouping(name, values, evaluated, earlier) for name, values in all_groups.items()]
    return Outcome(
        performance(Side.TARGET, [truth for _, truth, _, _ in rows], probabilities, names),
        tuple(grouping for grouping in groupings if grouping is not None),
        quality,
    )


def _predicted(run: RunFolder, samples: Mapping[str, Sample]) -> dict[str, str]:
    """The predicted classes by the current spelling of the paths. `samples`: by composed path."""
    rows = ((samples.get(composed(row.path)), row) for row in run.predictions())
    return {sample.path if sample else row.path: row.predicted for sample, row in rows}
