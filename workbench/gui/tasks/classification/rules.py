"""The rules of classification for the session: a label is the class of an image."""

from collections.abc import Sequence

from workbench.core.domain import UNKNOWN, Side
from workbench.core.job import CLOSED, Job, Shot
from workbench.gui.session.labels import TargetLabels
from workbench.gui.session.session import Session
from workbench.gui.session.task_rules import TaskRules
from workbench.store.project import Project


class ClassificationRules(TaskRules):
    """A shot is a target sample whose label is a class."""

    name = "classify"
    names_images = True

    def shot_count(self, labels: TargetLabels) -> int:
        return sum(labels.shots[name] for name in labels.classes)  # faster than `len(labels.class_labels)`

    def shots(self, session: Session, project: Project, job: Job) -> tuple[tuple[Shot, ...], int]:
        present = {sample.path for sample in session.domains.samples(Side.TARGET)}
        known, named = session.domains.counts, session.labels.classes
        classes = {*named, UNKNOWN} if job.shift not in CLOSED else set(known)
        labelled = project.shots()
        shots = tuple(shot for shot in labelled if shot.path in present and shot.label in classes)
        return shots, len(labelled) - len(shots)

    def has_other_shots(self, session: Session, project: Project, shots: Sequence[Shot]) -> bool:
        if len(shots) != session.labels.shot_count:
            return True
        return {shot.path: shot.label for shot in shots} != session.labels.class_labels
