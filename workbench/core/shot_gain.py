"""The gain from shots: the improvement of a run over an earlier run with fewer shots of the same domains."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from workbench.core.job import Job
from workbench.core.scores import Scores


class ScoredRun(NamedTuple):
    """A run with its `name` for messages (“run 3”). `scores` is None until it is finished."""

    name: str
    job: Job
    scores: Scores | None


class ShotGain(NamedTuple):
    """The effect of `more` additional shots: values in [0, 1] of the `measure`, `before` and `now`.

    `against`: name of the earlier run; `same_recipe`: whether only shots and seed differ between the runs.
    """

    more: int
    measure: str
    before: float
    now: float
    against: str
    same_recipe: bool

    @property
    def points(self) -> float:
        """The difference in percentage points; negative if the run is worse."""
        return 100 * (self.now - self.before)

    @property
    def sentence(self) -> str:
        """The gain and the earlier run, in a sentence."""
        shots = f"{self.more:,} more shot{'' if self.more == 1 else 's'}"
        other = "" if self.same_recipe else "; other settings differ too"
        change = f"{self.before:.1%} → {self.now:.1%}"
        return f"{signed(self.points)} points of {self.measure} with {shots} than {self.against} ({change}){other}."


def shot_gain(run: ScoredRun, earlier: Iterable[ScoredRun]) -> ShotGain | None:
    """The gain of a run with shots over the latest comparable run of `earlier`, which is in order of time.

    A comparable run has the same domains, fewer shots and a common measure. Runs with the same recipe are preferred.
    The measure is target accuracy if both runs have it, else accuracy on held-out shots, else the score of the
    validator.
    """
    if not run.job.shots or run.scores is None:
        return None
    candidates = [
        other for other in reversed(list(earlier)) if other.scores is not None and _has_fewer(other.job, run.job)
    ]
    candidates.sort(key=lambda other: recipe(other.job) != recipe(run.job))  # stable: the latest stay first
    for other in candidates:
        if (values := _common_measure(other, run)) is not None:
            more = len(run.job.shots) - len(other.job.shots)
            return ShotGain(more, *values, other.name, recipe(other.job) == recipe(run.job))
    return None


def shot_gains(runs: Sequence[ScoredRun]) -> list[ShotGain | None]:
    """The gain of each run over those before it."""
    return [shot_gain(run, runs[:index]) for index, run in enumerate(runs)]


def signed(points: float) -> str:
    """Format 3.21 as “+3.2”, and negative numbers with a typographic minus sign."""
    return f"{points:+.1f}".replace("-", "−")


def recipe(job: Job) -> Job:
    """The job without shots and seed, to find runs that differ only in these."""
    return msgspec.structs.replace(job, shots=(), seed=0)


def _has_fewer(earlier: Job, later: Job) -> bool:
    """Whether `earlier` has fewer shots of the same domains."""
    return (earlier.source, earlier.target) == (later.source, later.target) and len(earlier.shots) < len(later.shots)


def _common_measure(earlier: ScoredRun, later: ScoredRun) -> tuple[str, float, float] | None:
    """Name and both values of the first measure that both runs have."""
    validator = later.job.validator
    before, after = _measures(earlier, validator), _measures(later, validator)
    return next(((name, before[name], after[name]) for name in after if name in before), None)


def _measures(run: ScoredRun, validator: str) -> dict[str, float]:
    scores = run.scores
    assert scores is not None
    held_out = scores.shot_accuracy.value if scores.shot_accuracy else None
    score = scores.score if run.job.validator == validator else scores.validators.get(validator)
    measures = {"target accuracy": scores.target_accuracy, "held-out shots": held_out, "the score": score}
    return {name: value for name, value in measures.items() if value is not None}
