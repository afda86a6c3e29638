"""Runs of the engine on a measuring set: what counts, what widens, and what they are compared with."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.made_projects import MadeProject
from workbench.analysis.measured_accuracy import wilson
from workbench.analysis.measured_runs import MeasuredRun, labels_of, measured_runs
from workbench.analysis.measuring import RunAnswers, points_of
from workbench.core.domain import UNKNOWN, Sample
from workbench.core.job import Shift, Shot
from workbench.core.target_quality import QualityKind
from workbench.data.mask_png import read_numbers
from workbench.data.scan import scan_now
from workbench.store.label_value import LabelMark
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction


@pytest.fixture
def project(classification_project: MadeProject) -> Iterator[Project]:
    with closing(Project.open(classification_project.folder)) as made:
        yield made


@pytest.fixture
def target(classification_project: MadeProject) -> list[Sample]:
    return scan_now(classification_project.target).samples


def truths(paths: "list[str] | Mapping[str, object]") -> dict[str, str]:
    """The target's folders are named by the class."""
    return {path: path[0] for path in paths}


def plain(project: Project, target: list[Sample]) -> MeasuredRun:
    runs, errors = measured_runs(project, target)
    assert not errors
    return runs[0]


def test_that_every_finished_run_is_measured_on_the_labels_that_did_not_teach_it(
    project: Project, target: list[Sample]
) -> None:
    drawn = project.measuring_set.draw(target, 24)
    project.labels.apply(truths(drawn))
    runs, _ = measured_runs(project, target)
    assert [run.record.job.method for run in runs] == ["source_only", "mcc"]
    for run in runs:
        rows = RunFolder(project.run_folder(run.record.id)).predictions()
        shots = {shot.path for shot in run.record.job.shots}
        right = [row.predicted == row.path[0] for row in rows if row.path not in shots]
        quality = run.measurement.quality
        assert (quality.kind, quality.count, run.measurement.population) == (
            QualityKind.MEASURED,
            len(right),
            len(right),
        )
        assert quality.value == pytest.approx(sum(right) / len(right))
        assert quality.low == quality.value == quality.high, "the whole target is labelled"
        assert run.measurement.more is None
    assert runs[0].measurement.reference is None
    assert (runs[1].reference, runs[1].measurement.reference is not None) == (1, True)


def test_that_a_run_is_compared_with_source_only_on_the_same_labels(project: Project, target: list[Sample]) -> None:
    drawn = project.measuring_set.draw(target, 12)
    project.labels.apply(truths(drawn))
    without, other = measured_runs(project, target)[0]
    shots = {shot.path for shot in other.record.job.shots}
    common = [path for path in drawn if path not in shots]
    predicted = [
        {row.path: row.predicted for row in RunFolder(project.run_folder(run.record.id)).predictions()}
        for run in (without, other)
    ]
    right = [sum(rows[path] == path[0] for path in common) for rows in predicted]
    comparison = other.measurement.reference
    assert comparison is not None
    assert comparison.count == len(common)
    assert comparison.difference == pytest.approx((right[1] - right[0]) / len(common))


def test_that_nothing_is_said_without_labels_and_why(project: Project, target: list[Sample]) -> None:
    run = plain(project, target)
    assert (run.measurement.quality.kind, run.measurement.quality.value) == (QualityKind.UNKNOWN, None)
    assert run.measurement.quality.basis == "No random target image has a label yet."
    project.labels.apply(truths([sample.path for sample in target[:5]]))
    assert plain(project, target).measurement.quality.kind is QualityKind.UNKNOWN, "labels that teach measure nothing"


def test_that_skipped_and_unsure_images_and_newcomers_widen_the_interval(
    project: Project, target: list[Sample]
) -> None:
    drawn = project.measuring_set.draw(target, 10)
    project.labels.apply(truths(drawn[:6]))
    whole = plain(project, target).measurement.quality
    right = round((whole.value or 0) * 6)
    assert (whole.low, whole.high) == (wilson(right, 6, 24).low, wilson(right, 6, 24).high)
    project.labels.apply({drawn[2]: None})
    skipped = plain(project, target).measurement.quality
    assert skipped.basis.endswith("1 image without a label widens the interval.")
    project.labels.apply({drawn[2]: LabelMark.UNSURE})
    assert plain(project, target).measurement.quality == skipped
    project.labels.apply(truths([drawn[2]]))
    project.labels.apply({drawn[5]: None})
    last = plain(project, target).measurement.quality
    assert last.count == 5
    assert "without a label" not in last.basis, "nothing after it is labelled: it is simply the next one"


