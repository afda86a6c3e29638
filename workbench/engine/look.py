"""A run's look at itself while it trains: scores and a picture of features, on a fixed subset of both domains."""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side
from workbench.core.events import Embedding, Evaluated, Event, Points
from workbench.engine.embedding import Plane
from workbench.engine.evaluate import Predictions, predict_rows, scores_of
from workbench.engine.prepare import Rows
from workbench.engine.trainer import Trainer

SAMPLES = 512  # of each domain


class Look:
    """Looks at the same samples each time: held-out source samples, and target samples."""

    def __init__(self, trainer: Trainer, last: Embedding | None = None) -> None:
        """`last`: what a run that goes on saw before it was stopped; the next picture is turned to fit it."""
        self.trainer = trainer
        seed = trainer.job.seed
        self.source = _subset(trainer.held_out, seed)
        self.target = _subset(np.arange(len(trainer.problem.target.paths)), seed)
        xy = b"" if last is None else last.source.xy + last.target.xy
        self.plane = Plane(np.frombuffer(xy, "<f4").reshape(-1, 2) if xy else None)

    def events(self) -> Generator[Event, None, None]:
        """Evaluated, then Embedding, at the present step."""
        trainer, problem = self.trainer, self.trainer.problem
        source = yield from predict_rows(trainer.method, problem.source.inputs, self.source, Side.SOURCE)
        target = yield from predict_rows(trainer.method, problem.target.inputs, self.target, None)
        shots = np.flatnonzero(np.isin(self.target, problem.shots))
        labels = problem.source.labels[self.source], problem.target.labels[self.target]
        yield Evaluated(trainer.step, scores_of(source, labels[0], target, labels[1], shots))
        both = np.concatenate([source.features.numpy(), target.features.numpy()])
        xy = self.plane.project(both)
        count = len(self.source)
        yield Embedding(
            trainer.step,
            _points(problem.source, self.source, source, xy[:count]),
            _points(problem.target, self.target, target, xy[count:]),
        )


def _subset(rows: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).permutation(rows)[:SAMPLES])


def _points(rows: Rows, chosen: NDArray[np.int64], predictions: Predictions, xy: NDArray[np.float32]) -> Points:
    return Points(
        paths=tuple(rows.paths[row] for row in chosen),
        xy=xy.astype("<f4").tobytes(),
        predicted=predictions.classes.astype("<i2").tobytes(),
        confidence=predictions.confidence.astype("<f4").tobytes(),
    )
