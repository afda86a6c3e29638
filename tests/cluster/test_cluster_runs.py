"""Many runs on a Ray cluster of three nodes: each finishes once, also if a node is killed on the way."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.cluster.conftest import RayNodes, command, environment, wait_until
from workbench.core.events import Evaluated, Finished
from workbench.core.job import Job
from workbench.engine.auto import execute
from workbench.store.run_folder import RunFolder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the nodes have addresses 127.0.0.2, 127.0.0.3")
RUNS, STEPS = 12, 60


def test_that_twelve_runs_finish_once_each_though_a_node_is_killed(
    three_nodes: RayNodes, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    words = [*domains, "--method", "source_only", "--steps", STEPS, "--batch", 8, "--image-size", 16, "--device", "cpu"]
    words += ["--cache", cache, "--checkpoint-seconds", 0.3, "--seeds", RUNS, "--on", "ray", "--out", out, "--json"]
    with subprocess.Popen(
        command("adapt", *words),
        env=environment(three_nodes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as driver:
        assert driver.stderr is not None
        told, killed = [], ""
        for line in driver.stderr:
            told.append(line)
            name, _, at = line.partition(": running on ")
            node = next((node for node in three_nodes.nodes if f"/{node[:4]}" in at), "")
            if node and not killed:
                killed = node
                wait_until((out / name.replace(" ", "-") / "checkpoint.pt").exists, driver)
                three_nodes.kill(node)
        assert driver.stdout is not None
        reports = json.loads(driver.stdout.read().splitlines()[-1])
    assert driver.returncode == 0, "".join(told)
    lost = next(line.partition(":")[0] for line in told if line.endswith(": waiting: its node was lost\n"))
    assert [report["seed"] for report in reports] == list(range(RUNS))
    for seed in range(RUNS):
        events = list(RunFolder(out / f"seed-{seed}").events())
        looks = [event.step for event in events if isinstance(event, Evaluated) and not event.final]
        assert looks == sorted(set(looks)), "no step counts twice"
        assert looks[-1] == STEPS
        assert sum(isinstance(event, Finished) for event in events) == 1
    place = RunFolder(out / lost.replace(" ", "-"))
    assert place.result().finished.run == str(place.path)
    assert not place.checkpoint.exists()
    alone = RunFolder(tmp_path / "alone")
    list(execute(_job(out, lost), alone.path))
    assert place.model.read_bytes() == alone.model.read_bytes(), "as if its node had not been lost"


def _job(out: Path, name: str) -> Job:
    jobs = msgspec.json.decode((out / "runs.json").read_bytes(), type=dict[str, Job])
    return jobs[name]


def test_that_trials_of_auto_run_as_tasks_and_the_winner_is_the_same_as_here(
    three_nodes: RayNodes, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    words = [*domains, "--method", "auto", "--steps", 50, "--batch", 8, "--image-size", 16, "--device", "cpu"]
    words += ["--cache", tmp_path / "cache", "--out", tmp_path / "out", "--on", "ray"]
    environs = environment(three_nodes)
    done = subprocess.run(command("adapt", *words), env=environs, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    place, alone = RunFolder(tmp_path / "out" / "seed-0"), RunFolder(tmp_path / "alone")
    assert "trial source_only: finished" in done.stdout
    list(execute(_job(tmp_path / "out", "seed 0"), alone.path))
    assert place.comparison() == alone.comparison()
    assert place.model.read_bytes() == alone.model.read_bytes()
    assert not place.trials.exists()
