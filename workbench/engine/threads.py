"""Chooses the number of CPU threads of a run by measuring, because more threads are often slower."""

import copy
import os
import time

import torch
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.threads import cores

WORTH = 0.9  # more threads are used only if they take less than this share of the time
PASSES = 3
LARGE, FEW = 64, 8  # images of more than LARGE pixels are measured with FEW of them


def settle_threads(threads: int, model: nn.Module, inputs: Tensor) -> int:
    """Set torch's number of threads, and return it. If 0, OMP_NUM_THREADS decides, or else a measurement."""
    if not threads and not os.environ.get("OMP_NUM_THREADS"):
        threads = probe(model, inputs)
    if threads:
        torch.set_num_threads(threads)
    return torch.get_num_threads()


def probe(model: nn.Module, inputs: Tensor) -> int:
    """The number of threads with which a forward and backward pass of `inputs` (B, …) is fastest."""
    best, shortest = 1, float("inf")
    for threads in _candidates():
        torch.set_num_threads(threads)
        seconds = _seconds(copy.deepcopy(model), inputs)
        if seconds < WORTH * shortest:
            best, shortest = threads, seconds
    return best


def probe_inputs(shape: tuple[int, ...], batch: int) -> Tensor:
    """Constant inputs of a run's shape, (B, …); large images are fewer."""
    return torch.full((probe_size(shape, batch), *shape), 0.5)


def probe_size(shape: tuple[int, ...], batch: int) -> int:
    """How many inputs of a run's shape are measured: the batch, or fewer of large images."""
    return min(batch, FEW) if len(shape) == 3 and max(shape) > LARGE else batch


def _candidates() -> list[int]:
    """1, 2, 4, … and the number of cores of this process."""
    most = cores()
    return sorted({most, *(2**power for power in range(most.bit_length()) if 2**power <= most)})


def _seconds(model: nn.Module, inputs: Tensor) -> float:
    """The shortest time of a few forward and backward passes, in seconds. The random state does not change."""
    durations = []
    with torch.random.fork_rng(devices=[]):
        for _ in range(PASSES):
            start = time.perf_counter()
            model(inputs, Side.SOURCE).logits.sum().backward()
            durations.append(time.perf_counter() - start)
    return min(durations)
