"""The plain facts of segmentation, for everything that must not load its training."""

from workbench.core.catalogue import TaskCard

CARD = TaskCard(
    name="segment",
    title="Segmentation",
    summary="A class for each pixel.",
    labels="pixels",
    batch=8,
    frozen_backbone=False,
    mapping=True,
)
