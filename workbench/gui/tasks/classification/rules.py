"""The rules of classification for the session: a label is the class of an image."""

from collections.abc import Sequence

from workbench.core.domain import UNKNOWN, Side
from workbench.core.job import CLOSED, Job, Shot
from workbench.gui.kit.language import tr
from workbench.gui.session.task_rules import ReadLabels, TaskRules
from workbench.store.project import Project


class ClassificationRules(TaskRules):
    """A shot is a target sample whose label is a class."""

    name = "classify"
    names_images = True
    asked = tr("Random target images")
    share = tr("of the target is")

    def shot_count(self, labels: ReadLabels) -> int:
        return sum(labels.shots[name] for name in labels.classes)  # faster than `len(labels.class_labels)`

    def shots(self, labels: ReadLabels, project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        present = {sample.path for sample in labels.domains.samples(Side.TARGET)}
        known, named = labels.domains.counts, labels.classes
        classes = {*named, UNKNOWN} if job.shift not in CLOSED else set(known)
        labelled = project.shots()
        shots = tuple(shot for shot in labelled if shot.path in present and shot.label in classes)
        return shots, len(labelled) - len(shots)

    def has_other_shots(self, labels: ReadLabels, project: Project, shots: Sequence[Shot]) -> bool:
        if len(shots) != self.shot_count(labels):
            return True
        return {shot.path: shot.label for shot in shots} != labels.class_labels
