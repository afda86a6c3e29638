"""The memory of a worker: before a run, at its peak, and after it, beside a budget.

`python -m tests.benchmarks memory --data ../shared/data --out tests/benchmarks/RESULTS.md`

The budget: what the process takes before the run, twice the model (weights and gradients), what the step keeps for the
gradient, and 300 MB.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psutil

from tests.benchmarks.results import PROGRAM, ROOT, command_line, replace_section, section, where
from workbench.core.job import Job, Tune
from workbench.core.threads import quiet_threads

if TYPE_CHECKING:
    from workbench.engine.trainer import Trainer

MB = 1_000_000
SPARE = 300 * MB
STEPS = 6
CASES = {  # method, backbone, layers that are trained, image size
    "DANN, EfficientNet-Lite0, all layers, 160 px": ("dann", "efficientnet_lite0", Tune.ALL, 160),
    "MCC, EfficientNet-Lite0, head, 160 px": ("mcc", "efficientnet_lite0", Tune.HEAD, 160),
    "MCC, small net, all layers, 32 px": ("mcc", "small", Tune.ALL, 32),
}


class Taken(msgspec.Struct, frozen=True):
    """Bytes: of the process before, at the peak and after a run; of the model; kept by a step for its gradient."""

    fresh: int
    peak: int
    after: int
    model: int
    activations: int

    @property
    def budget(self) -> int:
        """What the process may take."""
        return self.fresh + 2 * self.model + self.activations + SPARE


@contextmanager
def sampled(peaks: list[int]) -> Iterator[None]:
    """Append the highest memory of this process, looked at every 5 ms, when the block ends."""
    process, ended = psutil.Process(), threading.Event()
    highest = process.memory_info().rss

    def watch() -> None:
        nonlocal highest
        while not ended.wait(0.005):
            highest = max(highest, process.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        peaks.append(highest)


def kept_for_gradient(trainer: "Trainer") -> int:
    """Bytes of the tensors that one step keeps for its gradient, each counted once, without the weights."""
    import torch

    storages = {}
    weights = {weight.untyped_storage().data_ptr() for weight in trainer.method.parameters()}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()  # held until the step ends, so that no other takes its address
        if storage.data_ptr() not in weights:
            storages[storage.data_ptr()] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        trainer.advance()
    return sum(storage.nbytes() for storage in storages.values())


def taken(job: Job) -> Taken:
    """Measure in this process, which should be a new one."""
    from workbench.core.generators import Returning
    from workbench.core.memory import return_free_memory
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up

    process, peaks = psutil.Process(), list[int]()
    fabric = fabric_for(job)
    fresh = process.memory_info().rss
    with sampled(peaks):
        trainer = Returning(set_up(job, fabric)).finish().trainer
        for _ in range(STEPS):
            trainer.advance()
    activations = kept_for_gradient(trainer)
    model = sum(weight.nbytes for weight in trainer.method.parameters())
    del trainer
    return_free_memory()
    return Taken(fresh, peaks[0], process.memory_info().rss, model, activations)


def row(title: str, job: Job) -> str:
    """A line of the table, measured in a process of its own."""
    words = [sys.executable, "-m", "tests.benchmarks", "memory", "--measured", msgspec.json.encode(job).decode()]
    told = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    found = msgspec.json.decode(told.splitlines()[-1], type=Taken)
    figures = (found.fresh, found.peak, found.after, found.model, found.activations, found.budget)
    return f"| {title} | {' | '.join(f'{figure / MB:,.0f}' for figure in figures)} |"


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(prog=" ".join([*PROGRAM, "memory"]))
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with emoji/google and emoji/twitter")
    parser.add_argument("--measured", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    quiet_threads()
    if asked.measured:
        print(msgspec.json.encode(taken(msgspec.json.decode(asked.measured, type=Job))).decode())
        return
    source, target = (str(asked.data.absolute() / "emoji" / name) for name in ("google", "twitter"))
    with tempfile.TemporaryDirectory() as cache:
        rows = []
        for title, (method, backbone, tune, size) in CASES.items():
            job = Job(
                method=method,
                source=source,
                target=target,
                backbone=backbone,
                tune=tune,
                image_size=size,
                batch=64,
                cache=cache,
            )
            rows.append(row(title, msgspec.structs.replace(job, steps=STEPS + 1, device="cpu", threads=1)))
            print(rows[-1], flush=True)
    words = (
        f"MB of a process over {STEPS} steps of 64 + 64 images: before the run, at its peak, and after it, once "
        "free memory was returned. Budget: before, twice the model, what a step keeps for its gradient, and 300 MB."
    )
    head = "run | before | peak | after | model | kept for the gradient | budget"
    text = section("memory", command_line("memory", *options), words, head, rows, where())
    print(text)
    if asked.out:
        replace_section(asked.out, "memory", text)
