"""Looks exchanged by a formula, beside the formula in numpy."""

import numpy as np
import pytest
import torch

from workbench.data.style_statistics import (
    colour_statistics,
    histogram,
    lab_to_rgb,
    match_histogram,
    rgb_to_lab,
    swap_amplitude,
    transfer_colours,
)


def some(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("height", "width"), [(16, 16), (15, 22)])
def test_that_low_frequency_amplitudes_are_the_styles_and_phases_the_images(height: int, width: int) -> None:
    beta = 0.2
    image, style = 0.3 + 0.4 * some(1, 3, height, width), 0.3 + 0.4 * some(1, 3, height, width, seed=1)
    source, target = (
        np.fft.fftshift(np.fft.fft2(x[0].numpy().astype(np.float64)), axes=(1, 2)) for x in (image, style)
    )
    reach = int(np.floor(beta * min(height, width)))
    rows, columns = np.arange(height) - height // 2, np.arange(width) - width // 2
    inside = (np.abs(rows) <= reach)[:, None] & (np.abs(columns) <= reach)[None, :]
    mixed = np.where(inside, np.abs(target), np.abs(source)) * np.exp(1j * np.angle(source))
    expected = np.fft.ifft2(np.fft.ifftshift(mixed, axes=(1, 2))).real.clip(0, 1)
    np.testing.assert_allclose(swap_amplitude(image, style, beta)[0].numpy(), expected, atol=1e-5)


def test_that_a_swap_without_reach_moves_the_mean_alone() -> None:
    image, style = 0.3 + 0.2 * some(1, 3, 8, 8), 0.4 + 0.2 * some(1, 3, 12, 9, seed=1)
    made = swap_amplitude(image, style, 0.0)
    same = made - made.mean((2, 3), keepdim=True) - (image - image.mean((2, 3), keepdim=True))
    assert same.abs().max().item() < 1e-5


def test_that_a_matched_image_has_the_wanted_distribution() -> None:
    wanted = some(4, 3, 64, 64, seed=1) ** 3
    made = match_histogram(some(1, 3, 64, 64), histogram(wanted))
    for channel in range(3):
        ours = np.sort(made[0, channel].flatten().numpy())
        theirs = np.quantile(wanted[:, channel].numpy(), (np.arange(len(ours)) + 0.5) / len(ours))
        assert np.abs(ours - theirs).max() < 0.02


def test_that_matching_keeps_the_order_of_levels() -> None:
    image = some(1, 3, 32, 32)
    made = match_histogram(image, histogram(some(1, 3, 32, 32, seed=1)))
    order = image[0, 0].flatten().argsort()
    assert (made[0, 0].flatten()[order].diff() >= -1e-6).all()


def test_that_an_image_matched_to_its_own_histogram_stays() -> None:
    image = (some(1, 3, 32, 32) * 255).round() / 255
    assert (match_histogram(image, histogram(image)) - image).abs().max().item() < 1.5 / 255


def test_that_opponent_colours_turn_back_into_the_image_and_grey_has_no_colour() -> None:
    image = 0.05 + 0.9 * some(2, 3, 8, 8)
    assert (lab_to_rgb(rgb_to_lab(image)) - image).abs().max().item() < 1e-3
    grey = rgb_to_lab(torch.full((1, 3, 2, 2), 0.5))
    assert grey[:, 1:].abs().max().item() < 0.02


def test_that_transferred_colours_have_the_wanted_mean_and_spread() -> None:
    image, style = 0.4 + 0.2 * some(1, 3, 16, 16), 0.45 + 0.1 * some(3, 3, 16, 16, seed=1)
    mean, deviation = colour_statistics(style)
    made_mean, made_deviation = colour_statistics(transfer_colours(image, mean, deviation))
    assert torch.allclose(made_mean, mean, atol=2e-3)
    assert torch.allclose(made_deviation, deviation, atol=2e-3)


def test_that_a_flat_image_gets_a_colour_and_no_noise() -> None:
    flat = torch.full((1, 3, 8, 8), 0.5)
    for made in (transfer_colours(flat, *colour_statistics(some(1, 3, 8, 8))), match_histogram(flat, histogram(flat))):
        assert made.isfinite().all()
        assert made.std((2, 3)).max().item() < 1e-5


def test_that_levels_are_counted_beyond_what_a_float_can_count() -> None:
    page = torch.ones(1, 3, 4600, 4000)  # 18.4 million pixels, and 2²⁴ are 16.8 million
    page[..., :200] = 0.5
    shares = histogram(page)
    torch.testing.assert_close(shares[:, 255], torch.full((3,), 0.95))
    assert match_histogram(page, shares)[..., -1, -1].min() == 1.0
