"""The task contract: what a model answers about an image, and where to find all that is done otherwise for it.

The program runs any task and knows none by name. A task is a module or package of this folder, or an entry point in
the group `workbench.tasks`. Nothing here imports torch: a task's `training` does, when it is asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from workbench.core.catalogue import TaskCard
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.manifest import Manifest
from workbench.core.scores import Scores
from workbench.core.target_quality import PixelPoint
from workbench.core.text_table import Summary
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction

if TYPE_CHECKING:
    from workbench.engine.training import Training


class Source(Protocol):
    """What a job learns from: a domain, or a model in its place."""

    @property
    def root(self) -> str:
        """Its folder or file."""

    @property
    def task(self) -> str:
        """The task that it teaches."""


class ConstantAnswer(NamedTuple):
    """The best class to give to everything, and what it reaches on a target, in [0, 1]. Adaptation has to beat it.

    `accuracy`: the share of images, or of pixels. `miou`: the mean IoU over the classes that the target's masks hold;
    None where the labels are of images.
    """

    name: str
    accuracy: float
    miou: float | None = None


class HeadlineScore(NamedTuple):
    """A score that says how good a model of the task is, in [0, 1], and what the constant answer reaches in it.

    Higher is better. None where it is not known.
    """

    title: str
    value: Callable[[Scores], float | None]
    constant: Callable[[ConstantAnswer], float | None] = lambda _: None


class Task(ABC):
    """A task. It has no state: one object serves every job.

    `headlines`: the scores that say how good a model is, the most important first. `artefacts`: the files and folders
    beside the model that a finished run leaves in its folder. `logits`: the axes of what a model gives.
    `source_models`: whether a trained model can stand in for the source. `shot_files`: the suffixes of files that label
    a shot, where a name does not. `measured_at_points`: whether a label that measures is the class of one pixel.
    """

    card: ClassVar[TaskCard]
    headlines: ClassVar[tuple[HeadlineScore, ...]]
    artefacts: ClassVar[tuple[str, ...]] = ("predictions.csv",)
    logits: ClassVar[tuple[str, ...]] = ("batch", "classes")
    source_models: ClassVar[bool] = False
    shot_files: ClassVar[tuple[str, ...]] = ()
    measured_at_points: ClassVar[bool] = False

    def recognises(self, source: Source) -> bool:
        """Whether the labels of a source teach this task."""
        return source.task == self.card.name

    @abstractmethod
    def refusal(self, source: Source, labels: str) -> UserError:
        """Why a source that does not teach this task is refused. `labels`: what the source labels."""

    @abstractmethod
    def shares(self, domain: Domain, classes: Iterable[str]) -> dict[str, float]:
        """How much of a domain's labels each class has, in [0, 1], as far as it is one of `classes`."""

    @abstractmethod
    def labels(self, domain: Domain) -> Summary:
        """What a domain's labels are: how much there is of each class, and what else a person should know of them."""

    def constant_answer(self, target: Domain, classes: Iterable[str]) -> ConstantAnswer | None:
        """The most frequent of `classes` among the labels of a target; None where it has none of them."""
        shares = self.shares(target, classes)
        if not shares:
            return None
        name = max(shares, key=lambda one: shares[one])
        return ConstantAnswer(name, shares[name])

    def predicted_classes(
        self, run: RunFolder, predictions: Sequence[Prediction], points: Mapping[str, PixelPoint]
    ) -> dict[str, str]:
        """The class that a finished run predicts for each target sample, by path.

        Where a class belongs to a pixel: for each sample with a point, the class there; empty if its mask is missing.
        """
        return {prediction.path: prediction.predicted for prediction in predictions}

    def sound(self, manifest: Manifest) -> bool:
        """Whether what a model folder says of a model of this task makes sense."""
        return True

    @abstractmethod
    def training(self) -> "Training":
        """What a run of this task takes of its own. Imports torch."""
