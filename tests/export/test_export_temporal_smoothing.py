"""Motion found by blocks, flicker along it, and how far smoothing takes it away."""

import sys

import numpy as np
import pytest
import torch

from tests.export.films import moving_frames
from workbench.core.errors import UserError
from workbench.export.temporal_smoothing import TemporalSmoother, difference, motion_between, motion_confidence, warped

RANDOM = np.random.default_rng(0)


def small(frames: np.ndarray) -> list[torch.Tensor]:
    return [torch.from_numpy(frame).permute(2, 0, 1)[None].float() / 255 for frame in frames]


def test_that_a_pattern_that_walks_is_followed() -> None:
    before, after = small(moving_frames(2, 48, 64, speed=3))
    motion = motion_between(before, after, TemporalSmoother(0.0).flow)[0, :, 8:-8, 8:-8]
    assert motion[0].median().item() == pytest.approx(3, abs=0.2)  # what is here now was three pixels to the right
    assert motion[1].median().item() == pytest.approx(0, abs=0.2)
    assert (motion[0] - 3).abs().lt(0.5).float().mean() > 0.9


def test_that_a_flat_picture_stands_still() -> None:
    flat = torch.full((1, 3, 20, 30), 0.5)
    assert torch.equal(motion_between(flat, flat, TemporalSmoother(0.0).flow), torch.zeros(1, 2, 20, 30))


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (200, 3), (9, 256), (15, 150), (31, 33)])
def test_that_a_frame_may_be_of_any_size(size: tuple[int, int]) -> None:
    frames = RANDOM.integers(0, 255, (2, *size, 3)).astype(np.uint8)
    before, after = small(frames)
    motion = motion_between(before, after, TemporalSmoother(0.0).flow)
    assert motion.shape == (1, 2, *size)
    assert motion.isfinite().all()


def test_that_warping_takes_each_place_from_where_it_was() -> None:
    image = torch.rand(1, 2, 6, 9)
    motion = torch.zeros(1, 2, 6, 9)
    motion[:, 0], motion[:, 1] = 2, -1
    moved = warped(image, motion)
    torch.testing.assert_close(moved[..., 1:, :-2], image[..., :-1, 2:])
    motion[:, 0], motion[:, 1] = 0.5, 0
    torch.testing.assert_close(warped(image, motion)[..., :-1], (image[..., :-1] + image[..., 1:]) / 2)


def test_that_flicker_is_the_weighted_difference_after_warping() -> None:
    before, after, still = torch.rand(1, 3, 4, 5), torch.rand(1, 3, 4, 5), torch.zeros(1, 2, 4, 5)
    sure = motion_confidence(before, after, still)
    weights, total, weighed = 0.0, 0.0, 0.0
    for y in range(4):
        for x in range(5):
            away = [abs(after[0, c, y, x].item() - before[0, c, y, x].item()) for c in range(3)]
            weight = np.exp(-50 * sum(a * a for a in away))
            weights, weighed = weights + weight, weighed + weight * sum(away) / 3
            total += weight
    assert sure.sum().item() == pytest.approx(total, rel=1e-4)
    assert difference(before, after, still, sure) == pytest.approx(weighed / weights, rel=1e-3)


def flickering(frames: np.ndarray) -> np.ndarray:
    """Inverted, each frame lighter or darker than it should be."""
    offsets = RANDOM.integers(-30, 30, (len(frames), 1, 1, 3))
    return np.clip(255 - frames.astype(int) + offsets, 0, 255).astype(np.uint8)


def steadied(smooth: float, frames: np.ndarray, made: np.ndarray) -> tuple[TemporalSmoother, np.ndarray]:
    steadier = TemporalSmoother(smooth)
    return steadier, np.stack([steadier.next(*pair) for pair in zip(frames, made, strict=True)])


def test_that_smoothing_along_the_motion_takes_flicker_away_and_keeps_the_picture() -> None:
    frames = moving_frames(10, 40, 60)
    made = flickering(frames)
    steadier, written = steadied(0.8, frames, made)
    assert steadier.flicker is not None
    assert steadier.flicker.written < steadier.flicker.translated / 3
    assert steadier.flicker.source < 0.01
    assert np.abs(written[-1].astype(int) - (255 - frames[-1].astype(int))).mean() < 15, "still the inverted picture"


def test_that_without_smoothing_frames_are_as_the_translator_gave_them() -> None:
    frames = moving_frames(3)
    made = flickering(frames)
    steadier, written = steadied(0.0, frames, made)
    assert np.array_equal(written, made)
    assert steadier.flicker is not None
    assert steadier.flicker.written == steadier.flicker.translated


def test_that_nothing_is_carried_over_a_cut() -> None:
    one, other = np.full((24, 24, 3), 20, np.uint8), np.full((24, 24, 3), 220, np.uint8)
    made = np.stack([np.full_like(one, 250), np.full_like(one, 120)])
    _, written = steadied(0.9, np.stack([one, other]), made)
    assert np.array_equal(written[1], made[1])


def test_that_a_single_frame_has_no_flicker() -> None:
    steadier, _ = steadied(0.5, moving_frames(1), moving_frames(1))
    assert steadier.flicker is None


def test_that_a_missing_opencv_is_reported_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)  # as Python marks what cannot be imported
    with pytest.raises(UserError, match="OpenCV") as caught:
        TemporalSmoother(0.5)
    assert "domain-workbench[video]" in caught.value.hint
