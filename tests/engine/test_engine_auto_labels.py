"""`auto` with labels of the measuring set: they choose among the methods, and nothing learns from them."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from tests.engine.test_engine_auto import left
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.events import Compared, Evaluated, Progressed
from workbench.core.job import Job, Shot
from workbench.core.target_quality import PixelPoint
from workbench.data.mask_png import read_numbers
from workbench.engine.auto import execute, short_list
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder

LABELS = tuple(DrawnLabel(f"{name}/{number:03}.png", name) for number in range(5) for name in "abc")


@pytest.fixture
def auto(job: Job) -> Job:
    """So short that each trial is a whole run."""
    return msgspec.structs.replace(job, method="auto", steps=10)


def compared(job: Job, folder: Path, drawn: Sequence[DrawnLabel]) -> Compared:
    """Run a job by `auto`; what it says of the comparison."""
    (event,) = (event for event in execute(job, folder, drawn=drawn) if isinstance(event, Compared))
    return event


def test_that_the_trials_are_measured_on_the_labels(auto: Job, tmp_path: Path) -> None:
    comparison, place = compared(auto, tmp_path / "auto", LABELS), RunFolder(tmp_path / "auto")
    assert comparison.labels == len(LABELS)
    assert comparison.reason.startswith("15 random labels ")
    predicted = {row.path: row.predicted for row in place.predictions()}
    right = sum(predicted[label.path] == label.label for label in LABELS)
    (chosen,) = (trial.measured for trial in comparison.trials if trial.method == comparison.chosen)
    assert not isinstance(chosen, msgspec.UnsetType)
    assert (chosen.count, round(chosen.value * chosen.count)) == (15, right)
    assert chosen.low < chosen.value < chosen.high
    assert place.comparison() == comparison


def test_that_nothing_learns_from_the_labels(auto: Job, tmp_path: Path) -> None:
    place, alone = RunFolder(tmp_path / "auto"), RunFolder(tmp_path / "alone")
    wrong = [msgspec.structs.replace(label, label="b" if label.label == "a" else "a") for label in LABELS]
    chosen = compared(auto, place.path, wrong).chosen
    list(run(msgspec.structs.replace(auto, method=chosen), alone.path))
    for file in (place.model, place.best_model, place.predictions_file, place.shots_file):
        other = alone.path / file.name
        assert file.exists() == other.exists(), file
        assert not file.exists() or file.read_bytes() == other.read_bytes(), file
    assert place.job().shots == ()
    assert left(place) - {"comparison.json", "measuring.json"} == left(alone)


def test_that_a_label_that_teaches_does_not_choose(auto: Job, tmp_path: Path) -> None:
    shots = tuple(Shot(label.path, label.label) for label in LABELS[:6])
    comparison = compared(msgspec.structs.replace(auto, shots=shots), tmp_path, LABELS)
    assert comparison.labels == len(LABELS) - 6
    assert all(trial.measured and trial.measured.count == 9 for trial in comparison.trials)


@pytest.mark.parametrize("drawn", [(), LABELS[:3], (DrawnLabel("gone.png", "a"),)])
def test_that_labels_of_no_image_choose_nothing(drawn: tuple[DrawnLabel, ...], auto: Job, tmp_path: Path) -> None:
    shots = tuple(Shot(label.path, label.label) for label in LABELS[:3])
    comparison = compared(msgspec.structs.replace(auto, shots=shots), tmp_path, drawn)
    assert comparison.labels == 0
    assert "evidence without labels" in comparison.reason
    assert all(trial.measured is msgspec.UNSET for trial in comparison.trials)


def test_that_a_resumed_choice_keeps_the_labels_that_it_began_with(auto: Job, tmp_path: Path) -> None:
    whole = compared(auto, tmp_path / "whole", LABELS)
    events, place = execute(auto, tmp_path / "stopped", drawn=LABELS), RunFolder(tmp_path / "stopped")
    for event in events:
        if isinstance(event, Progressed) and event.step == 14:  # in the second trial
            events.close()
    list(execute(place.job(), place.path, resume=True, drawn=LABELS[:2]))
    assert place.comparison() == whole
    assert place.drawn() == LABELS


def test_that_a_label_of_a_pixel_is_compared_with_the_mask_there(street_job: Job, tmp_path: Path) -> None:
    place, job = RunFolder(tmp_path / "auto"), msgspec.structs.replace(street_job, method="auto", steps=4)
    points = [PixelPoint(60, 1, 64, 32), PixelPoint(3, 30, 64, 32), PixelPoint(31, 16, 64, 32)]
    classes = ("sky", "road", "box")
    drawn = [DrawnLabel(f"images/{number:03}.png", classes[number % 3], points[number % 3]) for number in range(9)]
    comparison = compared(job, place.path, drawn)
    names, right = place.result().classes, 0
    assert {*classes} <= {*names}
    for label in drawn:
        mask = read_numbers(place.mask_file(label.path))
        assert mask is not None
        assert label.point is not None
        row = label.point.y * mask.shape[0] // label.point.height
        right += names[mask[row, label.point.x * mask.shape[1] // label.point.width]] == label.label
    (chosen,) = (trial.measured for trial in comparison.trials if trial.method == comparison.chosen)
    assert not isinstance(chosen, msgspec.UnsetType)
    assert (chosen.count, round(chosen.value * 9)) == (9, right)
    assert {trial.method for trial in comparison.trials} == {*short_list("segment")}


def test_that_the_labels_measure_each_evaluation_of_a_trial_only(auto: Job, tmp_path: Path) -> None:
    evaluated = [event for event in execute(auto, tmp_path, drawn=LABELS) if isinstance(event, Evaluated)]
    assert all(isinstance(event.right, dict) for event in evaluated if not event.final)
    assert evaluated[-1].final
    assert evaluated[-1].right is msgspec.UNSET
