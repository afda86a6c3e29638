"""An adapted model with what is needed to use it."""

from typing import NamedTuple

from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.nets.classifier import ExportedClassifier


class Adapted(NamedTuple):
    """A model in evaluation mode, with its classes and its job. It maps (B, 3, S, S) images in [0, 1] to (B, K) logits.

    In segmentation, it maps (B, 3, H, W) images to (B, K, H, W) logits, and `table` is the class table.
    """

    model: ExportedClassifier
    classes: tuple[str, ...]
    job: Job
    table: ClassTable | None = None
