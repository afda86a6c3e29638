"""Superpixels, on images whose edges are known."""

import numpy as np
import pytest
from scipy import ndimage

from workbench.data.superpixels import superpixels


def two_halves(noise: float) -> "np.typing.NDArray[np.uint8]":
    """A slanted edge between two grey levels, (90, 120, 3)."""
    x, y = np.meshgrid(np.arange(120), np.arange(90))
    grey = np.where(x + 0.5 * y < 80, 70, 180) + np.random.default_rng(0).normal(0, noise, (90, 120))
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def test_that_regions_cover_the_image_are_connected_and_of_the_wanted_size() -> None:
    regions = superpixels(two_halves(noise=6), 12)
    numbers, areas = np.unique(regions, return_counts=True)
    assert numbers[0] == 1
    assert 45 <= len(numbers) <= 90, "90 × 120 pixels hold 75 squares of 12 × 12"
    assert np.median(areas) == pytest.approx(144, rel=0.4)
    for number in numbers:
        assert ndimage.label(regions == number)[1] == 1


def test_that_regions_end_at_an_edge_of_the_image() -> None:
    image = two_halves(noise=6)
    regions = superpixels(image, 12)
    x, y = np.meshgrid(np.arange(120), np.arange(90))
    left = x + 0.5 * y < 80
    strayed = sum(min((left & (regions == one)).sum(), (~left & (regions == one)).sum()) for one in np.unique(regions))
    cells = (y // 12) * 10 + x // 12
    by_grid = sum(min((left & (cells == one)).sum(), (~left & (cells == one)).sum()) for one in np.unique(cells))
    assert strayed < 0.25 * by_grid


def test_that_a_large_image_has_regions_in_its_own_size() -> None:
    image = np.repeat(np.repeat(two_halves(noise=0), 20, axis=0), 20, axis=1)
    regions = superpixels(image, 240)
    assert regions.shape == (1800, 2400)
    assert 45 <= regions.max() <= 90


@pytest.mark.parametrize("size", [(1, 1), (3, 40), (5, 5), (13, 12)])
def test_that_images_smaller_than_a_cell_have_regions(size: tuple[int, int]) -> None:
    regions = superpixels(np.zeros((*size, 3), np.uint8), 12)
    assert regions.shape == size
    assert regions.min() >= 1
