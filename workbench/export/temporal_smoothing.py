"""Flicker of translated frames: measured along the motion of the source, and smoothed along it.

Motion is found by matching blocks of a small copy of the source's frames. Flicker is the warped-frame difference of
Lai et al. (Learning blind video temporal consistency, arXiv:1808.00449, eq. 3 and 5), here in L1.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.video import Flicker

SIDE = 96  # pixels of the longer side of the copies in which motion is found
REACH = 6  # pixels of those, in each direction
BLOCK = 7  # pixels of those a side
STILL = 2e-4  # what a pixel of motion must gain, as a share of the range of values, so that flat regions stand still
SURENESS = 50.0  # α of eq. 3

Pixels = NDArray[np.uint8]


class _Seen(NamedTuple):
    """What is kept of a frame: small copies (1, 3, h, w) of source, translation and what was written; the change."""

    source: Tensor
    translated: Tensor
    written: Tensor
    change: Tensor  # (1, 3, H, W), what was written less the source


class Steadier:
    """Takes a video's frames in order, smooths what the translation changed, and measures flicker."""

    def __init__(self, smooth: float) -> None:
        """`smooth` in [0, 1): the share that is taken over from the frame before, where its place is known."""
        self.smooth = smooth
        self.before: _Seen | None = None
        self.sums, self.pairs = np.zeros(3), 0

    def next(self, source: Pixels, translated: Pixels) -> Pixels:
        """The (H, W, 3) frame to be written, for a frame and its translation of the same size."""
        first, made = _tensor(source), _tensor(translated)
        change, small = made - first, _small(first)
        if self.before is None:
            self.before = _Seen(small, _small(made), _small(made), change)
            return translated
        motion = block_motion(self.before.source, small)
        sure = sureness(self.before.source, small, motion)
        written = translated
        if self.smooth:
            change = change + self.smooth * _enlarged(sure, change) * (
                warped(self.before.change, _enlarged_motion(motion, change)) - change
            )
            made_steady = (first + change).clamp(0, 1)
            written = (made_steady[0].permute(1, 2, 0) * 255).round().byte().numpy()
        else:
            made_steady = made
        now = _Seen(small, _small(made), _small(made_steady), change)
        pairs = ((self.before.source, now.source), (self.before.translated, now.translated))
        both = (*pairs, (self.before.written, now.written))
        self.sums += [difference(old, new, motion, sure) for old, new in both]
        self.pairs += 1
        self.before = now
        return written

    @property
    def flicker(self) -> Flicker | None:
        """The mean over all pairs of neighbours; None where there is none."""
        return Flicker(*(float(total / self.pairs) for total in self.sums)) if self.pairs else None


def block_motion(before: Tensor, after: Tensor) -> Tensor:
    """(1, 2, h, w): where, right and down in pixels, each place of `after` was in `before`; (1, 3, h, w) each.

    Full search over REACH pixels by the mean absolute difference of blocks, then the vertex of a parabola.
    """
    old, new = before.mean(dim=1, keepdim=True), after.mean(dim=1, keepdim=True)
    high, wide = new.shape[-2:]
    span = 2 * REACH + 1
    padded = F.pad(old, (REACH,) * 4, mode="replicate")
    shifts = list(product(range(span), range(span)))
    moved = torch.cat([padded[..., y : y + high, x : x + wide] for y, x in shifts], dim=1)  # (1, span², h, w)
    edge = (BLOCK - 1) // 2
    cost = F.avg_pool2d(F.pad((moved - new).abs(), (edge,) * 4, mode="replicate"), BLOCK, 1)
    away = torch.tensor([abs(y - REACH) + abs(x - REACH) for y, x in shifts], dtype=cost.dtype)
    cost = (cost + STILL * away[:, None, None]).view(span, span, high, wide)
    best = cost.flatten(0, 1).argmin(dim=0)
    down, right = best // span, best % span

    def at(y: Tensor, x: Tensor) -> Tensor:
        flat = cost.flatten(0, 1)
        return flat.gather(0, (y.clamp(0, span - 1) * span + x.clamp(0, span - 1))[None])[0]

    middle = at(down, right)
    finer_x = _vertex(at(down, right - 1), middle, at(down, right + 1))
    finer_y = _vertex(at(down - 1, right), middle, at(down + 1, right))
    return torch.stack([right - REACH + finer_x, down - REACH + finer_y])[None]


def warped(image: Tensor, motion: Tensor) -> Tensor:
    """(1, C, h, w) with each place taken from where `motion` (1, 2, h, w) says it was, edges continued."""
    high, wide = image.shape[-2:]
    x = torch.arange(wide, dtype=image.dtype) + motion[:, 0]
    y = torch.arange(high, dtype=image.dtype)[:, None] + motion[:, 1]
    grid = torch.stack([x * 2 / max(wide - 1, 1) - 1, y * 2 / max(high - 1, 1) - 1], dim=-1)
    return F.grid_sample(image, grid, padding_mode="border", align_corners=True)


def sureness(before: Tensor, after: Tensor, motion: Tensor) -> Tensor:
    """(1, 1, h, w) in (0, 1]: exp(−α ‖x_t − warp(x_{t−1})‖²), near 0 where a place was hidden (eq. 3)."""
    away = (after - warped(before, motion)).square().sum(dim=1, keepdim=True)
    return torch.exp(-SURENESS * away)


def difference(before: Tensor, after: Tensor, motion: Tensor, sure: Tensor) -> float:
    """Mean |y_t − warp(y_{t−1})| over places, weighted by how sure their motion is."""
    away = (after - warped(before, motion)).abs().mean(dim=1, keepdim=True)
    return float((sure * away).sum() / sure.sum().clamp_min(1e-9))


def _vertex(left: Tensor, middle: Tensor, right: Tensor) -> Tensor:
    """Of the parabola through three costs at −1, 0 and 1; within half a pixel."""
    bend = (left + right - 2 * middle).clamp_min(1e-9)
    return ((left - right) / (2 * bend)).clamp(-0.5, 0.5)


def _tensor(pixels: Pixels) -> Tensor:
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float() / 255


def _small(image: Tensor) -> Tensor:
    high, wide = image.shape[-2:]
    scale = min(1.0, SIDE / max(high, wide))
    size = (max(1, round(high * scale)), max(1, round(wide * scale)))
    return image if scale == 1.0 else F.interpolate(image, size, mode="area")


def _enlarged(maps: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(maps, like.shape[-2:], mode="bilinear", align_corners=False)


def _enlarged_motion(motion: Tensor, like: Tensor) -> Tensor:
    high, wide = motion.shape[-2:]
    scale = torch.tensor([like.shape[-1] / wide, like.shape[-2] / high]).view(1, 2, 1, 1)
    return _enlarged(motion, like) * scale
