"""Semantic segmentation: a class for each pixel."""

from workbench.core.catalogue import TaskCard
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.engine.tasks.contract import Task


class Segmentation(Task):
    """A class for each pixel."""

    card = TaskCard(
        name="segment",
        title="Segmentation",
        summary="A class for each pixel.",
        labels="pixels",
        batch=8,
        frozen_backbone=False,
        mapping=True,
    )

    def refusal(self, source: Domain) -> UserError:
        """Of a source without masks."""
        return UserError(f"The source {source.root} has no masks.", "Give a folder with images and masks.")
