"""The task contract: what a model answers, and all that preparing, training and measuring it takes of its own.

The engine runs any task and knows none by name. A task is one file of this folder, or an entry point in the group
`workbench.tasks`.
"""

from abc import ABC, abstractmethod
from typing import ClassVar

from workbench.core.catalogue import TaskCard
from workbench.core.domain import Domain
from workbench.core.errors import UserError


class Task(ABC):
    """A task. It has no state: one object serves every job."""

    card: ClassVar[TaskCard]

    def recognises(self, source: Domain) -> bool:
        """Whether the labels of a source teach this task."""
        return source.task == self.card.name

    @abstractmethod
    def refusal(self, source: Domain) -> UserError:
        """Why a source whose labels do not teach this task is refused."""
