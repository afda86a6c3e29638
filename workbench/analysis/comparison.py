"""Comparison of runs or translations: differences between their jobs, and accuracy by class."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from workbench.core.catalogue import MethodCard, TranslatorCard
from workbench.core.job import Job
from workbench.core.name_matching import composed
from workbench.core.settings import Value
from workbench.core.translation import TranslationJob

# compared separately, or without effect
SPECIAL = ("settings", "shots", "corrections", "styles", "cache", "checkpoint_seconds")
Recipe: TypeAlias = Job | TranslationJob


class Difference(NamedTuple):
    """One value per job for a field or setting; None if a job does not have it."""

    name: str
    values: tuple[Value | None, ...]


class ClassComparison(NamedTuple):
    """The number of samples of a class, and the accuracy of each run on them (None: unknown)."""

    name: str
    samples: int
    shares: tuple[float | None, ...]

    @property
    def spread(self) -> float:
        """The largest difference between the accuracies of two runs."""
        known = [share for share in self.shares if share is not None]
        return max(known) - min(known) if known else 0.0


def differences(
    jobs: Sequence[Job] | Sequence[TranslationJob], cards: Mapping[str, MethodCard] | Mapping[str, TranslatorCard]
) -> list[Difference]:
    """The fields and method settings that differ between jobs. Settings that are not given have their defaults."""
    rows = [
        Difference(field.name, tuple(str(getattr(job, field.name)) for job in jobs))
        for field in msgspec.structs.fields(type(jobs[0]))
        if field.name not in SPECIAL
    ]
    rows += [_shots_or_styles(jobs), _corrections(jobs)]
    settings = [_settings(job, cards) for job in jobs]
    names = dict.fromkeys(name for values in settings for name in values)
    rows += [Difference(name, tuple(values.get(name) for values in settings)) for name in names]
    return [row for row in rows if len(set(row.values)) > 1]


def _shots_or_styles(jobs: Sequence[Recipe]) -> Difference:
    """The numbers of shots, or the names of the style images."""
    if isinstance(jobs[0], Job):
        return Difference("shots", tuple(len(job.shots) for job in jobs if isinstance(job, Job)))
    styles = (job.styles for job in jobs if isinstance(job, TranslationJob))
    return Difference("styles", tuple(", ".join(Path(path).name for path in paths) for paths in styles))


def _corrections(jobs: Sequence[Recipe]) -> Difference:
    """The numbers of corrected labels of the source."""
    return Difference("corrections", tuple(len(job.corrections) if isinstance(job, Job) else None for job in jobs))


def by_class(predictions: Sequence[Mapping[str, str]], labels: Mapping[str, str]) -> list[ClassComparison]:
    """Accuracy of each run on each class, in descending order of the difference between runs.

    `predictions`: for each run, the predicted class by path; `labels`: the true class of evaluation samples by path.
    """
    members: dict[str, list[str]] = {}
    for path, label in labels.items():
        members.setdefault(label, []).append(composed(path))
    runs = [{composed(path): predicted for path, predicted in run.items()} for run in predictions]
    rows = [
        ClassComparison(name, len(paths), tuple(_accuracy(run, name, paths) for run in runs))
        for name, paths in members.items()
    ]
    return sorted(rows, key=lambda row: (-row.spread, row.name))


def evaluation_labels(labels: Mapping[str, str], jobs: Iterable[Job]) -> dict[str, str]:
    """The labels of samples that are not shots of any of the jobs."""
    taught = frozenset[str]().union(*(job.taught for job in jobs))
    return {path: label for path, label in labels.items() if composed(path) not in taught}


def _settings(job: Recipe, cards: Mapping[str, MethodCard] | Mapping[str, TranslatorCard]) -> dict[str, Value]:
    card = cards.get(job.method if isinstance(job, Job) else job.translator)
    return {field.name: field.default for field in card.fields} | job.settings if card else dict(job.settings)


def _accuracy(predicted: Mapping[str, str], name: str, paths: Sequence[str]) -> float | None:
    known = [predicted[path] for path in paths if path in predicted]
    return sum(prediction == name for prediction in known) / len(known) if known else None
