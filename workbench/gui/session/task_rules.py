"""The interface of a task to the session: its labels, the shots of a run, and its keys."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from workbench.core.job import Job, Shot
from workbench.store.project import Project

if TYPE_CHECKING:
    from workbench.gui.session.labels import TargetLabels
    from workbench.gui.session.session import Session


class TaskRules(ABC):
    """The rules of a task. An object has no state and can serve several sessions.

    Attributes:
        name: the name of the task, as in `Domain.task`.
        names_images: whether a prediction is the class of a whole image.
        keys: keys with other meanings in the Label step, which no class can get, and their meanings.
    """

    name: ClassVar[str]
    names_images: ClassVar[bool]
    keys: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def shot_count(self, labels: "TargetLabels") -> int:
        """Return the number of shots of a run."""

    @abstractmethod
    def shots(self, session: "Session", project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        """Return the shots of a job, and the number of labels that it cannot use. Raises UserError."""

    @abstractmethod
    def has_other_shots(self, session: "Session", project: Project, shots: Sequence[Shot]) -> bool:
        """Return whether the current shots differ from those of an earlier run."""
