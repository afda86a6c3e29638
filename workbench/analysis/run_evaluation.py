"""How a finished run did on its target: by class, by group, and what it takes for what."""

from pathlib import Path

import numpy as np

from workbench.analysis.groups import Groups, folder_levels, grouping
from workbench.analysis.performance import performance
from workbench.core.domain import UNKNOWN, Domain, Side
from workbench.core.errors import UserError
from workbench.core.manifest import Outcome
from workbench.data.cache_paths import default_cache
from workbench.data.scan import scan_now
from workbench.store.run_folder import RunFolder


def outcome_of(place: RunFolder, *, before: RunFolder | None = None, groups: Groups | None = None) -> Outcome:
    """From the predictions that a finished run left and the labels of its target, where that is still there.

    Shots are left out, and samples of classes that the model does not know count as “unknown” where it may say so.
    `before`: a run whose predictions are compared by group.
    """
    job, classes = place.job(), place.result().classes
    try:
        target = scan_now(Path(job.target), cache=Path(job.cache) if job.cache else default_cache())
    except UserError:
        return Outcome()
    shots = {shot.path for shot in job.shots}
    truths = {path: label for path, label in _labels(target).items() if path not in shots}
    made = place.predictions()
    rejects = any(one.predicted == UNKNOWN for one in made) and UNKNOWN not in classes
    named = [*classes, UNKNOWN] if rejects else list(classes)
    number = {name: column for column, name in enumerate(named)}
    judged = []
    for one in made:
        truth = truths.get(one.path)
        if truth is not None and (truth in number or rejects) and one.predicted in number:
            judged.append((one.path, truth if truth in number else UNKNOWN, one.predicted, one.confidence))
    if not judged:
        return Outcome()
    chances = np.zeros((len(judged), len(named)), np.float32)
    chances[np.arange(len(judged)), [number[said] for _, _, said, _ in judged]] = [one[3] for one in judged]
    paths = [one.path for one in target.samples]
    every = folder_levels(paths, [sample.label for sample in target.samples]) | (groups or {})
    earlier = None if before is None else {one.path: one.predicted for one in before.predictions()}
    samples = [(path, truth, said) for path, truth, said, _ in judged]
    found = [grouping(name, values, samples, earlier) for name, values in every.items()]
    return Outcome(
        performance(Side.TARGET, [truth for _, truth, _, _ in judged], chances, named),
        tuple(one for one in found if one is not None),
    )


def _labels(domain: Domain) -> dict[str, str]:
    return {sample.path: sample.label for sample in domain.samples if sample.label is not None}
