"""Classification: a class for each image."""

from workbench.core.catalogue import TaskCard
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.job import Shift
from workbench.engine.tasks.contract import Task


class Classification(Task):
    """A class for each image."""

    card = TaskCard(
        name="classify",
        title="Classification",
        summary="A class for each image.",
        labels="images",
        batch=64,
        shifts=tuple(shift.value for shift in Shift if shift is not Shift.AUTO),
    )

    def refusal(self, source: Domain) -> UserError:
        """Of a source that labels something else."""
        return UserError(f"The source {source.root} labels pixels, not images.", "Sort its images into class folders.")
