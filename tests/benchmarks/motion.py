"""How exactly and how quickly motion is found in videos, and what that leaves of flicker.

    python -m tests.benchmarks motion --out tests/benchmarks/RESULTS.md

Frames are cut from a photo that scikit-learn brings, so that the motion of every pixel is known. Beside the program's
way stands the one that it had before: a full search for blocks in copies of 96 pixels.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_image
from torch import Tensor

from tests.benchmarks.results import command_line, replace_section, section, where
from workbench.export import temporal_smoothing
from workbench.export.temporal_smoothing import Pixels, TemporalSmoother

HIGH, WIDE, COUNT = 270, 480, 8
DISCS = ((100, 100, 6, 2, 40), (330, 150, -8, 1, 55), (240, 60, 0, 5, 30))  # x, y, right and down a frame, radius
MOTIONS = ("still", "pan 0.5", "pan 3", "pan 12", "pan 30", "zoom 2 %", "turn 1.5°", "objects")
Motion = Callable[[Tensor, Tensor, object], Tensor]
WORDS = (
    f"Frames of {WIDE} × {HIGH} pixels of a photo, with noise of 1 %; pans in pixels a frame. Error: mean distance "
    "of the motion that is found from the true one, in pixels of the frame. Flicker, in thousandths: mean difference "
    "of neighbouring frames along the true motion, of the inverted video with a random tint in each frame, after "
    "--smooth 0.8. Time for a pair of frames, on one thread."
)


class Sequenced(NamedTuple):
    """Frames (N, H, W, 3), and for all but the first where each place was in the one before, (H, W, 2)."""

    frames: Pixels
    flows: list[np.ndarray]


def block_search(before: Tensor, after: Tensor, _: object, reach: int = 6, block: int = 7) -> Tensor:
    """Full search by the mean absolute difference of blocks, then the vertex of a parabola."""
    old, new = before.mean(dim=1, keepdim=True), after.mean(dim=1, keepdim=True)
    high, wide = new.shape[-2:]
    span, edge = 2 * reach + 1, (block - 1) // 2
    padded = F.pad(old, (reach,) * 4, mode="replicate")
    shifts = list(product(range(span), range(span)))
    moved = torch.cat([padded[..., y : y + high, x : x + wide] for y, x in shifts], dim=1)  # (1, span², h, w)
    cost = F.avg_pool2d(F.pad((moved - new).abs(), (edge,) * 4, mode="replicate"), block, 1)[0]
    cost += 2e-4 * torch.tensor([abs(y - reach) + abs(x - reach) for y, x in shifts])[:, None, None]
    best = cost.argmin(dim=0)
    down, right = best // span, best % span

    def at(y: Tensor, x: Tensor) -> Tensor:
        return cost.gather(0, (y.clamp(0, span - 1) * span + x.clamp(0, span - 1))[None])[0]

    def vertex(left: Tensor, middle: Tensor, right: Tensor) -> Tensor:
        return ((left - right) / (2 * (left + right - 2 * middle).clamp_min(1e-9))).clamp(-0.5, 0.5)

    middle = at(down, right)
    x = right - reach + vertex(at(down, right - 1), middle, at(down, right + 1))
    y = down - reach + vertex(at(down - 1, right), middle, at(down + 1, right))
    return torch.stack([x, y])[None]


def places(motion: str, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Where in the photo each pixel of a frame lies, (H, W) each."""
    y, x = np.mgrid[:HIGH, :WIDE].astype(np.float32)
    match motion.split():
        case "pan", speed:
            return x + WIDE + float(speed) * number, y + HIGH + 0.3 * float(speed) * number
        case "zoom", _, _:
            scale = 1 + 0.02 * number
            return (x - WIDE / 2) * scale + 1.5 * WIDE, (y - HIGH / 2) * scale + 1.5 * HIGH
        case "turn", _:
            cosine, sine = np.cos(np.deg2rad(1.5 * number)), np.sin(np.deg2rad(1.5 * number))
            right, down = x - WIDE / 2, y - HIGH / 2
            return right * cosine - down * sine + 1.5 * WIDE, right * sine + down * cosine + 1.5 * HIGH
    return x + WIDE + (2 * number if motion == "objects" else 0), y + HIGH


def true_flow(motion: str, number: int) -> np.ndarray:
    """(H, W, 2): from a frame to the one before."""
    y, x = np.mgrid[:HIGH, :WIDE].astype(np.float32)
    if motion.startswith("turn"):
        cosine, sine = np.cos(np.deg2rad(1.5)), np.sin(np.deg2rad(1.5))
        right, down = x - WIDE / 2, y - HIGH / 2
        return np.stack([right * (cosine - 1) - down * sine, right * sine + down * (cosine - 1)], -1)
    if motion.startswith("zoom"):
        more = (1 + 0.02 * number) / (1 + 0.02 * (number - 1)) - 1
        return np.stack([(x - WIDE / 2) * more, (y - HIGH / 2) * more], -1)
    now, before = places(motion, number), places(motion, number - 1)
    return np.stack([new - old for new, old in zip(now, before, strict=True)], -1)


