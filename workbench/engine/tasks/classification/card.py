"""The plain facts of classification, for everything that must not load its training."""

from workbench.core.catalogue import TaskCard
from workbench.core.domain import DEFAULT_TASK
from workbench.core.job import Shift

CARD = TaskCard(
    name=DEFAULT_TASK,
    title="Classification",
    summary="A class for each image.",
    labels="images",
    batch=64,
    mapping=True,
    shifts=tuple(shift.value for shift in Shift if shift is not Shift.AUTO),
)
