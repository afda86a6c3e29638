"""How many threads of the CPU a run takes: found by trying, for more are often slower."""

import copy
import os
import time

import torch
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.threads import cores

WORTH = 0.9  # more threads must need less than this share of the time
PASSES = 3
LARGE = 64  # pixels: above, fewer images tell enough
FEW = 8


def settle_threads(threads: int, model: nn.Module, inputs: Tensor) -> int:
    """Let torch use so many threads from now on; for 0, what OMP_NUM_THREADS says, or else what a probe finds."""
    if not threads and not os.environ.get("OMP_NUM_THREADS"):
        threads = probe(model, inputs)
    if threads:
        torch.set_num_threads(threads)
    return torch.get_num_threads()


def probe(model: nn.Module, inputs: Tensor) -> int:
    """The number of threads with which a copy of the model learns from `inputs` (B, …) soonest."""
    best, shortest = 1, float("inf")
    for threads in _candidates():
        torch.set_num_threads(threads)
        seconds = _seconds(copy.deepcopy(model), inputs)
        if seconds < WORTH * shortest:
            best, shortest = threads, seconds
    return best


def probe_inputs(shape: tuple[int, ...], batch: int) -> Tensor:
    """Inputs like those of a run, (B, …): few where they are large."""
    count = min(batch, FEW) if len(shape) == 3 and max(shape) > LARGE else batch
    return torch.full((count, *shape), 0.5)


def _candidates() -> list[int]:
    """1, 2, 4, … and all that this process may use."""
    every = cores()
    return sorted({every, *(2**power for power in range(every.bit_length()) if 2**power <= every)})


def _seconds(model: nn.Module, inputs: Tensor) -> float:
    """The quickest of a few passes there and back; random state stays as it is."""
    took = []
    with torch.random.fork_rng(devices=[]):
        for _ in range(PASSES):
            start = time.perf_counter()
            model(inputs, Side.SOURCE).logits.sum().backward()
            took.append(time.perf_counter() - start)
    return min(took)
