"""What threads, processes and torch.compile buy: training rates on real folders, measured in turn in one run.

`python -m tests.benchmarks devices --data ../shared/data/digits --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec

from tests.benchmarks.results import ROOT, command_line, replace_section, section
from workbench.core.job import Augment, Job, Tune
from workbench.core.threads import quiet_threads

WARM = 3  # steps before the clock starts
REPETITIONS = 3
BASE = "1 process, 1 thread"
CASES = {  # name: backbone, image size, batch, steps that are timed
    "small net, 32 px, 64 + 64": ("small", 32, 64, 40),
    "small net, 32 px, 256 + 256": ("small", 32, 256, 12),
    "EfficientNet-Lite0, 128 px, 16 + 16": ("efficientnet_lite0", 128, 16, 5),
}


def timed(job: Job) -> None:
    """In a process of its own, or in one of several: steps a second, printed by the first."""
    from workbench.core.generators import Returning
    from workbench.engine.device import continue_together, fabric_for
    from workbench.engine.setup import set_up

    whole = msgspec.structs.replace(job, steps=job.steps + WARM)
    trainer = Returning(set_up(whole, fabric_for(whole))).finish().trainer
    threads = trainer.job.threads
    for _ in range(WARM):
        trainer.advance()
    continue_together(trainer.method.fabric)
    start, worked = time.perf_counter(), time.process_time()
    for _ in range(job.steps):
        trainer.advance()
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    if trainer.method.fabric.is_global_zero:
        print(f"{job.steps / seconds:.4f} {work * job.devices / job.steps:.4f} {threads}")


def rate(job: Job) -> tuple[float, float, int]:
    """Steps a second of a job, processor seconds a step, and with how many threads."""
    words = [sys.executable]
    if job.devices > 1:
        words += ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={job.devices}"]
    words += ["-m", "tests.benchmarks", "devices", "--timed", msgspec.json.encode(job).decode()]
    variables = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=variables, cwd=ROOT).stdout
    found, work, threads = told.strip().splitlines()[-1].split()
    return float(found), float(work), int(threads)


def ways(cores: int) -> dict[str, dict[str, object]]:
    """What is compared with one process and one thread."""
    return {
        BASE: {"threads": 1},
        f"1 process, {cores} threads": {"threads": cores},
        "1 process, threads probed": {"threads": 0},
        "1 process, 1 thread, compiled": {"threads": 1, "compile": True},
        f"{cores} processes, 1 thread each": {"threads": 1, "devices": cores},
        "1 process, 1 thread, bfloat16": {"threads": 1, "precision": "bf16-mixed"},
    }


def measured(arguments: argparse.Namespace, cache: str) -> list[str]:
    """The rows of the table."""
    cores = len(os.sched_getaffinity(0))
    rows = []
    compared = {way: values for way, values in ways(cores).items() if way == BASE or arguments.how in way}
    for title, (backbone, size, batch, steps) in CASES.items():
        job = Job(
            method=arguments.method,
            source=str(arguments.data / "street"),
            target=str(arguments.data / "mnist"),
            backbone=backbone,
            tune=Tune.ALL,
            image_size=size,
            batch=batch,
            steps=steps,
            augment=Augment.LIGHT,
            device="cpu",
            cache=cache,
        )
        rates: dict[str, list[float]] = {}
        works: dict[str, list[float]] = {}
        found: dict[str, int] = {}
        for _ in range(arguments.repetitions):
            for way, values in compared.items():
                one, work, found[way] = rate(msgspec.structs.replace(job, **values))
                rates.setdefault(way, []).append(one)
                works.setdefault(way, []).append(work)
                print(title, way, f"{one:.2f} {work:.3f}", found[way], flush=True)
        base = rates[BASE]
        for way, several in rates.items():
            ratios = [one / first for one, first in zip(several, base, strict=True)]
            threads = f" ({found[way]} taken)" if "probed" in way else ""
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            figures = f"{median(several):.2f} | {median(ratios):.2f} | {spread} | {median(works[way]):.3f}"
            rows.append(f"| {title} | {way}{threads} | {figures} |")
    return rows


def main(options: Sequence[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks devices", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder with street and mnist")
    parser.add_argument("--method", default="dann")
    parser.add_argument("--repetitions", type=int, default=REPETITIONS)
    parser.add_argument("--how", default="", help="only the ways whose name contains this, beside the first")
    parser.add_argument("--out", type=Path, help="put the table into this file")
    parser.add_argument("--timed", help="for the processes that this one starts")
    arguments = parser.parse_args(options)
    if arguments.timed:
        quiet_threads()
        timed(msgspec.json.decode(arguments.timed, type=Job))
        return
    import torch

    arguments.data = arguments.data.absolute()
    with tempfile.TemporaryDirectory() as cache:
        rows = measured(arguments, cache)
    words = (
        f"Training with {arguments.method}, all layers, light augmentation, the same batch in every row; each "
        f"ratio is to the first row, of the same repetition ({arguments.repetitions}). Work: seconds of the processors "
        "for a step, which other programs on the machine do not lengthen as much."
    )
    name = f"devices {arguments.how}".strip()
    table = section(
        name,
        command_line("devices", *options),
        words,
        "net and batch | how | steps/s | ratio | spread | work, s",
        rows,
        f"{os.cpu_count()} CPU cores, {platform.system()}, torch {torch.__version__}",
    )
    print(table)
    if arguments.out:
        replace_section(arguments.out, name, table)
