"""A run's model for what asks for a class and a feature of each image."""

from workbench.engine.adapted_model import Adapted
from workbench.engine.tasks.registry import task


def image_model(adapted: Adapted) -> Adapted:
    """The same. Raises UserError where its task answers something else."""
    return task(adapted.job.decided_task).training().image_model(adapted)
