"""What may be said of a finished run on its target: measured on labels where there are some, else estimated."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import numpy as np

from workbench.analysis.measured_accuracy import MeasuredSample, class_shares, compared, measured
from workbench.core.accuracy_range import estimated_quality
from workbench.core.counting import count
from workbench.core.domain import Domain
from workbench.core.drawn_labels import in_terms_of
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.name_matching import composed
from workbench.core.target_quality import AccuracyDifference, TargetQuality, pixel_quality
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction


def quality_of_run(run: RunFolder, labels: Mapping[str, str] | None = None) -> TargetQuality:
    """The quality of a finished run on its target. `labels`: of the target folder by path; None reads it.

    Raises UserError if the run is not finished.
    """
    result = run.result()
    scores = result.finished.scores
    if scores.target_pixels is not None:
        return pixel_quality(scores.target_pixels, result.classes)
    if scores.target_accuracy is None:
        return estimated_quality(scores)
    job = run.job()
    labels = labels_of(job) if labels is None else labels
    return labelled_quality(run.predictions(), labels, job, result.classes) or estimated_quality(scores)


def labels_of(job: Job) -> dict[str, str]:
    """The labels of a job's target folder by path; empty if it has none, or cannot be read."""
    try:
        target = scan_now(Path(job.target), cache=Path(job.cache) if job.cache else default_cache())
    except UserError:
        return {}
    return labels_in(target)


def labels_in(domain: Domain) -> dict[str, str]:
    """The labels of the samples of a domain that have one, by path."""
    return {sample.path: sample.label for sample in domain.samples if sample.label is not None}


def labelled_quality(
    predictions: Iterable[Prediction], labels: Mapping[str, str], job: Job, classes: Collection[str] = ()
) -> TargetQuality | None:
    """The quality measured on the labels of a target folder, by path; None without a labelled image.

    Images that taught the model do not measure it. `classes`: of the model; without them, a class that it lacks is
    wrong whatever is predicted.
    """
    truths = _truths(labels, job, classes)
    rows = [(truths.get(composed(row.path)), row.predicted) for row in predictions]
    samples = [MeasuredSample(label, predicted) for label, predicted in rows if label is not None]
    if not samples:
        return None
    return measured(
        samples,
        predicted_shares=class_shares(predicted for _, predicted in rows),
        basis=f"Measured on {count(len(samples), 'labelled image')} of the target folder that taught no model.",
    )


Predicted = tuple[Iterable[Prediction], Job]


def compare_runs(
    first: Predicted,
    second: Predicted,
    labels: Mapping[str, str],
    classes: tuple[Collection[str], Collection[str]] = ((), ()),
) -> AccuracyDifference | None:
    """The accuracy of the second run minus that of the first, on labels by path that taught neither of them.

    `classes`: of their models, as in `labelled_quality`. None without a label that both have a prediction for.
    """
    runs = [
        ({composed(row.path): row.predicted for row in rows}, _truths(labels, job, of_model))
        for (rows, job), of_model in zip((first, second), classes, strict=True)
    ]
    common = [path for path in runs[0][1] if all(path in predicted and path in truths for predicted, truths in runs)]
    if not common:
        return None
    was_right, is_right = (np.array([predicted[path] == truths[path] for path in common]) for predicted, truths in runs)
    return compared(was_right, is_right)


def _truths(labels: Mapping[str, str], job: Job, classes: Collection[str]) -> dict[str, str]:
    """The labels in the terms of the run by composed path, without its shots. `classes`: of its model, if known."""
    known = classes or {*labels.values(), *job.mapping.values()} - {*job.mapping}
    taught = job.taught
    return {
        composed(path): in_terms_of(job, known, label) for path, label in labels.items() if composed(path) not in taught
    }
