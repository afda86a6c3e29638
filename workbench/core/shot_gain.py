"""The gain from shots: what a run reaches more than an earlier run of the same recipe with fewer shots."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from workbench.core.counting import count
from workbench.core.job import Job
from workbench.core.target_quality import AccuracyDifference

NO_SHOTS = "This run had no shots."
NO_REFERENCE = "No earlier run has the same method and settings with fewer shots."
NOT_MEASURED = "Both runs lack labels that taught neither of them, so the gain is not measured."


class FinishedRun(NamedTuple):
    """A finished run with its `name` for messages (“run 3”) and the path of its folder."""

    name: str
    job: Job
    folder: str


class ShotGain(NamedTuple):
    """The effect of `more` additional shots, measured on the same labels. `against`: name of the earlier run."""

    more: int
    difference: AccuracyDifference
    against: str

    @property
    def points(self) -> float:
        """The difference in percentage points; negative if the run is worse."""
        return 100 * self.difference.difference

    @property
    def sentence(self) -> str:
        """The gain with its interval, and the earlier run, in a sentence."""
        low, high = signed(100 * self.difference.low), signed(100 * self.difference.high)
        labels = count(self.difference.count, "label")
        told = "" if self.difference.settled else ": too close to tell"
        return (
            f"{signed(self.points)} points of accuracy ({low} to {high}) with {count(self.more, 'more shot')} than "
            f"{self.against}, on the same {labels}{told}."
        )


Measure = Callable[[FinishedRun, FinishedRun], AccuracyDifference | None]  # of the second run over the first


def shot_gain(run: FinishedRun, earlier: Iterable[FinishedRun], measure: Measure) -> ShotGain | str:
    """The gain of a run over the latest of `earlier`, in order of time, that differs only in fewer shots and the seed.

    Returns the reason if there is none.
    """
    if not run.job.shots:
        return NO_SHOTS
    alike = [other for other in earlier if recipe(other.job) == recipe(run.job) and _has_fewer(other.job, run.job)]
    if not alike:
        return NO_REFERENCE
    difference = measure(alike[-1], run)
    if difference is None:
        return NOT_MEASURED
    return ShotGain(len(run.job.shots) - len(alike[-1].job.shots), difference, alike[-1].name)


def shot_gains(runs: Sequence[FinishedRun], measure: Measure) -> dict[str, ShotGain | str]:
    """The gain of each run over those before it, or the reason why there is none, by folder."""
    return {run.folder: shot_gain(run, runs[:index], measure) for index, run in enumerate(runs)}


def signed(points: float) -> str:
    """Format 3.21 as “+3.2”, and negative numbers with a typographic minus sign."""
    return f"{points:+.1f}".replace("-", "−")


def recipe(job: Job) -> Job:
    """The job without shots and seed, to find runs that differ only in these."""
    return msgspec.structs.replace(job, shots=(), seed=0)


def _has_fewer(earlier: Job, later: Job) -> bool:
    return len(earlier.shots) < len(later.shots)
