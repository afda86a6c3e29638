"""What the session takes of a task: what a label is, what a run learns from the labels, and which keys it needs."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from workbench.core.job import Job, Shot
from workbench.store.project import Project

if TYPE_CHECKING:
    from workbench.gui.session.labels import TargetLabels
    from workbench.gui.session.session import Session


class TaskRules(ABC):
    """One task, as far as it needs no widget. It has no state: one object serves every session.

    Attributes:
        name: of the task, as in `Domain.task`.
        names_images: whether a prediction says the class of a whole image.
        keys: keys that can name no class, because they do something else where samples are labelled; and what they do.
    """

    name: ClassVar[str]
    names_images: ClassVar[bool]
    keys: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def shot_count(self, labels: "TargetLabels") -> int:
        """How many target samples a run learns from."""

    @abstractmethod
    def shots(self, session: "Session", project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        """What a job learns of the target, and how many labels it cannot use. Raises UserError."""

    @abstractmethod
    def teaches_more(self, session: "Session", project: Project, shots: Sequence[Shot]) -> bool:
        """Whether a run would learn from other labels now than from these shots of an earlier one."""
