"""The finished runs of a project, measured on its measuring set."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.analysis.measuring import (
    MeasuringLabels,
    RunAnswers,
    RunMeasurement,
    comparable,
    measured_quality,
    points_of,
)
from workbench.analysis.target_quality import quality_of_run
from workbench.core.domain import Sample, Side
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.core.target_quality import PixelPoint, QualityKind, TargetQuality
from workbench.data.scan import scan_now
from workbench.engine.tasks.registry import task
from workbench.store.project import Project, RunRecord, is_project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder


class MeasuredRun(NamedTuple):
    """A finished run with its measurement. `reference`: the number of the run that it is compared with, or None."""

    record: RunRecord
    measurement: RunMeasurement
    reference: int | None = None


def labels_of(project: Project) -> MeasuringLabels:
    """The measuring set of a project, and all its labels."""
    return MeasuringLabels(project.measuring_set.current(), project.labels.all_values())


def stated_quality(run: RunFolder, labels: Mapping[str, str] | None = None) -> TargetQuality:
    """The quality of a finished run.

    It is measured on the labels of the target folder; without them, on the measuring set of the project; without both,
    it is estimated. `labels`: of the target folder, if it has been read. Raises UserError if the run is not finished.
    """
    quality = quality_of_run(run, labels)
    return quality if quality.kind is QualityKind.MEASURED else _in_project(run) or quality


def measured_runs(
    project: Project, samples: Iterable[Sample], only: Sequence[str] = ()
) -> tuple[list[MeasuredRun], list[UserError]]:
    """The finished runs of a project, oldest first, and the errors of those that cannot be read.

    `samples`: of the target that is there now. `only`: the ids of the runs to return, or none for all.
    """
    finished = [record for record in project.runs() if record.status is Status.FINISHED]
    answers: list[tuple[RunRecord, RunAnswers]] = []
    errors = []
    for record in finished:
        try:
            answers.append((record, _answers(project, RunFolder(project.run_folder(record.id)))))
        except UserError as error:
            errors.append(error)
    labels = labels_of(project)
    points = points_of(labels.drawn, {sample.path: (sample.width, sample.height) for sample in samples})
    others = [run for _, run in answers]
    number = {id(run): record.number for record, run in answers}
    runs = []
    for record, run in answers:
        if not only or record.id in only:
            reference = comparable(run, others)
            measurement = measured_quality(run, labels, points, reference)
            runs.append(MeasuredRun(record, measurement, number[id(reference)] if reference else None))
    return runs, errors


def right_on_labels(runs: Sequence[RunFolder]) -> tuple[dict[Path, dict[str, bool]], int]:
    """Whether finished runs of one project are right on each label of its measuring set that taught none of them.

    By the folder of the run and the path of the sample; and the number of samples that the labels stand for. Empty, and
    0, for runs of several projects or of none.
    """
    folders = {run.path.absolute().parent.parent for run in runs}
    if len(folders) != 1 or not is_project(folder := next(iter(folders))):
        return {}, 0
    with contextlib.closing(Project.open(folder, settle=False)) as project:
        labels, answers = labels_of(project), {run.path.absolute(): _answers(project, run) for run in runs}
        points = _points(project, labels)
    named = [path for path in labels.named if path in points or not labels.at_points]
    common = [path for path in named if all(composed(path) in each.rows for each in answers.values())]
    right = {}
    for place, each in answers.items():
        predicted = each.predicted(points)
        right[place] = {path: each.truth(str(labels.values[path])) == predicted.get(composed(path)) for path in common}
    return right, min(each.population for each in answers.values())


def on_measuring_sets(runs: Iterable[RunFolder]) -> dict[Path, RunMeasurement]:
    """The measurements of finished runs on the measuring sets of their projects, by the folder of the run.

    Runs without a project, and projects without such labels, are left out.
    """
    names: dict[Path, list[str]] = {}
    for run in runs:
        names.setdefault(run.path.absolute().parent.parent, []).append(run.path.name)
    return {
        folder / "runs" / name: measurement
        for folder, chosen in names.items()
        if is_project(folder)
        for name, measurement in _measured_in(folder, chosen).items()
    }


def _measured_in(folder: Path, names: Sequence[str]) -> dict[str, RunMeasurement]:
    """The measurements of runs of a project, by the id of the run."""
    with contextlib.closing(Project.open(folder, settle=False)) as project:
        labels = labels_of(project)
        if not labels.named:
            return {}
        runs, _ = measured_runs(project, _samples(project, labels), names)
    return {run.record.id: run.measurement for run in runs if run.measurement.quality.kind is QualityKind.MEASURED}


def _answers(project: Project, run: RunFolder) -> RunAnswers:
    kind = task(run.job().decided_task)
    at_points = kind.predicted_classes if kind.measured_at_points else None
    return RunAnswers(run, project.measuring_set.identity, at_points)


def _samples(project: Project, labels: MeasuringLabels) -> list[Sample]:
    """The samples of the target that is there now, where the labels are of pixels; else none are needed."""
    target = project.domain_folder(Side.TARGET)
    return scan_now(target, cache=project.cache).samples if labels.at_points and target is not None else []


def _points(project: Project, labels: MeasuringLabels) -> dict[str, PixelPoint]:
    sizes = {sample.path: (sample.width, sample.height) for sample in _samples(project, labels)}
    return points_of(labels.drawn, sizes)


def _in_project(run: RunFolder) -> TargetQuality | None:
    """The quality of a finished run on the measuring set of its project; None without labels or without a project."""
    measurement = on_measuring_sets([run]).get(run.path.absolute())
    return measurement.quality if measurement else None
