"""Masks carried along optical flow, on images whose motion is known."""

import numpy as np
import pytest
from scipy import ndimage

from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.data.mask_motion import carried


def textured(seed: int = 0) -> "np.typing.NDArray[np.uint8]":
    """Smooth random texture, (120, 160, 3)."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(120, 160)), 2)
    grey = (255 * (noise - noise.min()) / np.ptp(noise)).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def test_that_a_mask_follows_a_motion_of_the_image() -> None:
    before = textured()
    after = np.roll(before, (3, 5), axis=(0, 1))
    mask = np.full((120, 160), IGNORED, np.uint8)
    mask[40:80, 50:100] = 1
    moved = carried(mask, before, after)
    expected = np.roll(mask, (3, 5), axis=(0, 1)) == 1
    assert ((moved == 1) & expected).sum() / ((moved == 1) | expected).sum() > 0.95


def test_that_nothing_is_carried_where_there_is_no_motion_to_follow() -> None:
    mask = np.ones((120, 160), np.uint8)
    moved = carried(mask, textured(0), textured(1))
    assert (moved == IGNORED).mean() > 0.5, "most of an unrelated image has no certain motion"


def test_that_images_that_cannot_be_compared_are_refused() -> None:
    image = textured()
    with pytest.raises(UserError, match="differ in size"):
        carried(np.zeros((120, 160), np.uint8), image, image[:100])
    with pytest.raises(UserError, match="too small"):
        carried(np.zeros((20, 20), np.uint8), image[:20, :20], image[:20, :20])
