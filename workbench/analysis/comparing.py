"""Runs side by side: in what their recipes differ, and how they do on each class."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from workbench.core.catalogue import MethodCard
from workbench.core.job import Job
from workbench.core.settings import Value

APART = ("settings", "shots", "cache", "checkpoint_seconds")  # told otherwise, or of no effect


class Difference(NamedTuple):
    """What several jobs say of one thing, a value for each; None where a job knows no such thing."""

    name: str
    values: tuple[Value | None, ...]


class ClassAccuracy(NamedTuple):
    """Of the samples of one class: how many, and which share of them each run gets right (None: unknown)."""

    name: str
    samples: int
    shares: tuple[float | None, ...]

    @property
    def spread(self) -> float:
        """The largest difference between two runs."""
        known = [share for share in self.shares if share is not None]
        return max(known) - min(known) if known else 0.0


def differences(jobs: Sequence[Job], cards: Mapping[str, MethodCard]) -> list[Difference]:
    """The settings that are not the same in all jobs, those of their methods too; what is not said is the default."""
    rows = [
        Difference(field.name, tuple(str(getattr(job, field.name)) for job in jobs))
        for field in msgspec.structs.fields(Job)
        if field.name not in APART
    ]
    rows.append(Difference("shots", tuple(len(job.shots) for job in jobs)))
    told = [_settings(job, cards) for job in jobs]
    names = dict.fromkeys(name for settings in told for name in settings)
    rows += [Difference(name, tuple(settings.get(name) for settings in told)) for name in names]
    return [row for row in rows if len(set(row.values)) > 1]


def by_class(predictions: Sequence[Mapping[str, str]], labels: Mapping[str, str]) -> list[ClassAccuracy]:
    """Accuracy of each run on each class, the largest difference between runs first.

    `predictions`: for each run, the predicted class by path; `labels`: the true class by path, of samples that count.
    """
    members: dict[str, list[str]] = {}
    for path, label in labels.items():
        members.setdefault(label, []).append(path)
    rows = [
        ClassAccuracy(name, len(paths), tuple(_right(run, name, paths) for run in predictions))
        for name, paths in members.items()
    ]
    return sorted(rows, key=lambda row: (-row.spread, row.name))


def counting(labels: Mapping[str, str], jobs: Iterable[Job]) -> dict[str, str]:
    """The labels that measure all of the jobs alike: those of samples that none of them learned from."""
    learned = {shot.path for job in jobs for shot in job.shots}
    return {path: label for path, label in labels.items() if path not in learned}


def _settings(job: Job, cards: Mapping[str, MethodCard]) -> dict[str, Value]:
    card = cards.get(job.method)
    return {field.name: field.default for field in card.fields} | job.settings if card else dict(job.settings)


def _right(predicted: Mapping[str, str], name: str, paths: Sequence[str]) -> float | None:
    known = [predicted[path] for path in paths if path in predicted]
    return sum(one == name for one in known) / len(known) if known else None
