"""Training of the few-shot bench: translators side by side, each on the same batches; it can be gone on with."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file

from workbench.data.augment import as_inputs
from workbench.data.batches import Stream
from workbench.engine import checkpoint
from workbench.engine.method import Progress
from workbench.engine.registry import translator
from workbench.engine.translator import Canvas, TranslationBatch, Translator

BATCH = 8
EMA = 0.995
KEEP = 100  # steps between two checkpoints
TELL = 50  # steps between two lines


def train(
    names: Sequence[str], pixels: NDArray[np.uint8], labels: NDArray[np.int64], steps: int, runs: Path, seed: int
) -> dict[str, Translator]:
    """Each translator after so many steps of its light preset on (N, S, S, 3) images of classes (N,), which it names.

    `seed`: of the weights and of the order of the images.

    What is in the folder is taken from there: finished generators, or a checkpoint.
    """
    known, numbers = np.unique(labels, return_inverse=True)
    canvas = Canvas(pixels.shape[1], len(known))
    files = {name: runs / f"few-shot-{name}-{steps}-{seed}.safetensors" for name in names}
    if not all(file.is_file() for file in files.values()):
        runs.mkdir(parents=True, exist_ok=True)
        fresh = {name: _fresh(name, canvas, seed) for name in names}
        learned = _learn(fresh, pixels, numbers, steps, runs, seed)
        for name, file in files.items():
            state = learned[name].exported().state_dict()
            save_file({key: value.contiguous() for key, value in state.items()}, file)
    made = {name: _fresh(name, canvas, seed) for name in names}
    for name, file in files.items():
        made[name].generator.load_state_dict(load_file(file))
        made[name].eval()
    return made


def _fresh(name: str, canvas: Canvas, seed: int) -> Translator:
    torch.manual_seed(seed)
    kind = translator(name)
    return kind(canvas, next(one for one in kind.presets if one.name == "light").settings)


def _learn(
    made: dict[str, Translator],
    pixels: NDArray[np.uint8],
    labels: NDArray[np.int64],
    steps: int,
    runs: Path,
    seed: int,
) -> dict[str, Translator]:
    for one in made.values():
        one.setup(Fabric(accelerator="cpu", devices=1), EMA)
    place = runs / f"few-shot-{'-'.join(made)}-{steps}-{seed}.ckpt"
    stream, begun, first = Stream(np.arange(len(pixels)), BATCH, seed=seed), time.monotonic(), 0
    if place.is_file():
        first = _restore(checkpoint.load(place), made, stream)
    for step in range(first, steps):
        chosen = stream.next()
        images = as_inputs(torch.from_numpy(pixels[chosen]))
        batch = TranslationBatch(images, torch.from_numpy(labels[chosen]), images[:0])
        losses = {name: one.advance(batch, Progress("train", step / steps)) for name, one in made.items()}
        if step % TELL == 0:
            for name, values in losses.items():
                told = "  ".join(f"{key} {value.item():.3f}" for key, value in values.items())
                print(f"{step:>6} {time.monotonic() - begun:6.0f} s  {name:<10}  {told}", flush=True)
        if (step + 1) % KEEP == 0:
            checkpoint.save(place, _state(step + 1, made, stream))
    place.unlink(missing_ok=True)
    return made


def _state(step: int, made: dict[str, Translator], stream: Stream) -> dict[str, Any]:
    nets = {name: one.state_dict() for name, one in made.items()}
    optimizers = {name: {key: one.state_dict() for key, one in kept.optimizers.items()} for name, kept in made.items()}
    return {"step": step, "drawn": stream.drawn, "nets": nets, "optimizers": optimizers}


def _restore(state: dict[str, Any], made: dict[str, Translator], stream: Stream) -> int:
    """Stand where the state was taken; the step."""
    for name, one in made.items():
        one.load_state_dict(state["nets"][name])
        for key, optimizer in one.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name][key])
    stream.drawn = int(state["drawn"])
    return int(state["step"])