def sequence(motion: str) -> Sequenced:
    photo, other = (load_sample_image(name) for name in ("china.jpg", "flower.jpg"))
    photo = cv2.resize(photo, (3 * WIDE, 3 * HIGH), interpolation=cv2.INTER_CUBIC)
    other = cv2.resize(other, (WIDE, HIGH), interpolation=cv2.INTER_AREA)
    random, y, x = np.random.default_rng(1), *np.mgrid[:HIGH, :WIDE].astype(np.float32)
    frames, flows = [], []
    for number in range(COUNT):
        here = [place.astype(np.float32) for place in places(motion, number)]
        frame = cv2.remap(photo, here[0], here[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        flow = true_flow(motion, number).astype(np.float32)
        for left, top, right, down, radius in DISCS if motion == "objects" else ():
            middle = (left + right * number, top + down * number)
            inside = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 < radius**2
            shifts = (x - middle[0] + WIDE / 2, y - middle[1] + HIGH / 2)
            frame[inside] = cv2.remap(other, *shifts, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)[inside]
            flow[inside] = (-right, -down)
        frames.append(np.clip(frame + random.normal(scale=2.55, size=frame.shape), 0, 255).round().astype(np.uint8))
        flows.append(flow)
    return Sequenced(np.stack(frames), flows[1:])


def measured(motion: str, find: Motion, side: int) -> tuple[float, float, float]:
    """The error in pixels, the flicker that is left, in [0, 1], and milliseconds for a pair of frames."""
    frames, flows = sequence(motion)
    errors, took = list[float](), list[float]()

    def finding(before: Tensor, after: Tensor, flow: object) -> Tensor:
        since = time.perf_counter()
        found = find(before, after, flow)
        took.append(1000 * (time.perf_counter() - since))
        high, wide = found.shape[-2:]
        true = cv2.resize(flows[len(errors)], (wide, high), interpolation=cv2.INTER_AREA) * (wide / WIDE, high / HIGH)
        away = np.linalg.norm(found[0].permute(1, 2, 0).numpy() - true, axis=2) * WIDE / wide
        errors.append(float(away[4:-4, 4:-4].mean()))
        return found

    kept = temporal_smoothing.motion_between, temporal_smoothing.MOTION_SIDE
    temporal_smoothing.motion_between, temporal_smoothing.MOTION_SIDE = finding, side
    try:
        steadier, tints = TemporalSmoother(0.8), np.random.default_rng(2).integers(-30, 30, (COUNT, 1, 1, 3))
        painted = np.clip(255 - frames.astype(int) + tints, 0, 255).astype(np.uint8)
        written = [steadier.next(*pair).astype(np.float32) for pair in zip(frames, painted, strict=True)]
    finally:
        temporal_smoothing.motion_between, temporal_smoothing.MOTION_SIDE = kept
    flicker = [along(written[at], written[at + 1], flow) for at, flow in enumerate(flows)]
    return statistics.mean(errors), statistics.mean(flicker), statistics.median(took)


def along(before: np.ndarray, after: np.ndarray, flow: np.ndarray) -> float:
    """The mean difference of two frames along the true motion, in [0, 1]."""
    y, x = np.mgrid[:HIGH, :WIDE].astype(np.float32)
    x, y = x + flow[..., 0], y + flow[..., 1]
    inside = (x > 0) & (x < WIDE - 1) & (y > 0) & (y < HIGH - 1)
    return float(np.abs(cv2.remap(before, x, y, cv2.INTER_LINEAR) - after)[inside].mean() / 255)


def rows() -> Iterator[str]:
    ways: tuple[tuple[Motion, int], ...] = (
        (block_search, 96),
        (temporal_smoothing.motion_between, temporal_smoothing.MOTION_SIDE),
    )
    for motion in MOTIONS:
        cells = [motion]
        for find, side in ways:
            error, flicker, took = measured(motion, find, side)
            cells += [f"{error:.2f}", f"{1000 * flicker:.1f}", f"{took:.0f}"]
        yield f"| {' | '.join(cells)} |"


def main(options: Sequence[str]) -> None:
    """Print the table, and put it into the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks motion", description=__doc__)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args(options)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    lines = []
    for line in rows():
        print(line, flush=True)
        lines.append(line)
    head = "motion | blocks: error, px | flicker, ‰ | time, ms | DIS: error, px | flicker, ‰ | time, ms"
    if arguments.out:
        command = command_line("motion", *options)
        replace_section(arguments.out, "motion", section("motion", command, WORDS, head, lines, where()))
