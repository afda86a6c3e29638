"""Training of the few-shot bench, one translator after the other on the same batches; it can be gone on with."""

import time
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
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator

BATCH = 8
EMA = 0.995
KEEP = 100  # steps between two checkpoints
TELL = 50  # steps between two lines


def train(
    name: str, pixels: NDArray[np.uint8], labels: NDArray[np.int64], steps: int, runs: Path, seed: int
) -> Translator:
    """That translator after so many steps of its light preset on (N, S, S, 3) images of classes (N,).

    `seed`: of the weights, of the order of the images, and of how they are cropped.

    What is in the folder is taken from there: a finished generator, or a checkpoint.
    """
    known, numbers = np.unique(labels, return_inverse=True)
    canvas = ImageSpec(pixels.shape[1], len(known))
    file = runs / f"few-shot-{name}-{steps}-{seed}.safetensors"
    if not file.is_file():
        runs.mkdir(parents=True, exist_ok=True)
        learned = _learn(_fresh(name, canvas, seed), pixels, numbers, steps, file.with_suffix(".ckpt"), seed)
        state = learned.exported().state_dict()
        save_file({key: value.contiguous() for key, value in state.items()}, file)
    made = _fresh(name, canvas, seed)
    made.generator.load_state_dict(load_file(file))
    return made.eval()


def _fresh(name: str, canvas: ImageSpec, seed: int) -> Translator:
    torch.manual_seed(seed)
    kind = translator(name)
    return kind(canvas, next(one for one in kind.presets if one.name == "light").settings)


def _learn(
    made: Translator, pixels: NDArray[np.uint8], labels: NDArray[np.int64], steps: int, place: Path, seed: int
) -> Translator:
    made.setup(Fabric(accelerator="cpu", devices=1), EMA)
    torch.manual_seed(seed)  # so that two translators are shown the same parts of images
    stream, begun, first = Stream(np.arange(len(pixels)), BATCH, seed=seed), time.monotonic(), 0
    if place.is_file():
        first = _restore(checkpoint.load(place), made, stream)
    for step in range(first, steps):
        chosen = stream.next()
        images = as_inputs(torch.from_numpy(pixels[chosen]))
        batch = TranslationBatch(images, torch.from_numpy(labels[chosen]), images[:0])
        losses = made.advance(batch, Progress("train", step / steps))
        if step % TELL == 0:
            told = "  ".join(f"{key} {value.item():.3f}" for key, value in losses.items())
            print(f"{step:>6} {time.monotonic() - begun:6.0f} s  {made.name:<10}  {told}", flush=True)
        if (step + 1) % KEEP == 0:
            checkpoint.save(place, _state(step + 1, made, stream))
    place.unlink(missing_ok=True)
    return made


def _state(step: int, made: Translator, stream: Stream) -> dict[str, Any]:
    optimizers = {key: one.state_dict() for key, one in made.optimizers.items()}
    random = torch.get_rng_state()
    return {"step": step, "drawn": stream.drawn, "nets": made.state_dict(), "optimizers": optimizers, "random": random}


def _restore(state: dict[str, Any], made: Translator, stream: Stream) -> int:
    """Stand where the state was taken; the step."""
    made.load_state_dict(state["nets"])
    for key, optimizer in made.optimizers.items():
        optimizer.load_state_dict(state["optimizers"][key])
    stream.drawn = int(state["drawn"])
    torch.set_rng_state(state["random"])
    return int(state["step"])
