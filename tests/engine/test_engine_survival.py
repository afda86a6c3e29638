"""Runs that survive: kills, changed folders, a full disk, a lost cache; and what they keep for the next start."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.conftest import make_domain
from tests.engine.watching import assert_same_run, changed, stop_at
from tests.machine import needs_limits
from workbench.core.errors import UserError
from workbench.core.events import (
    Evaluated,
    Finished,
    Progressed,
    Saved,
    Warned,
)
from workbench.core.job import Job
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder


def test_that_what_a_killed_run_told_is_not_told_twice(job: Job, tmp_path: Path) -> None:
    list(run(job, tmp_path / "whole"))
    events = run(job, tmp_path / "killed")
    for event in events:
        if isinstance(event, Progressed) and event.step == 6:
            break
    shutil.copytree(tmp_path / "killed", tmp_path / "left")  # as a kill leaves it, before the first checkpoint
    place = RunFolder(tmp_path / "left")
    assert not place.checkpoint.exists()
    (place.path / ".model.safetensors.0123.part").write_bytes(b"half")
    list(run(place.job(), place.path, resume=True))
    assert_same_run(tmp_path / "whole", place.path)
    assert not list(place.path.glob(".*.part"))
    with pytest.raises(UserError, match="is already finished"):
        list(run(place.job(), place.path, resume=True))
    events.close()


def test_that_two_processes_do_not_work_in_one_run_folder(job: Job, tmp_path: Path) -> None:
    events = run(job, tmp_path / "run")
    for event in events:
        if isinstance(event, Progressed):
            break
    with pytest.raises(UserError, match="Another process is using"):
        list(run(job, tmp_path / "run", resume=True))
    events.close()
    list(run(job, tmp_path / "run", resume=True))


def test_that_a_warning_is_kept_with_the_run(job: Job, tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=4)
    (source / "a" / "broken.png").write_bytes(b"no image")
    events = list(run(changed(job, source=str(source)), tmp_path / "run"))
    kept = [one for one in RunFolder(tmp_path / "run").events() if isinstance(one, Warned)]
    told = [one for one in events if isinstance(one, Warned)]
    assert len(told) == 1
    assert kept == told


def test_that_checkpoints_come_as_often_as_the_job_asks(job: Job, tmp_path: Path) -> None:
    events = list(run(changed(job, checkpoint_seconds=0.0), tmp_path))
    assert [event.step for event in events if isinstance(event, Saved)] == list(range(1, 13))


def test_that_a_changed_folder_is_noticed_when_a_run_goes_on(job: Job, tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=4)
    job = changed(job, source=str(source))
    stop_at(5, run(job, tmp_path / "run"))
    (source / "a" / "000.png").unlink()
    with pytest.raises(UserError, match="source folder has changed"):
        list(run(RunFolder(tmp_path / "run").job(), tmp_path / "run", resume=True))


def test_that_a_run_outlives_its_cache_and_its_folders(job: Job, tmp_path: Path) -> None:
    source, target = make_domain(tmp_path / "source", seed=4), make_domain(tmp_path / "target", seed=5)
    job = changed(job, source=str(source), target=str(target))
    finished = None
    for event in run(job, tmp_path / "run"):
        if isinstance(event, Progressed) and event.step == 4:
            for folder in (Path(job.cache), source, target):
                shutil.rmtree(folder)
        finished = event if isinstance(event, Finished) else finished
    assert finished is not None
    with pytest.raises(UserError, match="There is no folder"):
        list(run(job, tmp_path / "again"))


@needs_limits
def test_that_a_full_disk_is_told_in_a_sentence(job: Job, tmp_path: Path) -> None:
    import resource

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))  # writing more fails, as on a full disk

    list(run(job, tmp_path / "fill the cache"))
    command = [sys.executable, "-m", "workbench", "adapt", job.source, job.target, "--method", "source_only"]
    command += [
        "--steps",
        "3",
        "--batch",
        "8",
        "--image-size",
        "16",
        "--cache",
        job.cache,
        "--out",
        str(tmp_path / "r"),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, preexec_fn=small_files, check=False)
    assert answer.returncode == 2
    assert "could not be written" in answer.stderr
    assert "Free some space" in answer.stderr
    assert "Traceback" not in answer.stderr
    list(run(RunFolder(tmp_path / "r").job(), tmp_path / "r", resume=True))


def test_that_a_checkpoint_of_another_version_is_refused(job: Job, tmp_path: Path) -> None:
    stop_at(5, run(job, tmp_path / "run"))
    path = RunFolder(tmp_path / "run").checkpoint
    torch.save(torch.load(path, weights_only=True) | {"version": 0}, path)
    with pytest.raises(UserError, match="another version"):
        list(run(job, tmp_path / "run", resume=True))


@pytest.mark.parametrize("tick", [1, 3])
def test_that_a_stop_while_a_run_looks_at_itself_is_heard_and_the_look_taken_later(
    tick: int, job: Job, tmp_path: Path
) -> None:
    longer = changed(job, steps=30)
    list(run(longer, tmp_path / "whole"))
    events, ticks = run(longer, tmp_path / "stopped"), 0
    for event in events:
        ticks += isinstance(event, Progressed) and event.step == 25  # a look; each tick but the last is within it
        assert not (isinstance(event, Evaluated) and event.step == 25), "the look was not over yet"
        if ticks == tick:
            events.close()
            break
    list(run(longer, tmp_path / "stopped", resume=True))
    assert_same_run(tmp_path / "whole", tmp_path / "stopped")
