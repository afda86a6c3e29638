"""The expected time of a run, from runs that were finished on this machine."""

import msgspec
import pytest

from workbench.core.job import Job, Tune
from workbench.store.run_times import KEPT, RunTime, expected_seconds, read_run_times, remember_run_time
from workbench.store.user_paths import user_data

DONE = RunTime("dann", "efficientnet_lite0", Tune.HEAD, 32, 224, 1000, 500, 10.0, 80.0)


def job(**changes: object) -> Job:
    return Job(**{"method": "dann", "source": "", "target": "", "steps": 500, **changes})  # type: ignore[arg-type]


def test_that_training_grows_with_the_steps_and_the_rest_with_the_images() -> None:
    assert expected_seconds([DONE], job(), 1000) == pytest.approx(80)
    assert expected_seconds([DONE], job(steps=1000), 1000) == pytest.approx(2 * 50 + 30)
    assert expected_seconds([DONE], job(), 1500) == pytest.approx(50 + 45)


@pytest.mark.parametrize(
    "other",
    [
        job(method="mcc"),
        job(tune=Tune.ALL),
        job(backbone="resnet50"),
        job(batch=64),
        job(image_size=96),
    ],
)
def test_that_another_kind_of_run_is_no_guide(other: Job) -> None:
    assert expected_seconds([DONE], other, 1000) is None


def test_that_many_more_images_have_no_guide() -> None:
    assert expected_seconds([DONE], job(), 2001) is None
    assert expected_seconds([DONE], job(), 499) is None


def test_that_the_latest_runs_are_remembered_and_a_damaged_file_is_none() -> None:
    assert read_run_times() == []
    for steps in range(1, KEPT + 2):
        remember_run_time(msgspec.structs.replace(DONE, steps=steps))
    times = read_run_times()
    assert [times[0].steps, len(times)] == [KEPT + 1, KEPT]
    (user_data() / "run-times.json").write_text("[{")
    assert read_run_times() == []
