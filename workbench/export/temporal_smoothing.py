"""Measures the flicker of translated frames along the motion of the source, and smooths them along it.

The optical flow is OpenCV's dense inverse search (Kroeger et al., Fast optical flow using dense inverse search,
arXiv:1603.03590) between reduced source frames. Flicker is the warped-frame difference of Lai et al. (Learning blind
video temporal consistency, arXiv:1808.00449, eq. 3 and 5), here in L1.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.errors import UserError
from workbench.core.video import Flicker

MOTION_SIDE = 256  # longer side, in pixels, of the reduced frames for optical flow
MIN_SIDE = 32  # pixels: smaller frames are padded, as OpenCV's flow can crash below 16 pixels
ALPHA = 50.0  # α of eq. 3

Pixels = NDArray[np.uint8]


class _FrameState(NamedTuple):
    """The previous frame: source, translation and written frame, reduced to (1, 3, h, w), and the change."""

    source: Tensor
    translated: Tensor
    written: Tensor
    change: Tensor  # (1, 3, H, W): written frame minus source


class TemporalSmoother:
    """Smooths the changes that a translation makes to a video, frame by frame, and measures the flicker."""

    def __init__(self, smooth: float) -> None:
        """`smooth` in [0, 1): the weight of the previous frame's change where the motion is reliable.

        Raises UserError if OpenCV is not installed.
        """
        self.flow = _dense_inverse_search()
        self.smooth = smooth
        self.before: _FrameState | None = None
        self.sums, self.pairs = np.zeros(3), 0

    def next(self, source: Pixels, translated: Pixels) -> Pixels:
        """Smooth the next frame: source and translation (H, W, 3) to the frame to write."""
        original, output = _tensor(source), _tensor(translated)
        change, reduced = output - original, _reduced(original)
        if self.before is None:
            self.before = _FrameState(reduced, _reduced(output), _reduced(output), change)
            return translated
        motion = motion_between(self.before.source, reduced, self.flow)
        confidence = motion_confidence(self.before.source, reduced, motion)
        written = translated
        if self.smooth:
            change = change + self.smooth * _enlarged(confidence, change) * (
                warped(self.before.change, _enlarged_motion(motion, change)) - change
            )
            smoothed = (original + change).clamp(0, 1)
            written = (smoothed[0].permute(1, 2, 0) * 255).round().byte().numpy()
        else:
            smoothed = output
        now = _FrameState(reduced, _reduced(output), _reduced(smoothed), change)
        pairs = ((self.before.source, now.source), (self.before.translated, now.translated))
        both = (*pairs, (self.before.written, now.written))
        self.sums += [difference(previous, current, motion, confidence) for previous, current in both]
        self.pairs += 1
        self.before = now
        return written

    @property
    def flicker(self) -> Flicker | None:
        """The mean flicker over all pairs of consecutive frames; None before the second frame."""
        return Flicker(*(float(total / self.pairs) for total in self.sums)) if self.pairs else None


def motion_between(before: Tensor, after: Tensor, flow: Any) -> Tensor:
    """Backward optical flow (1, 2, h, w), x and y in pixels, from `after` to `before`, (1, 3, h, w) each.

    `flow`: OpenCV's algorithm, which maps two grey images of bytes to the flow (h, w, 2) from the first to the second.
    """
    height, width = after.shape[-2:]
    padding = ((0, max(0, MIN_SIDE - height)), (0, max(0, MIN_SIDE - width)))
    previous, current = (
        np.pad((image[0].mean(dim=0) * 255).round().byte().numpy(), padding, "edge") for image in (before, after)
    )
    flow_field = flow.calc(current, previous, None)[:height, :width]
    return torch.from_numpy(np.ascontiguousarray(flow_field)).permute(2, 0, 1)[None]


def warped(image: Tensor, motion: Tensor) -> Tensor:
    """Warp an image (1, C, h, w) with the backward flow `motion` (1, 2, h, w); border pixels are repeated."""
    height, width = image.shape[-2:]
    x = torch.arange(width, dtype=image.dtype) + motion[:, 0]
    y = torch.arange(height, dtype=image.dtype)[:, None] + motion[:, 1]
    grid = torch.stack([x * 2 / max(width - 1, 1) - 1, y * 2 / max(height - 1, 1) - 1], dim=-1)
    return F.grid_sample(image, grid, padding_mode="border", align_corners=True)


def motion_confidence(before: Tensor, after: Tensor, motion: Tensor) -> Tensor:
    """Non-occlusion weight (1, 1, h, w) in (0, 1]: exp(−α ‖x_t − warp(x_{t−1})‖²) (eq. 3)."""
    distance = (after - warped(before, motion)).square().sum(dim=1, keepdim=True)
    return torch.exp(-ALPHA * distance)


def difference(before: Tensor, after: Tensor, motion: Tensor, confidence: Tensor) -> float:
    """Mean |y_t − warp(y_{t−1})| over pixels, weighted by the confidence of their motion (eq. 5)."""
    distance = (after - warped(before, motion)).abs().mean(dim=1, keepdim=True)
    return float((confidence * distance).sum() / confidence.sum().clamp_min(1e-9))


def _dense_inverse_search() -> Any:
    try:
        import cv2
    except ImportError as error:
        raise UserError("OpenCV is not installed.", "Install it: pip install 'domain-workbench[video]'.") from error
    return cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)


def _tensor(pixels: Pixels) -> Tensor:
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float() / 255


def _reduced(image: Tensor) -> Tensor:
    height, width = image.shape[-2:]
    scale = min(1.0, MOTION_SIDE / max(height, width))
    size = (max(1, round(height * scale)), max(1, round(width * scale)))
    return image if scale == 1.0 else F.interpolate(image, size, mode="area")


def _enlarged(maps: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(maps, like.shape[-2:], mode="bilinear", align_corners=False)


def _enlarged_motion(motion: Tensor, like: Tensor) -> Tensor:
    height, width = motion.shape[-2:]
    scale = torch.tensor([like.shape[-1] / width, like.shape[-2] / height]).view(1, 2, 1, 1)
    return _enlarged(motion, like) * scale
