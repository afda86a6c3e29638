"""Flicker of translated frames: measured along the motion of the source, and smoothed along it.

Motion is OpenCV's dense inverse search (Kroeger et al., Fast optical flow using dense inverse search,
arXiv:1603.03590) between small copies of the source's frames. Flicker is the warped-frame difference of Lai et al.
(Learning blind video temporal consistency, arXiv:1808.00449, eq. 3 and 5), here in L1.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.errors import UserError
from workbench.core.video import Flicker

SIDE = 256  # pixels of the longer side of the copies in which motion is found
SHORTEST = 32  # pixels of a side: OpenCV ends the process where it finds motion in some images of fewer than 16
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
        """`smooth` in [0, 1): the share that is taken over from the frame before, where its place is known.

        Raises UserError where OpenCV is not installed.
        """
        self.flow = _dense_inverse_search()
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
        motion = motion_between(self.before.source, small, self.flow)
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


def motion_between(before: Tensor, after: Tensor, flow: Any) -> Tensor:
    """(1, 2, h, w): where, right and down in pixels, each place of `after` was in `before`; (1, 3, h, w) each.

    `flow` is OpenCV's: it takes grey images of bytes, and gives (h, w, 2) from the first to the second.
    """
    high, wide = after.shape[-2:]
    room = ((0, max(0, SHORTEST - high)), (0, max(0, SHORTEST - wide)))
    old, new = (np.pad((image[0].mean(dim=0) * 255).round().byte().numpy(), room, "edge") for image in (before, after))
    found = flow.calc(new, old, None)[:high, :wide]
    return torch.from_numpy(np.ascontiguousarray(found)).permute(2, 0, 1)[None]


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


def _dense_inverse_search() -> Any:
    try:
        import cv2
    except ImportError as error:
        raise UserError("Video needs OpenCV.", "Install it: pip install “domain-workbench[video]”.") from error
    return cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)


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
