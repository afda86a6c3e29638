"""Evaluates the model of a run: scores and an embedding, on a fixed subset of both domains or on all samples."""

from collections.abc import Generator, Iterable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from workbench.core.domain import UNKNOWN, Side
from workbench.core.drawn_labels import DrawnLabel, in_terms_of
from workbench.core.events import Embedding, Evaluated, Event, Points
from workbench.core.name_matching import composed
from workbench.core.scores import Scores
from workbench.engine.accuracy_signals import TargetEvidence
from workbench.engine.embedding import AlignedProjection
from workbench.engine.problem import Problem, Rows
from workbench.engine.trainer import Trainer
from workbench.engine.training import LOOKING, Observation
from workbench.engine.validators import Evidence, validate
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction

PREDICTING = "Predicting target images"


class Evaluator:
    """Evaluates a model on the same samples each time: held-out source, training source and target samples."""

    def __init__(self, trainer: Trainer, last: Embedding | None = None, drawn: Iterable[DrawnLabel] = ()) -> None:
        """`last`: the last embedding of a resumed run, to which the next one is aligned.

        `drawn`: labels of the measuring set, on which each evaluation of the subset also measures the model. Those of
        shots are left out.
        """
        self.trainer = trainer
        self.drawn = _of_rows(trainer.problem, drawn)
        self.observer = trainer.training.observer(trainer.problem, trainer.method)
        seed, count = trainer.job.seed, self.observer.samples
        self.all_target = np.arange(len(trainer.problem.target.paths))
        self.source = _subset(trainer.held_out, count, seed)
        self.trained = _subset(trainer.trained, count, seed)
        self.target = _subset(self.all_target, count, seed)
        xy = b"" if last is None else last.source.xy + last.target.xy
        self.projection = AlignedProjection(np.frombuffer(xy, "<f4").reshape(-1, 2) if xy else None)

    def events(self) -> Generator[Event, None, None]:
        """Evaluate the subset. Yields Prepared, then Evaluated, the task's pictures and Embedding."""
        trainer, problem = self.trainer, self.trainer.problem
        source = yield from self.observer.observe(Side.SOURCE, self.source, LOOKING)
        target = yield from self.observer.observe(Side.TARGET, self.target, LOOKING)
        scores, _ = yield from self._scores(source, target)
        yield Evaluated(trainer.step, scores, right=(yield from self._right()) if self.drawn else msgspec.UNSET)
        yield from self.observer.pictures(trainer.step, self.target)
        xy = self.projection.project(np.concatenate([source.pooled, target.pooled]))
        count = len(self.source)
        yield Embedding(
            trainer.step,
            _points(problem.source, self.source, source, xy[:count]),
            _points(problem.target, self.target, target, xy[count:]),
        )

    def at_all(self) -> Generator[Event, None, Scores]:
        """Return the scores on all held-out source samples and all target samples."""
        source = yield from self.observer.observe(Side.SOURCE, self.trainer.held_out, LOOKING)
        target = yield from self.observer.observe(Side.TARGET, self.all_target, PREDICTING)
        scores, _ = yield from self._scores(source, target)
        return scores

    def conclude(self, place: RunFolder) -> Generator[Event, None, Scores]:
        """Do the same as `at_all`, and write the predictions for the target into the run folder."""
        problem = self.trainer.problem
        source = yield from self.observer.observe(Side.SOURCE, self.trainer.held_out, LOOKING)
        target = yield from self.observer.observe(Side.TARGET, self.all_target, PREDICTING, place)
        scores, evidence = yield from self._scores(source, target)
        names = [UNKNOWN if number < 0 else problem.classes[number] for number in target.predicted]
        support = [None] * len(names) if evidence is None else evidence.support.tolist()
        confidence = target.confidence if evidence is None else evidence.confidence
        rows = zip(problem.target.paths, names, confidence.tolist(), support, strict=True)
        place.write_predictions(Prediction(*row) for row in rows)
        return scores

    def _right(self) -> Generator[Event, None, dict[str, bool]]:
        """Whether the model is right on each drawn label, by path."""
        trainer, problem = self.trainer, self.trainer.problem
        rows, points = np.array(list(self.drawn)), [label.point for label in self.drawn.values()]
        numbers = yield from trainer.training.answers(problem, trainer.method, rows, points)
        names = [UNKNOWN if number < 0 else problem.classes[number] for number in numbers]
        return {
            label.path: name == in_terms_of(problem.job, problem.classes, label.label)
            for name, label in zip(names, self.drawn.values(), strict=True)
        }

    def _scores(self, source: Any, target: Any) -> Generator[Event, None, tuple[Scores, TargetEvidence | None]]:
        trained = yield from self.observer.observe(Side.SOURCE, self.trained, LOOKING)
        known = source.labels >= 0
        logits, labels, features = source.logits[known], source.labels[known], source.features[known]
        with threadpool_limits(1, "blas"):  # on matrices of this size, more threads mostly wait for each other
            values = validate(Evidence(logits, labels, features, trained.features, target.logits, target.features))
        scores = yield from self.observer.scores(source, target, values)
        evidence = self.observer.evidence(source, target, trained)
        return msgspec.structs.replace(scores, signals=evidence.signals) if evidence else scores, evidence


def _of_rows(problem: Problem, drawn: Iterable[DrawnLabel]) -> dict[int, DrawnLabel]:
    """The labels by the row of their sample in the target; without those of shots, which teach."""
    row_of = {composed(path): row for row, path in enumerate(problem.target.paths)}
    taught = problem.job.taught
    places = ((row_of.get(path), label) for label in drawn if (path := composed(label.path)) not in taught)
    return {row: label for row, label in places if row is not None}


def _subset(rows: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).permutation(rows)[:count])


def _points(rows: Rows, chosen: NDArray[np.int64], observation: Observation, xy: NDArray[np.float32]) -> Points:
    return Points(
        paths=tuple(rows.paths[row] for row in chosen),
        xy=xy.astype("<f4").tobytes(),
        predicted=observation.predicted.astype("<i2").tobytes(),
        confidence=observation.confidence.astype("<f4").tobytes(),
    )
