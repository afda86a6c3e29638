"""Killed at random moments, again and again: nothing that was shown as done is lost, and runs end as if untouched."""

import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.journeys.labels_at_random import PATHS, Model
from workbench.core.events import Evaluated, Scalars
from workbench.core.job import Job
from workbench.engine import checkpoint
from workbench.engine.run import run
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

FEW_OR_MANY = [pytest.param(3, id="few"), pytest.param(100, id="many", marks=pytest.mark.slow)]


def ended(process: "subprocess.Popen[str]", seconds: float) -> int | None:
    """The exit status, waited for so long; None while the process runs."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def written(path: Path) -> int:
    """When a file was written last, in nanoseconds; 0 before it is there."""
    return path.stat().st_mtime_ns if path.exists() else 0


@pytest.mark.parametrize("kills", FEW_OR_MANY)
def test_that_a_run_killed_at_random_moments_ends_as_if_it_had_not(kills: int, job: Job, tmp_path: Path) -> None:
    chance = random.Random(kills)
    job = msgspec.structs.replace(job, method="dann", steps=60 * kills, checkpoint_seconds=0.1)
    place = RunFolder(tmp_path / "killed")
    place.write_job(job.checked())
    reached = 0
    for kill in range(kills):
        resume = [sys.executable, "-m", "workbench", "resume", str(place.path)]
        with subprocess.Popen(resume, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None
            assert "dann" in process.stdout.readline()  # it has begun
            before = written(place.checkpoint)
            while kill % 3 == 2 and written(place.checkpoint) == before and ended(process, 0.01) is None:
                pass  # every third time it gets as far as a checkpoint
            if ended(process, chance.uniform(0, 1.2)) is None:
                process.kill()
        if place.result_file.is_file():
            break
        if place.checkpoint.is_file():
            step = int(checkpoint.load(place.checkpoint)["trainer"]["step"])
            assert step >= reached
            reached = step
    assert reached > 0
    if not place.result_file.is_file():
        list(run(place.job(), place.path, resume=True))

    list(run(job, tmp_path / "whole"))
    whole = RunFolder(tmp_path / "whole")
    assert place.model.read_bytes() == whole.model.read_bytes()
    assert place.predictions_file.read_bytes() == whole.predictions_file.read_bytes()
    told, expected = (
        [event for event in one.events() if isinstance(event, Scalars | Evaluated)] for one in (place, whole)
    )
    assert told == expected


@pytest.mark.parametrize("kills", FEW_OR_MANY)
def test_that_labelling_killed_at_random_moments_loses_nothing(kills: int, tmp_path: Path) -> None:
    chance = random.Random(kills)
    folder = tmp_path / "some.workbench"
    Project.create(folder).close()
    model, number = Model(), 0  # what the database holds, and the operation that comes next
    for _ in range(kills):
        labelling = [sys.executable, "-m", "tests.journeys.labels_at_random", str(folder), str(number)]
        with subprocess.Popen(labelling, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            shown = [int(process.stdout.readline()) for _ in range(chance.randrange(1, 200))]
            process.kill()
            shown += [int(line) for line in process.stdout if line.endswith("\n")]
        for one in range(number, shown[-1] + 1):
            model.do(one)
        number = shown[-1] + 1
        project = Project.open(folder)
        (actions,) = project.database.execute("SELECT count(*) FROM action").fetchone()
        if actions > model.actions:  # the one that was under way was committed, though nobody was told
            model.do(number)
            number += 1
        assert actions == model.actions
        assert project.labels.values(PATHS) == model.now
        project.close()
    project = Project.open(folder)
    while model.past:
        project.labels.undo()
        assert project.labels.values(PATHS) == model.past.pop()
    assert project.labels.undo() == []
    project.close()
