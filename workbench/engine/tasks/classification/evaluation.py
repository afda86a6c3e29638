"""How well images are classified: accuracies, unknown classes, held-out shots."""

from collections.abc import Generator, Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.events import Event
from workbench.core.job import CLOSED
from workbench.core.scores import Estimate, Scores
from workbench.engine.accuracy_signals import SignalInputs, TargetEvidence, nearest_labels, target_evidence
from workbench.engine.inference import accuracy, estimate, predict_rows
from workbench.engine.method import Method
from workbench.engine.open_set import UNLABELLED, open_scores, rejected, unknown_rule
from workbench.engine.problem import Problem
from workbench.engine.training import LOOKING, Observation
from workbench.store.run_folder import RunFolder


class ImageObserver:
    """Looks at whole images, or at their cached features."""

    samples = 512

    def __init__(self, problem: Problem, method: Method) -> None:
        self.problem, self.method = problem, method
        self.rule = unknown_rule(problem.job)
        self.near: tuple[bytes, Tensor] | None = None  # in features that do not change: which samples, what is near

    def observe(
        self, side: Side, rows: NDArray[np.int64], what: str, place: RunFolder | None = None
    ) -> Generator[Event, None, Observation]:
        """The model's outputs for rows of a domain; target images that are taken for no class are predicted as −1."""
        problem, target = self.problem, side is Side.TARGET
        domain = problem.target if target else problem.source
        seen = yield from predict_rows(self.method, domain.inputs, rows, None if target else side, what)
        labels, predicted = domain.labels[rows], seen.classes
        if target:
            labels = np.where(np.isin(rows, problem.shots), UNLABELLED, labels)  # shots that teach do not measure
            predicted = np.where(rejected(seen.logits, self.rule), UNLABELLED, predicted)
        return Observation(
            pooled=seen.features.numpy(),
            predicted=predicted,
            confidence=seen.confidence,
            logits=seen.logits,
            features=seen.features,
            labels=torch.from_numpy(labels),
            rows=rows,
        )

    def scores(
        self, source: Observation, target: Observation, validators: dict[str, float]
    ) -> Generator[Event, None, Scores]:
        """Accuracies on both domains, by the likeliest class alone; then how unknown classes are told apart."""
        job = self.problem.job
        return Scores(
            source_accuracy=accuracy(_likeliest(source.logits), source.labels.numpy()),
            target_accuracy=accuracy(_likeliest(target.logits), target.labels.numpy()),
            score=validators[job.validator],
            validators=validators,
            shot_accuracy=(yield from self._shot_accuracy()),
            open=open_scores(target.logits, target.labels.numpy(), self.rule),
        )

    def evidence(self, source: Observation, target: Observation, trained: Observation) -> TargetEvidence | None:
        """From features of the frozen backbone where the run has them, else from the model's own.

        None without source images, or with a target that may have other classes.
        """
        problem, known = self.problem, source.labels >= 0
        labels = problem.source.labels
        if not len(trained.rows) or not known.any() or problem.job.shift not in CLOSED:
            return None
        counts = np.bincount(labels[labels >= 0], minlength=len(problem.classes))
        frozen = problem.target.inputs.ndim == 2
        return target_evidence(
            SignalInputs(
                held_logits=source.logits[known],
                held_labels=source.labels[known],
                target_logits=target.logits,
                nearest=self._near_in_frozen(trained, target) if frozen else self._near(trained, target),
                source_shares=counts / counts.sum(),
                independent=frozen,
            )
        )

    def _near(self, trained: Observation, target: Observation) -> Tensor:
        labels = torch.from_numpy(self.problem.source.labels[trained.rows])
        return nearest_labels(trained.features, labels, target.features)

    def _near_in_frozen(self, trained: Observation, target: Observation) -> Tensor:
        """The same by features of the frozen backbone, which are compared once for each choice of samples."""
        asked = trained.rows.tobytes() + target.rows.tobytes()
        if self.near is None or self.near[0] != asked:
            source, inputs = self.problem.source, self.problem.target.inputs
            known = (source.inputs[trained.rows], source.labels[trained.rows], inputs[target.rows])
            self.near = asked, nearest_labels(*map(torch.from_numpy, known))
        return self.near[1]

    def pictures(self, step: int, rows: NDArray[np.int64]) -> Iterator[Event]:
        """None."""
        return iter(())

    def _shot_accuracy(self) -> Generator[Event, None, Estimate | None]:
        problem = self.problem
        if not len(problem.held_shots):
            return None
        seen = yield from predict_rows(self.method, problem.target.inputs, problem.held_shots, None, LOOKING)
        return estimate(seen.classes, problem.held_labels)


def _likeliest(logits: Tensor) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = logits.argmax(dim=1).numpy()
    return numbers
