"""Runs or translations side by side: in what their recipes differ, and how runs do on each class."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from workbench.core.catalogue import MethodCard, TranslatorCard
from workbench.core.job import Job
from workbench.core.settings import Value
from workbench.core.translation import TranslationJob

APART = ("settings", "shots", "styles", "cache", "checkpoint_seconds")  # told otherwise, or of no effect
Recipe: TypeAlias = Job | TranslationJob


class Difference(NamedTuple):
    """What several jobs say of one thing, a value for each; None where a job knows no such thing."""

    name: str
    values: tuple[Value | None, ...]


class ClassComparison(NamedTuple):
    """Of the samples of one class: how many, and which share of them each run gets right (None: unknown)."""

    name: str
    samples: int
    shares: tuple[float | None, ...]

    @property
    def spread(self) -> float:
        """The largest difference between two runs."""
        known = [share for share in self.shares if share is not None]
        return max(known) - min(known) if known else 0.0


def differences(
    jobs: Sequence[Job] | Sequence[TranslationJob], cards: Mapping[str, MethodCard] | Mapping[str, TranslatorCard]
) -> list[Difference]:
    """The settings that are not the same in all jobs, those of their methods too; what is not said is the default."""
    rows = [
        Difference(field.name, tuple(str(getattr(job, field.name)) for job in jobs))
        for field in msgspec.structs.fields(type(jobs[0]))
        if field.name not in APART
    ]
    rows.append(_learned_from(jobs))
    told = [_settings(job, cards) for job in jobs]
    names = dict.fromkeys(name for settings in told for name in settings)
    rows += [Difference(name, tuple(settings.get(name) for settings in told)) for name in names]
    return [row for row in rows if len(set(row.values)) > 1]


def _learned_from(jobs: Sequence[Recipe]) -> Difference:
    """How many shots, or the names of the images whose look is taken."""
    if isinstance(jobs[0], Job):
        return Difference("shots", tuple(len(job.shots) for job in jobs if isinstance(job, Job)))
    looks = (job.styles for job in jobs if isinstance(job, TranslationJob))
    return Difference("styles", tuple(", ".join(Path(path).name for path in styles) for styles in looks))


def by_class(predictions: Sequence[Mapping[str, str]], labels: Mapping[str, str]) -> list[ClassComparison]:
    """Accuracy of each run on each class, the largest difference between runs first.

    `predictions`: for each run, the predicted class by path; `labels`: the true class by path, of samples that count.
    """
    members: dict[str, list[str]] = {}
    for path, label in labels.items():
        members.setdefault(label, []).append(path)
    rows = [
        ClassComparison(name, len(paths), tuple(_right(run, name, paths) for run in predictions))
        for name, paths in members.items()
    ]
    return sorted(rows, key=lambda row: (-row.spread, row.name))


def counting(labels: Mapping[str, str], jobs: Iterable[Job]) -> dict[str, str]:
    """The labels that measure all of the jobs alike: those of samples that none of them learned from."""
    learned = {shot.path for job in jobs for shot in job.shots}
    return {path: label for path, label in labels.items() if path not in learned}


def _settings(job: Recipe, cards: Mapping[str, MethodCard] | Mapping[str, TranslatorCard]) -> dict[str, Value]:
    card = cards.get(job.method if isinstance(job, Job) else job.translator)
    return {field.name: field.default for field in card.fields} | job.settings if card else dict(job.settings)


def _right(predicted: Mapping[str, str], name: str, paths: Sequence[str]) -> float | None:
    known = [predicted[path] for path in paths if path in predicted]
    return sum(one == name for one in known) / len(known) if known else None
