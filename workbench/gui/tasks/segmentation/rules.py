"""The rules of segmentation for the session: labels are painted on the pixels of an image."""

from collections.abc import Sequence
from typing import ClassVar

from workbench.analysis.measuring import PredictedAtPoints
from workbench.core.domain import Side
from workbench.core.job import Job, Shot
from workbench.engine.tasks.segmentation.point_classes import classes_at
from workbench.export.painted_masks import mask_files, painted_masks, write_masks
from workbench.gui.kit.language import tr
from workbench.gui.session.task_rules import ReadLabels, TaskRules
from workbench.store.project import Project


class SegmentationRules(TaskRules):
    """A shot is a target sample with a painted mask."""

    name = "segment"
    names_images = False
    asked = tr("Random pixels of random target images")
    share = tr("of the target's pixels are")
    keys: ClassVar = {
        "b": tr("chooses the brush"),
        "e": tr("chooses the eraser"),
        "p": tr("draws a polygon"),
        "v": tr("edits a polygon"),
        "w": tr("is the wand"),
        "k": tr("fills connected pixels"),
        "f": tr("accepts a region of the prediction"),
        "o": tr("shows the prediction"),
        "d": tr("shows the uncertainty of the model"),
        "l": tr("protects other classes"),
    }

    @property
    def at_points(self) -> PredictedAtPoints:
        return classes_at

    def shot_count(self, labels: ReadLabels) -> int:
        return len(labels.painted - labels.drawn.keys())

    def shots(self, labels: ReadLabels, project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        table = labels.domains.table
        assert table is not None, "the source has a class table"
        shots = write_masks(painted_masks(project, labels.domains.samples(Side.TARGET), table), table)
        return shots, self.shot_count(labels) - len(shots)

    def has_other_shots(self, labels: ReadLabels, project: Project, shots: Sequence[Shot]) -> bool:
        table = labels.domains.table
        assert table is not None, "the source has a class table"
        files = mask_files(project, labels.domains.samples(Side.TARGET), table)
        return {shot.mask for shot in shots} != {str(file) for file in files.values()}
