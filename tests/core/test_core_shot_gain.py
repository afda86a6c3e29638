"""What more shots gained, over which run, and why there is no answer."""

import pytest

from workbench.core.job import Job, Shot
from workbench.core.shot_gain import (
    NO_REFERENCE,
    NO_SHOTS,
    NOT_MEASURED,
    FinishedRun,
    ShotGain,
    shot_gain,
    shot_gains,
)
from workbench.core.target_quality import AccuracyDifference

MORE = AccuracyDifference(0.1, 0.03, 0.17, 300)


def ran(name: str, shots: int, *, method: str = "mcc", seed: int = 0, steps: int = 100) -> FinishedRun:
    labelled = tuple(Shot(f"{at}.png", "a") for at in range(shots))
    return FinishedRun(
        name, Job(method=method, source="/a", target="/b", shots=labelled, seed=seed, steps=steps), f"/runs/{name}"
    )


def always(_first: FinishedRun, _second: FinishedRun) -> AccuracyDifference | None:
    return MORE


def test_that_a_run_is_compared_with_the_latest_of_its_recipe_with_fewer_shots() -> None:
    runs = [ran("run 1", 0), ran("run 2", 10), ran("run 3", 30), ran("run 4", 30, seed=1)]
    found = shot_gain(runs[3], runs[:3], always)
    assert found == ShotGain(20, MORE, "run 2")
    assert found.points == pytest.approx(10)
    assert found.sentence == (
        "+10.0 points of accuracy (+3.0 to +17.0) with 20 more shots than run 2, on the same 300 labels."
    )


def test_that_a_loss_is_told_with_its_sign_and_what_is_too_close_to_tell_is_called_so() -> None:
    found = shot_gain(
        ran("run 2", 1), [ran("run 1", 0)], lambda _first, _second: AccuracyDifference(-0.1, -0.3, 0.1, 9)
    )
    assert isinstance(found, ShotGain)
    assert found.sentence == (
        "−10.0 points of accuracy (−30.0 to +10.0) with 1 more shot than run 1, on the same 9 labels: "
        "too close to tell."
    )


@pytest.mark.parametrize("other", [ran("run 1", 0, method="dann"), ran("run 1", 0, steps=50), ran("run 1", 10)])
def test_that_other_methods_settings_or_no_fewer_shots_are_no_reference(other: FinishedRun) -> None:
    assert shot_gain(ran("run 2", 10), [other], always) == NO_REFERENCE


def test_that_without_common_labels_nothing_is_said_to_be_gained() -> None:
    assert shot_gain(ran("run 2", 10), [ran("run 1", 0)], lambda _first, _second: None) == NOT_MEASURED
    assert shot_gain(ran("run 2", 0), [ran("run 1", 0)], always) == NO_SHOTS


def test_that_each_run_looks_at_those_before_it() -> None:
    gains = shot_gains([ran("run 1", 0), ran("run 2", 10), ran("run 3", 20)], always)
    assert gains == {
        "/runs/run 1": NO_SHOTS,
        "/runs/run 2": ShotGain(10, MORE, "run 1"),
        "/runs/run 3": ShotGain(10, MORE, "run 2"),
    }
