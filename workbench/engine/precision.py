"""Chooses the precision of a run that leaves it open, by measuring: bfloat16 is not faster for every network."""

import copy
import time
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.domain import Side

FULL, REDUCED = "32-true", "bf16-mixed"  # names of Lightning Fabric
WORTH = 0.87  # bfloat16 is used only if a pass takes less than this share of the time
TOLERANCE = 0.05  # and only if the loss differs by no more than this share of it
FEWEST_SECONDS = 0.02  # a pass that takes less is not worth another precision
PASSES = 3
NAMES = {FULL: "float32", REDUCED: "bfloat16"}


class PrecisionChoice(NamedTuple):
    """A precision by Fabric's name, and why it was chosen."""

    precision: str
    reason: str

    @property
    def sentence(self) -> str:
        """The choice in a sentence."""
        return f"The precision is {NAMES[self.precision]}: {self.reason}."


OF_A_HEAD = PrecisionChoice(FULL, "a head on frozen features is too small to gain from bfloat16")
UNMEASURED = PrecisionChoice(FULL, "bfloat16 is measured only where a single CPU trains")
NO_INSTRUCTIONS = PrecisionChoice(FULL, "this CPU has no instructions for bfloat16")
TOO_SHORT = PrecisionChoice(FULL, "a step of this network is too short to gain from bfloat16")


def native_bfloat16() -> bool:
    """Whether this CPU computes with bfloat16 itself, by instructions of AVX-512 or AMX."""
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()  # absent before torch 2.12
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def measured_precision(model: nn.Module, inputs: Tensor) -> PrecisionChoice:
    """REDUCED if passes of `inputs` (B, …) through a classifier on a CPU are faster and agree in the loss, else FULL.

    Each is a forward and a backward pass. The loss is the cross-entropy of the outputs with the classes that float32
    predicts. Model and random state do not change.
    """
    if not native_bfloat16():
        return NO_INSTRUCTIONS
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
                return TOO_SHORT
    full, reduced = (sum(losses[precision]) for precision in (FULL, REDUCED))
    return _judged(min(seconds[REDUCED]) / min(seconds[FULL]), abs(reduced - full) / full if full else 0.0)


def _judged(time_share: float, difference: float) -> PrecisionChoice:
    """The choice by a measurement: the time in bfloat16 as a share of that in float32, and the change of the loss."""
    speed = f"{1 / time_share:.1f} times as fast as float32 in a measurement on this machine"
    if time_share >= WORTH:
        return PrecisionChoice(FULL, f"bfloat16 was {'only ' if time_share < 1 else ''}{speed}")
    if difference > TOLERANCE:
        return PrecisionChoice(FULL, f"bfloat16 was {speed}, but its loss differed by {difference:.0%}")
    return PrecisionChoice(REDUCED, f"it was {speed}, and the loss differed by {difference:.1%}")
