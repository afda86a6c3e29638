"""Generators and critics of images at the sizes people have, and the pool of older images."""

import pytest
import torch

from workbench.nets.image_generator import ResidualGenerator, padded_to
from workbench.nets.patch_critic import PatchCritic, fitting_layers
from workbench.nets.replay_pool import ReplayPool


@pytest.mark.parametrize("size", [(8, 8), (28, 28), (31, 45), (64, 30)])
def test_that_a_generator_gives_back_any_size_in_the_range_of_images(size: tuple[int, int]) -> None:
    made = ResidualGenerator(4, 1)(torch.rand(2, 3, *size))
    assert made.shape == (2, 3, *size)
    assert 0 <= made.min() <= made.max() <= 1


def test_that_odd_sides_are_mirrored_and_the_image_itself_stays() -> None:
    images = torch.rand(1, 3, 9, 10)
    padded = padded_to(images, 4)
    assert padded.shape[-2:] == (12, 12)
    assert torch.equal(padded[..., :9, :10], images)
    assert torch.equal(padded[..., 9, :10], images[..., 7, :])


@pytest.mark.parametrize(("layers", "field"), [(1, 16), (2, 34), (3, 70)])
def test_that_a_verdict_is_of_a_patch_of_that_many_pixels(layers: int, field: int) -> None:
    """Kernels of 4 at strides 2 … 2, 1, 1; the norms' own view is of the whole image."""
    strides = [2] * layers + [1, 1]
    seen, jump = 1, 1
    for stride in strides:
        seen, jump = seen + 3 * jump, jump * stride
    assert seen == field
    convolutions = [m for m in PatchCritic(4, layers).modules() if isinstance(m, torch.nn.Conv2d)]
    assert [m.stride[0] for m in convolutions] == strides


@pytest.mark.parametrize("size", [8, 16, 23, 28, 32, 63, 64, 256])
def test_that_a_critic_that_fits_the_size_gives_several_verdicts(size: int) -> None:
    verdicts = PatchCritic(4, fitting_layers(size))(torch.rand(1, 3, size, size))
    assert verdicts.shape[1] == 1
    assert verdicts.shape[-1] >= 2


def test_that_a_pool_fills_first_and_then_shows_older_images_half_of_the_time() -> None:
    torch.manual_seed(0)
    pool = ReplayPool(50, 2)
    first = torch.arange(50.0).view(50, 1, 1, 1).expand(50, 3, 2, 2)
    assert torch.equal(pool.exchange(first), first)
    fresh = torch.arange(50.0, 1050.0).view(1000, 1, 1, 1).expand(1000, 3, 2, 2)
    shown = pool.exchange(fresh)
    older = (shown[:, 0, 0, 0] != fresh[:, 0, 0, 0]).float().mean().item()
    assert 0.45 < older < 0.55
    everything = torch.cat([shown, pool.images])[:, 0, 0, 0].sort().values
    assert torch.equal(everything, torch.arange(1050.0)), "nothing is lost, nothing is shown twice"


def test_that_a_pool_goes_on_from_its_state() -> None:
    pools = [ReplayPool(4, 2), ReplayPool(4, 2)]
    made = torch.rand(9, 3, 2, 2)
    torch.manual_seed(1)
    pools[0].exchange(made[:6])
    pools[1].load_state_dict(pools[0].state_dict())
    chance = torch.get_rng_state()
    expected = pools[0].exchange(made[6:])
    torch.set_rng_state(chance)
    assert torch.equal(pools[1].exchange(made[6:]), expected)


def test_that_a_pool_of_none_shows_what_it_is_given() -> None:
    made = torch.rand(3, 3, 2, 2)
    assert torch.equal(ReplayPool(0, 2).exchange(made), made)
