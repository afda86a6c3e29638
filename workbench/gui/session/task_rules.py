"""The interface of a task to the session: its labels, the shots of a run, and its keys."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar, Protocol

from workbench.analysis.measuring import PredictedAtPoints
from workbench.core.domain import Sample, Side
from workbench.core.job import Job, Shot
from workbench.core.masks import ClassTable
from workbench.store.project import Project


class ReadDomains(Protocol):
    """What rules read of the domains (DomainPair)."""

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of source samples by class."""

    @property
    def table(self) -> ClassTable | None:
        """The class table of the source's masks."""

    def samples(self, side: Side) -> Sequence[Sample]:
        """Return the samples of a domain."""


class ReadLabels(Protocol):
    """What rules read of the labels (TargetLabels)."""

    @property
    def domains(self) -> ReadDomains:
        """The domains of the open project."""

    @property
    def classes(self) -> Sequence[str]:
        """The classes of the source, then those that the user added."""

    @property
    def class_labels(self) -> Mapping[str, str]:
        """The labels that are classes, by path."""

    @property
    def shots(self) -> Mapping[str, int]:
        """The number of labels by class, without those that measure."""

    @property
    def painted(self) -> AbstractSet[str]:
        """The paths of painted samples."""

    @property
    def drawn(self) -> Mapping[str, object]:
        """The measuring set, by path."""


class TaskRules(ABC):
    """The rules of a task. An object has no state and can serve several sessions.

    Attributes:
        name: the name of the task, as in `Domain.task`.
        names_images: whether a prediction is the class of a whole image.
        keys: keys with other meanings in the Label step, which no class can get, and their meanings.
        asked: what a label that measures names, as the subject of a sentence.
        share: the words between an accuracy and “right”, as in “84 % of the target is right”.
    """

    name: ClassVar[str]
    names_images: ClassVar[bool]
    keys: ClassVar[Mapping[str, str]] = {}
    asked: ClassVar[str]
    share: ClassVar[str]

    @property
    def at_points(self) -> PredictedAtPoints | None:
        """What reads the predicted classes at points; None if a label that measures is the class of an image."""
        return None

    @abstractmethod
    def shot_count(self, labels: ReadLabels) -> int:
        """Return the number of shots of a run."""

    @abstractmethod
    def shots(self, labels: ReadLabels, project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        """Return the shots of a job, and the number of labels that it cannot use. Raises UserError."""

    @abstractmethod
    def has_other_shots(self, labels: ReadLabels, project: Project, shots: Sequence[Shot]) -> bool:
        """Return whether the current shots differ from those of an earlier run."""
