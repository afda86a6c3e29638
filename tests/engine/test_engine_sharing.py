"""Two processes that share every batch: the losses of one, for every method, and one voice to the person."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
import pytest
import torch

from tests.engine.share import run_all
from tests.engine.watching import SHOTS
from tests.machine import needs_interrupts
from workbench.core.errors import UserError
from workbench.core.events import Finished, Scalars
from workbench.core.job import Augment, Job
from workbench.core.settings import Value
from workbench.engine.auto import execute
from workbench.engine.device import fabric_for
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.store.run_folder import RunFolder

TWO = (sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")


def losses(folder: Path) -> list[dict[str, float]]:
    return [event.values for event in RunFolder(folder).events() if isinstance(event, Scalars)]


def told(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True)


CASES = [
    f"{name}{with_shots}"
    for name, known in methods().items()
    if "classify" in known.tasks
    for with_shots in ("", "+shots")
    if with_shots or "shots" not in known.needs
] + [
    f"{name}@pixels"
    for name, known in methods().items()
    if "segment" in known.tasks and not {"shots", "pixels"} & {*known.needs}
]


# Generators of images that learn their first steps make a rounding error a thousand times larger with each, in one
# process too, and so do perturbations of the input that follow a gradient: here they learn so slowly that what is left
# of a difference is a fault. L-BFGS makes it ten thousand times larger until it converges, on a head with next to no
# decay; here it converges.
FITTED: dict[str, Value] = {"head_decay": 1.0, "learning_rate": 1e-5}
STILL: dict[str, dict[str, Value]] = {
    "cycada": {"generator_rate": 1e-7},
    "vada": {"learning_rate": 1e-5},
    "label_prop": FITTED,
    "coral": FITTED,
    "ot_mapping": FITTED,
}


@pytest.fixture(scope="module")
def shared(
    domains: tuple[Path, Path], streets: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """Folders of runs of every method, with and without shots, of images and of pixels: in one process, and in two."""
    alone, together = tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("together")
    cache = tmp_path_factory.mktemp("cache")
    for case in CASES:
        name, with_shots, pixels = case.partition("+")[0].partition("@")[0], "+" in case, "@" in case
        source, target = streets if pixels else domains
        job = Job(
            method=name,
            source=str(source),
            target=str(target),
            steps=6,
            batch=4 if pixels else 8,
            image_size=32 if pixels else 16,
            augment=Augment.STRONG,
            device="cpu",
            precision="64-true",  # so that what is left of a difference is a fault, not rounding
            shots=SHOTS if with_shots else (),
            settings=dict(STILL.get(name, {})),
            cache=str(cache),
        )
        RunFolder(together / case).write_job(job)
        run_all(job, alone / case)
    outcome = subprocess.run(
        [*TWO, "-m", "tests.engine.share", str(together)], check=False, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    return alone, together


@pytest.mark.parametrize("case", CASES)
def test_that_two_processes_reach_the_losses_of_one(case: str, shared: tuple[Path, Path]) -> None:
    alone, together = (losses(folder / case) for folder in shared)
    assert len(together) == len(alone) == 6
    for one, two in zip(alone, together, strict=True):
        # Losses are of single precision, and Adam makes steps of rounding errors where gradients are next to nothing.
        assert two == pytest.approx(one, rel=2e-3, abs=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_that_two_processes_leave_one_whole_run(case: str, shared: tuple[Path, Path]) -> None:
    alone, together = (RunFolder(folder / case) for folder in shared)
    assert [type(event) for event in together.events()] == [type(event) for event in alone.events()]
    assert len(together.predictions()) == len(alone.predictions())
    assert len(list(together.masks.rglob("*.png"))) == len(list(alone.masks.rglob("*.png")))


def command(job: Job, folder: Path, *flags: str) -> list[str]:
    return [
        *(sys.executable, "-m", "workbench", "adapt", job.source, job.target, "--method", "dann", "--device", "cpu"),
        *("--steps", str(job.steps), "--batch", "8", "--image-size", "16", "--cache", job.cache, "--out", str(folder)),
        *flags,
    ]


def test_that_a_command_on_two_devices_speaks_once_and_finishes(job: Job, tmp_path: Path) -> None:
    outcome = subprocess.run(
        command(job, tmp_path / "run", "--devices", "2"), check=False, capture_output=True, text=True
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.count("Export it") == 1
    assert isinstance(list(RunFolder(tmp_path / "run").events())[-1], Finished)


def test_that_tasks_that_srun_starts_share_one_run(job: Job, tmp_path: Path) -> None:
    """Without SLURM: with the variables that srun sets for two tasks on a node."""
    tasks = []
    for rank in range(2):
        ranks = {name: str(rank) for name in ("SLURM_PROCID", "SLURM_LOCALID")}
        counts = dict.fromkeys(("SLURM_NTASKS", "SLURM_NTASKS_PER_NODE", "SLURM_STEP_NUM_TASKS"), "2")
        step = {"SLURM_JOB_ID": str(os.getpid()), "SLURM_JOB_NAME": "adapt", "SLURM_STEP_NUM_NODES": "1"}
        step |= {"SLURM_NODEID": "0", "SLURM_NODELIST": "127.0.0.1"}
        tasks.append(
            subprocess.Popen(
                command(job, tmp_path / "run"),
                env={**os.environ, **ranks, **counts, **step},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    told = [task.communicate(timeout=120) for task in tasks]
    assert [task.returncode for task in tasks] == [0, 0], told
    assert [output.count("Export it") for output, _ in told] == [1, 0]
    assert "2 × CPU" in told[0][0]


@needs_interrupts
def test_that_an_interrupt_stops_all_devices_and_keeps_a_checkpoint_to_go_on_from(job: Job, tmp_path: Path) -> None:
    longer = msgspec.structs.replace(job, steps=1000)
    working = subprocess.Popen(
        command(longer, tmp_path / "run", "--devices", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert working.stdout is not None
    for line in working.stdout:
        if line.startswith("step"):
            os.killpg(working.pid, signal.SIGINT)  # as a terminal does
            break
    told, errors = working.communicate(timeout=60)
    assert working.returncode == 130, errors
    assert "workbench resume" in told
    place = RunFolder(tmp_path / "run")
    state = torch.load(place.checkpoint, weights_only=True)["trainer"]
    assert 0 < state["step"] < 1000
    events = run(msgspec.structs.replace(place.job(), devices=1), place.path, resume=True)
    next(event for event in events if isinstance(event, Scalars) and event.step > state["step"])
    events.close()


def test_that_the_death_of_one_process_ends_the_run_in_a_sentence(job: Job, tmp_path: Path) -> None:
    longer = msgspec.structs.replace(job, steps=1000)
    working = subprocess.Popen(
        command(longer, tmp_path / "run", "--devices", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert working.stdout is not None
    for line in working.stdout:
        if line.startswith("step"):
            other = next(p for p in psutil.Process(working.pid).children() if "adapt" in p.cmdline())
            other.kill()
            break
    _, errors = working.communicate(timeout=60)
    assert working.returncode == 2
    assert "Another process of this run has ended" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("change", [{"devices": 3}, {"devices": 2, "nodes": 2, "batch": 6}])
def test_that_a_batch_that_can_not_be_shared_evenly_is_refused(job: Job, change: dict[str, int]) -> None:
    with pytest.raises(UserError, match="divided evenly"):
        fabric_for(msgspec.structs.replace(job, **change))


def test_that_auto_asks_for_one_device(job: Job, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="one device"):
        list(execute(msgspec.structs.replace(job, method="auto", devices=2), tmp_path))
