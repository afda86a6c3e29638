"""What a run of a task takes of its own: from folders to arrays, from samples to batches, from outputs to scores."""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.job import Augment, Job
from workbench.core.scores import Scores
from workbench.core.target_quality import PixelPoint
from workbench.data.cache import ImageCache
from workbench.engine.accuracy_signals import TargetEvidence
from workbench.engine.adapted_model import Adapted
from workbench.engine.method import Method
from workbench.engine.open_set import UNLABELLED
from workbench.engine.problem import Problem, Rows, ShotRows
from workbench.engine.source_model import SourceModel
from workbench.nets.backbones import Extractor
from workbench.nets.classifier import Classifier
from workbench.store.run_folder import RunFolder

LOOKING = "Evaluating the model"  # the progress of an evaluation
Decoding = Generator[Event, None, tuple[Rows, int]]  # arrays, and how many files of the domain are lost


class DomainBatch(NamedTuple):
    """Samples of a domain as a batch has them: inputs, labels (none where none are asked for), strong views."""

    inputs: Tensor
    labels: Tensor
    strong: Tensor


class Drawing(NamedTuple):
    """How a batch is drawn: varied as `augment` says, by `random`. This process has one of `shares` equal parts."""

    device: torch.device
    augment: Augment
    random: torch.Generator
    share: int = 0
    shares: int = 1

    def mine(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """This process's part of the rows of a batch."""
        size = len(rows) // self.shares
        return rows[self.share * size : (self.share + 1) * size]


@dataclass(frozen=True)
class Observation:
    """What a model makes of N samples. Validators look at M points of them: the samples, or places in them.

    `pooled` (N, D): a feature for each sample, for pictures. `predicted` (N,): class numbers, negative for unknown;
    `confidence` (N,) in [0, 1]. `logits` (M, K), `features` (M, D), `labels` (M,): negative where there is none.
    `rows` (N,): of the domain, which samples these are.
    """

    pooled: NDArray[np.float32]
    predicted: NDArray[np.int64]
    confidence: NDArray[np.float32]
    logits: Tensor
    features: Tensor
    labels: Tensor
    rows: NDArray[np.int64]


class Observer(Protocol):
    """Looks at samples of a run through its model. `samples`: of each domain, how many while training."""

    samples: int

    def observe(
        self, side: Side, rows: NDArray[np.int64], what: str, place: RunFolder | None = None
    ) -> Generator[Event, None, Any]:
        """The Observation of rows of a domain, without touching training. Tells its progress under the name `what`.

        Shots that teach do not measure. With `place`, what is too large to be held is written there.
        """

    def scores(self, source: Any, target: Any, validators: dict[str, float]) -> Generator[Event, None, Scores]:
        """The scores of a model, from what was observed of both domains and what validators say of it."""

    def evidence(self, source: Any, target: Any, trained: Any) -> TargetEvidence | None:
        """Evidence of the accuracy on the target without its labels. None where the task or the job allows none.

        `source`, `trained`: the observations of held-out source samples, and of those that the model learned from.
        """

    def pictures(self, step: int, rows: NDArray[np.int64]) -> Iterator[Event]:
        """What else there is to show of target samples."""


class MeasuredTarget(NamedTuple):
    """A target with its labels in the source's terms, and why all labels were left out; empty if they were not."""

    domain: Domain
    left_out: str = ""


class Training(ABC):
    """What a run of a task takes of its own."""

    # -- from folders to arrays ------------------------------------------------------------------------------------

    def target_labels(self, job: Job, source: Domain | SourceModel, target: Domain) -> MeasuredTarget:
        """The target with the labels that measure the model; by default as it is."""
        return MeasuredTarget(target)

    @abstractmethod
    def resolved(self, job: Job, source: Domain | SourceModel, target: Domain) -> Job:
        """The job with every choice made that was left open.

        Raises UserError where a choice does not go with the task.
        """

    @abstractmethod
    def classes(self, job: Job, source: Domain | SourceModel) -> tuple[str, ...]:
        """The classes of a resolved job, in the order of the model's outputs."""

    @abstractmethod
    def source_rows(
        self, job: Job, source: Domain | SourceModel, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """The source as arrays; none where it is a model. Raises UserError where they can teach nothing."""

    @abstractmethod
    def target_rows(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """The target as arrays. Raises UserError where no image can be decoded."""

    @abstractmethod
    def remarks(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...]
    ) -> Generator[Event, None, None]:
        """What a person should know of both domains' classes, as Warned. Raises UserError where none is common."""

    @abstractmethod
    def shots(self, job: Job, target: Rows, classes: tuple[str, ...]) -> ShotRows:
        """The target samples that a person has labelled. Raises UserError where one does not fit."""

    def learned_from(self, job: Job, classes: tuple[str, ...]) -> frozenset[str]:
        """Paths of the shots that taught a finished run's model of these classes; the held-out ones did not."""
        return frozenset(shot.path for shot in job.shots)

    # -- from samples to batches -----------------------------------------------------------------------------------

    @abstractmethod
    def classifier(self, backbone: Extractor, classes: int, method: type[Method]) -> Classifier:
        """The network of a job that trains all of it."""

    @abstractmethod
    def batch(
        self, domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strong: bool, drawing: Drawing
    ) -> DomainBatch:
        """Rows of a domain, varied as the job says; and varied strongly, where `strong` is asked for.

        Inputs are this process's part of the batch; labels are of the whole.
        """

    # -- from outputs to scores ------------------------------------------------------------------------------------

    @abstractmethod
    def observer(self, problem: Problem, method: Method) -> Observer:
        """What looks at a run."""

    def answers(
        self, problem: Problem, method: Method, rows: NDArray[np.int64], points: Sequence[PixelPoint | None]
    ) -> Generator[Event, None, NDArray[np.int64]]:
        """The class number that a model predicts for each of N target samples, (N,); negative for unknown.

        Where a class belongs to a pixel, that at its point.
        """
        seen = yield from self.observer(problem, method).observe(Side.TARGET, rows, LOOKING)
        numbers: NDArray[np.int64] = seen.predicted
        return numbers

    def translation_sides(self, problem: Problem) -> tuple[tuple[str, ...], Rows, Rows]:
        """The classes and both domains as a translator's measures read them: a class for each image, or none."""
        sides = (problem.source, problem.target)
        source, target = (replace(one, labels=np.full_like(one.labels, UNLABELLED)) for one in sides)
        return (), source, target

    def labelled_scenes(self, source: Domain, size: int, cache: ImageCache) -> Generator[Event, None, Rows | None]:
        """Images with masks from the whole source at `size` × `size` pixels, to learn classes of pixels; or none."""
        yield from ()
        return None

    def image_model(self, adapted: Adapted) -> Adapted:
        """The model, where it gives a class and a feature for each image. Raises UserError where it does not."""
        raise UserError(
            "The model of this run gives no class for a whole image, which is wanted here.",
            "“workbench predict” takes it.",
        )
