"""The measuring set of a project: target samples that were drawn at random, whose labels measure and never teach."""

import sqlite3
from collections.abc import Iterable
from heapq import nsmallest

from workbench.core.domain import Sample
from workbench.store.draws import Draw, DrawnSample, point_of, rank_of
from workbench.store.labels import Labels

DRAWN, RELEASED = "drawn to measure", "released to teach"  # `why` of such actions in the history


class MeasuringSet:
    """Draws samples and releases them. Both are actions of the label history, which can be undone."""

    def __init__(self, database: sqlite3.Connection, labels: Labels) -> None:
        self.labels, self.draws = labels, labels.draws
        (self.identity,) = database.execute("SELECT id FROM identity").fetchone()

    def current(self) -> dict[str, DrawnSample]:
        """The drawn samples by path, in the order in which they are to be labelled."""
        return self.draws.current()

    def draw(self, samples: Iterable[Sample], count: int, *, points: bool = False) -> list[str]:
        """Draw up to `count` more of the target's samples, those with the lowest ranks. Returns their paths.

        Samples that are drawn, that have a label, or that are painted are passed over. `points`: also draw a pixel of
        each. Raises UserError if the project cannot be written.
        """
        taken = {*self.current(), *self.labels.current(), *self.labels.strokes.painted()}
        free = {sample.path: sample for sample in samples if sample.path not in taken}
        lowest = nsmallest(count, ((rank_of(self.identity, path), path) for path in free))
        drawn = [
            DrawnSample(path, rank, *(self._point(free[path]) if points else (None, None))) for rank, path in lowest
        ]
        return self.labels.turn_draws([Draw(sample, True) for sample in drawn], DRAWN)

    def release(self) -> list[str]:
        """Let the labels of all drawn samples teach from now on; none of them measures any more. Returns their paths.

        There is no release of single samples: those that a person picks are no random sample, and neither are those
        that are left. Raises UserError if the project cannot be written.
        """
        return self.labels.turn_draws([Draw(sample, False) for sample in self.current().values()], RELEASED)

    def _point(self, sample: Sample) -> tuple[int, int]:
        return point_of(self.identity, sample.path, sample.width, sample.height)
