"""A run's look at itself: scores and a picture of features, on a fixed subset of both domains, or on all of them."""

from collections.abc import Generator
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.core.domain import UNKNOWN, Side
from workbench.core.events import Embedding, Estimate, Evaluated, Event, Points, Scores
from workbench.engine.embedding import Plane
from workbench.engine.inference import Predictions, accuracy, estimate, predict_rows
from workbench.engine.open_set import UNLABELLED, open_scores, rejected
from workbench.engine.problem import Rows
from workbench.engine.trainer import Trainer
from workbench.engine.validators import Evidence, validate
from workbench.store.run_folder import Prediction, RunFolder

SAMPLES = 512  # of each domain
LOOKING = "Looking at the model"


class RunEvaluator(Protocol):
    """Looks at a run, whatever it tells."""

    def events(self) -> Generator[Event, None, None]:
        """What there is to see at the present step; before it Prepared, again and again."""

    def at_all(self) -> Generator[Event, None, Scores]:
        """Scores over all samples."""

    def conclude(self, place: RunFolder) -> Generator[Event, None, Scores]:
        """The same, and what is predicted of the target is kept in the run's folder."""


class Evaluator:
    """Looks at the same samples each time: held-out source samples, some that are trained on, and target samples."""

    def __init__(self, trainer: Trainer, last: Embedding | None = None) -> None:
        """`last`: what a run that goes on saw before it was stopped; the next picture is turned to fit it."""
        self.trainer = trainer
        seed = trainer.job.seed
        self.source = _subset(trainer.held_out, seed)
        self.trained = _subset(trainer.trained, seed)
        self.target = _subset(np.arange(len(trainer.problem.target.paths)), seed)
        xy = b"" if last is None else last.source.xy + last.target.xy
        self.plane = Plane(np.frombuffer(xy, "<f4").reshape(-1, 2) if xy else None)

    def events(self) -> Generator[Event, None, None]:
        """Evaluated, then Embedding, at the present step; before them Prepared, again and again."""
        trainer, problem = self.trainer, self.trainer.problem
        source = yield from predict_rows(trainer.method, problem.source.inputs, self.source, Side.SOURCE, LOOKING)
        target = yield from predict_rows(trainer.method, problem.target.inputs, self.target, None, LOOKING)
        scores = yield from self._scores(source, self.source, target, self.target)
        yield Evaluated(trainer.step, scores)
        both = np.concatenate([source.features.numpy(), target.features.numpy()])
        xy = self.plane.project(both)
        count = len(self.source)
        away = rejected(target.logits, problem.job.shift)
        yield Embedding(
            trainer.step,
            _points(problem.source, self.source, source, source.classes, xy[:count]),
            _points(problem.target, self.target, target, np.where(away, UNLABELLED, target.classes), xy[count:]),
        )

    def at_all(self) -> Generator[Event, None, Scores]:
        """Scores over all held-out source samples and all target samples."""
        scores, _ = yield from self._at_all()
        return scores

    def conclude(self, place: RunFolder) -> Generator[Event, None, Scores]:
        """As `at_all`; what is predicted of the target is kept in the run's folder."""
        problem = self.trainer.problem
        scores, target = yield from self._at_all()
        away = rejected(target.logits, problem.job.shift)
        names = [UNKNOWN if no else problem.classes[k] for k, no in zip(target.classes, away, strict=True)]
        rows = zip(problem.target.paths, names, target.confidence.tolist(), strict=True)
        place.write_predictions(Prediction(*row) for row in rows)
        return scores

    def _at_all(self) -> Generator[Event, None, tuple[Scores, Predictions]]:
        trainer, problem = self.trainer, self.trainer.problem
        held, everything = trainer.held_out, np.arange(len(problem.target.paths))
        source = yield from predict_rows(trainer.method, problem.source.inputs, held, Side.SOURCE, LOOKING)
        inputs = problem.target.inputs
        target = yield from predict_rows(trainer.method, inputs, everything, None, "Predicting target images")
        scores = yield from self._scores(source, held, target, everything)
        return scores, target

    def _scores(
        self, source: Predictions, held: NDArray[np.int64], target: Predictions, seen: NDArray[np.int64]
    ) -> Generator[Event, None, Scores]:
        trainer, problem = self.trainer, self.trainer.problem
        trained = yield from predict_rows(trainer.method, problem.source.inputs, self.trained, Side.SOURCE, LOOKING)
        labels = torch.from_numpy(problem.source.labels[held])
        values = validate(
            Evidence(source.logits, labels, source.features, trained.features, target.logits, target.features)
        )
        # Shots that teach do not measure.
        unlearned = np.where(np.isin(seen, problem.shots), UNLABELLED, problem.target.labels[seen])
        return Scores(
            source_accuracy=accuracy(source.classes, problem.source.labels[held]),
            target_accuracy=accuracy(target.classes, unlearned),
            score=values[trainer.job.validator],
            validators=values,
            shot_accuracy=(yield from self._shot_accuracy()),
            open=open_scores(target.logits, unlearned, problem.job.shift),
        )

    def _shot_accuracy(self) -> Generator[Event, None, Estimate | None]:
        problem = self.trainer.problem
        if not len(problem.held_shots):
            return None
        seen = yield from predict_rows(self.trainer.method, problem.target.inputs, problem.held_shots, None, LOOKING)
        return estimate(seen.classes, problem.held_labels)


def _subset(rows: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).permutation(rows)[:SAMPLES])


def _points(
    rows: Rows,
    chosen: NDArray[np.int64],
    predictions: Predictions,
    classes: NDArray[np.int64],
    xy: NDArray[np.float32],
) -> Points:
    return Points(
        paths=tuple(rows.paths[row] for row in chosen),
        xy=xy.astype("<f4").tobytes(),
        predicted=classes.astype("<i2").tobytes(),
        confidence=predictions.confidence.astype("<f4").tobytes(),
    )
