"""Chooses the precision of a run that leaves it open, by measuring: bfloat16 is not faster for every network."""

import copy
import time

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.domain import Side

FULL, REDUCED = "32-true", "bf16-mixed"  # names of Lightning Fabric
WORTH = 0.87  # bfloat16 is used only if a pass takes less than this share of the time
TOLERANCE = 0.05  # and only if the loss differs by no more than this share of it
FEWEST_SECONDS = 0.02  # a pass that takes less is not worth another precision
PASSES = 3


def native_bfloat16() -> bool:
    """Whether this CPU computes with bfloat16 itself, by instructions of AVX-512 or AMX."""
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()  # absent before torch 2.12
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def measured_precision(model: nn.Module, inputs: Tensor) -> str:
    """REDUCED if passes of `inputs` (B, …) through a classifier on a CPU are faster and agree in the loss, else FULL.

    Each is a forward and a backward pass. The loss is the cross-entropy of the outputs with the classes that float32
    predicts. Model and random state do not change.
    """
    if not native_bfloat16():
        return FULL
    tried = copy.deepcopy(model)
    seconds: dict[str, list[float]] = {FULL: [], REDUCED: []}
    losses: dict[str, list[float]] = {FULL: [], REDUCED: []}
    with torch.random.fork_rng(devices=[]):
        for number in range(PASSES):
            labels = None
            for precision in (FULL, REDUCED):
                torch.manual_seed(number)  # of dropout
                start = time.perf_counter()
                with torch.autocast("cpu", torch.bfloat16, enabled=precision == REDUCED):
                    logits = tried(inputs, Side.SOURCE).logits.float()
                labels = logits.argmax(dim=1) if labels is None else labels
                loss = F.cross_entropy(logits, labels)
                loss.backward()
                seconds[precision].append(time.perf_counter() - start)
                losses[precision].append(loss.item())
            if min(seconds[FULL]) < FEWEST_SECONDS:
                return FULL
    full, reduced = (sum(losses[precision]) for precision in (FULL, REDUCED))
    faster = min(seconds[REDUCED]) < WORTH * min(seconds[FULL])
    return REDUCED if faster and abs(reduced - full) <= TOLERANCE * full else FULL
