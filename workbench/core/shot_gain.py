"""What the shots of a run bought: how much better it became than an earlier run of the same domains with fewer."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from workbench.core.events import Scores
from workbench.core.job import Job


class Ran(NamedTuple):
    """A run by its `name` in a sentence (“run 3”); `scores` is None before it is finished."""

    name: str
    job: Job
    scores: Scores | None


class Gained(NamedTuple):
    """What `more` shots brought: `before` and `now`, shares in [0, 1] of what is called `measure`.

    `against` is the name of the earlier run; `alone` says whether shots and seed alone differ from it.
    """

    more: int
    measure: str
    before: float
    now: float
    against: str
    alone: bool

    @property
    def points(self) -> float:
        """Percentage points, negative where the run became worse."""
        return 100 * (self.now - self.before)

    @property
    def sentence(self) -> str:
        """What was gained, against which run."""
        shots = f"{self.more:,} more shot{'' if self.more == 1 else 's'}"
        other = "" if self.alone else "; other settings differ too"
        change = f"{self.before:.1%} → {self.now:.1%}"
        return f"{signed(self.points)} points of {self.measure} with {shots} than {self.against} ({change}){other}."


def gained(run: Ran, earlier: Iterable[Ran]) -> Gained | None:
    """What a run with shots gained over the latest of the `earlier` runs (the first one first) that can be compared:
    one of the same domains, with fewer shots and a common measure; one of the same recipe before any other.

    Measured in target accuracy where both know it, else in accuracy on held-out shots, else by their validator.
    """
    if not run.job.shots or run.scores is None:
        return None
    before = [one for one in reversed(list(earlier)) if one.scores is not None and _fewer(one.job, run.job)]
    before.sort(key=lambda one: recipe(one.job) != recipe(run.job))  # stable: the latest of each kind stays first
    for one in before:
        assert one.scores is not None
        if (common := _common(one, run)) is not None:
            more = len(run.job.shots) - len(one.job.shots)
            return Gained(more, *common, one.name, recipe(one.job) == recipe(run.job))
    return None


def gains(runs: Sequence[Ran]) -> list[Gained | None]:
    """What each of some runs gained over those before it."""
    return [gained(one, runs[:at]) for at, one in enumerate(runs)]


def signed(points: float) -> str:
    """3.21 as “+3.2”, with a minus sign as wide as the plus."""
    return f"{points:+.1f}".replace("-", "−")


def recipe(job: Job) -> Job:
    """What two runs have in common that differ in their shots, or their seed, alone."""
    return msgspec.structs.replace(job, shots=(), seed=0)


def _fewer(one: Job, other: Job) -> bool:
    return (one.source, one.target) == (other.source, other.target) and len(one.shots) < len(other.shots)


def _common(one: Ran, other: Ran) -> tuple[str, float, float] | None:
    """The first measure that both runs know, by its name, and its two values."""
    validator = other.job.validator
    first, second = _measures(one, validator), _measures(other, validator)
    return next(((name, first[name], second[name]) for name in second if name in first), None)


def _measures(run: Ran, validator: str) -> dict[str, float]:
    scores = run.scores
    assert scores is not None
    held_out = scores.shot_accuracy.value if scores.shot_accuracy else None
    guessed = scores.score if run.job.validator == validator else scores.validators.get(validator)
    measures = {"target accuracy": scores.target_accuracy, "held-out shots": held_out, "the score": guessed}
    return {name: value for name, value in measures.items() if value is not None}