def test_that_an_image_that_came_since_stands_in_the_sample(project: Project, target: list[Sample]) -> None:
    first = project.measuring_set.draw(target, 1)
    others = [sample for sample in target if sample.path not in first]
    project.labels.undo()
    drawn = project.measuring_set.draw(others, 4)
    project.labels.apply(truths(drawn))
    assert "1 image without a label" in plain(project, target).measurement.quality.basis
    assert project.measuring_set.draw(target, 1) == first, "it is drawn next"
    project.labels.apply(truths(first))
    assert "without a label" not in plain(project, target).measurement.quality.basis


def test_that_labels_that_were_released_measure_old_runs_no_more(project: Project, target: list[Sample]) -> None:
    drawn = project.measuring_set.draw(target, 6)
    project.labels.apply(truths(drawn))
    project.measuring_set.release()
    assert plain(project, target).measurement.quality.kind is QualityKind.UNKNOWN
    assert set(drawn).isdisjoint(project.measuring_set.draw(target, 6))


def test_that_a_class_that_a_run_lacks_is_unknown_to_one_that_rejects(project: Project) -> None:
    run = RunAnswers(RunFolder(project.run_folder(project.runs()[0].id)), project.measuring_set.identity)
    assert run.truth("zebra") == "zebra"
    run.job = msgspec.structs.replace(run.job, shift=Shift.OPEN, mapping={"theirs": "a", "none": ""})
    assert [run.truth(label) for label in ("zebra", "a", "theirs", "none")] == [UNKNOWN, "a", "a", UNKNOWN]


def test_that_paths_of_another_unicode_form_are_the_same_image(project: Project, tmp_path: Path) -> None:
    folder = RunFolder(project.run_folder(project.runs()[0].id))
    folder.write_predictions([Prediction("e\u0301/1.png", "a", 0.9), Prediction("b/1.png", "b", 0.8)])
    folder.write_job(msgspec.structs.replace(folder.job(), shots=(Shot("\u00e9/1.png", "a"),)))
    assert RunAnswers(folder, project.measuring_set.identity).population == 1


def test_that_pixels_are_measured_at_one_random_point_of_each_image(segmentation_project: MadeProject) -> None:
    target = scan_now(segmentation_project.target)
    with closing(Project.open(segmentation_project.folder)) as project:
        drawn = project.measuring_set.draw(target.samples, 3, points=True)
        sizes = {sample.path: (sample.width, sample.height) for sample in target.samples}
        points = points_of(project.measuring_set.current(), sizes)
        assert [*points] == drawn
        folder = RunFolder(project.run_folder(segmentation_project.plain))
        classes = folder.result().classes
        expected = {}
        for path, point in points.items():
            mask = read_numbers(folder.mask_file(path), sizes[path])
            assert mask is not None
            expected[path] = classes[mask[point.y, point.x]]
        project.labels.apply(expected)
        run = plain(project, target.samples)
        assert (run.measurement.quality.value, run.measurement.quality.count) == (1.0, 3)
        wrong = next(name for name in classes if name != expected[drawn[0]])
        project.labels.apply({drawn[0]: wrong})
        measurement = plain(project, target.samples).measurement
        quality, alone = measurement.quality, wilson(2, 3)
        assert (quality.low, quality.value, quality.high) == (alone.low, alone.value, alone.high), (
            "other pixels are open"
        )
        assert measurement.more is None, "no image is left"
        there = [sample for sample in target.samples if sample.path != drawn[1]]
        lost = plain(project, there).measurement.quality
        assert (lost.value, lost.count) == (0.5, 2), "a pixel without its image is neither right nor wrong"
        assert "1 image without a label widens the interval." in lost.basis
        assert labels_of(project).pending == []
        assert project.shots() == ()
