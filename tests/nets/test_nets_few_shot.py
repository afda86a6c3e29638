"""Networks of the few-shot translators: AdaIN's statistics, sizes, what a style depends on, the critic's classes."""

import pytest
import torch

from workbench.nets.adain import AdaptiveNorm, adain
from workbench.nets.class_critic import ClassCritic
from workbench.nets.few_shot import CODE, ConditionedStyle, FewShotGenerator, sizes_for

RANDOM = torch.Generator().manual_seed(0)
TINY = sizes_for(16, light=True)._replace(width=4, hidden=16, blocks=1)


def images(count: int, high: int, wide: int) -> torch.Tensor:
    return torch.rand(count, 3, high, wide, generator=RANDOM) * 2 - 1


def test_that_adain_gives_each_map_the_mean_and_deviation_it_is_told() -> None:
    maps = torch.randn(2, 3, 5, 7, generator=RANDOM) * 4 + 1
    scale, shift = torch.rand(2, 3, generator=RANDOM) + 0.5, torch.randn(2, 3, generator=RANDOM)
    out = adain(maps, scale, shift)
    torch.testing.assert_close(out.mean(dim=(2, 3)), shift, atol=1e-5, rtol=0)
    torch.testing.assert_close(out.std(dim=(2, 3), correction=0), scale, rtol=1e-4, atol=0)
    mean, deviation = maps[1, 2].mean(), (maps[1, 2].var(correction=0) + 1e-5).sqrt()
    torch.testing.assert_close(out[1, 2], scale[1, 2] * (maps[1, 2] - mean) / deviation + shift[1, 2])


def test_that_without_a_style_the_norm_is_that_of_the_instance() -> None:
    out = AdaptiveNorm(3)(torch.randn(2, 3, 6, 6, generator=RANDOM) * 5 + 2)
    torch.testing.assert_close(out.mean(dim=(2, 3)), torch.zeros(2, 3), atol=1e-5, rtol=0)


@pytest.mark.parametrize(("high", "wide"), [(8, 8), (16, 16), (17, 31), (45, 30)])
@pytest.mark.parametrize("conditioned", [False, True])
def test_that_an_image_keeps_its_size_and_range(high: int, wide: int, conditioned: bool) -> None:
    net = FewShotGenerator(TINY, conditioned)
    out = net(images(2, high, wide), net.style(images(2, 16, 16)))
    assert out.shape == (2, 3, high, wide)
    assert out.abs().max() <= 1


@pytest.mark.parametrize(("side", "maps"), [(16, 8), (32, 16), (64, 16), (128, 16), (256, 16)])
def test_that_networks_are_sized_by_the_image(side: int, maps: int) -> None:
    sizes = sizes_for(side, light=True)._replace(width=2)
    assert FewShotGenerator(sizes, True).encode(images(1, side, side)).shape[-2:] == (maps, maps)
    judged = ClassCritic(3, sizes)(images(1, side, side), torch.tensor([1]))
    assert judged.logits.shape == (1, 8, 8)


def test_that_the_code_of_several_images_is_the_mean_of_theirs_whatever_their_sizes() -> None:
    net = FewShotGenerator(TINY, True)
    some = [images(1, 16, 16)[0], images(1, 12, 40)[0], images(1, 33, 9)[0]]
    each = torch.stack([net.style(one[None])[0] for one in some])
    torch.testing.assert_close(net.mean_code(some), each.mean(dim=0, keepdim=True))


def test_that_only_a_conditioned_style_depends_on_the_content() -> None:
    code = torch.randn(1, CODE, generator=RANDOM).expand(2, -1)
    maps = torch.rand(2, TINY.width * 2, 4, 4, generator=RANDOM)
    for conditioned in (False, True):
        style = FewShotGenerator(TINY, conditioned).modulation(code, maps)
        assert torch.equal(style[0], style[1]) is not conditioned


def test_that_the_conditioned_style_is_the_product_of_what_content_and_style_say() -> None:
    net = FewShotGenerator(TINY, True).modulation
    assert isinstance(net, ConditionedStyle)
    code, maps = torch.randn(3, CODE, generator=RANDOM), torch.rand(3, TINY.width * 2, 4, 4, generator=RANDOM)
    biased = torch.cat([code, net.bias.repeat(3, 1)], dim=1)
    told, passed = net.of_style(biased).clamp_min(0), net.of_content(maps.mean(3).mean(2)).clamp_min(0)
    assert (passed == 0).any()  # what is held back
    expected = net.layers(told * passed).clamp_min(0)
    torch.testing.assert_close(net(code, maps), expected)
    assert net.bias.shape == (1, 1024)


def test_that_a_critic_judges_by_the_map_of_the_class_alone() -> None:
    critic = ClassCritic(4, TINY)
    some, classes = images(3, 16, 16), torch.tensor([2, 0, 3])
    before = critic(some, classes)
    with torch.no_grad():
        critic.judge.weight.data[1] += 1  # the class that none of them is said to be of
    assert torch.equal(critic(some, classes).logits, before.logits)
    with torch.no_grad():
        assert critic.judge.bias is not None
        critic.judge.bias[0] += 1
    torch.testing.assert_close(
        critic(some, classes).logits - before.logits, torch.tensor([0.0, 1, 0])[:, None, None].expand_as(before.logits)
    )
    assert before.features.shape[:2] == (3, critic.judge.in_channels)
