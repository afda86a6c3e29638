"""Masks carried from one frame to the next along optical flow.

The flow is OpenCV's dense inverse search (Kroeger et al., Fast optical flow using dense inverse search, ECCV 2016).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.data.regions import Mask

RELATIVE, ABSOLUTE = 0.01, 0.5  # of the paper: accepted disagreement of forward and backward flow
MIN_SIDE = 32  # pixels: OpenCV's flow can crash below 16


def carried(mask: Mask, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Mask:
    """The mask of `before`, moved to `after`; IGNORED where the motion is not certain, or leads outside.

    A pixel is certain if |w + v|² < 0.01 (|w|² + |v|²) + 0.5, where w is its flow to `before` and v the flow back
    (Sundaram et al., Dense point trajectories by GPU-accelerated large displacement optical flow, ECCV 2010, eq. 5).

    `mask`: (H, W). `before`, `after`: (H, W, 3). Raises UserError if OpenCV is not installed or the sizes differ.
    """
    try:
        import cv2
    except ImportError as error:
        raise UserError("OpenCV is not installed.", "Install it: pip install 'domain-workbench[video]'.") from error
    if not mask.shape == before.shape[:2] == after.shape[:2]:
        raise UserError("The images differ in size.", "A mask is carried between frames of one size.")
    if min(mask.shape) < MIN_SIDE:
        raise UserError("The images are too small to find motion in them.", "Paint this image.")
    flow: Any = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
    previous, current = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in (before, after))
    backward, forward = flow.calc(current, previous, None), flow.calc(previous, current, None)
    height, width = mask.shape
    x = np.arange(width, dtype=np.float32) + backward[..., 0]
    y = np.arange(height, dtype=np.float32)[:, None] + backward[..., 1]
    back = cv2.remap(forward, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    disagreement = np.square(backward + back).sum(axis=2)
    length = np.square(backward).sum(axis=2) + np.square(back).sum(axis=2)
    certain = disagreement < RELATIVE * length + ABSOLUTE
    moved = cv2.remap(mask, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=(IGNORED,))
    return np.where(certain, moved, IGNORED).astype(np.uint8)
