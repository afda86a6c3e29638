"""Every translator of the registry: what it says of itself, what it does to images of any size, what it leaves."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from lightning_fabric import Fabric

from workbench.core.errors import UserError
from workbench.core.translation import Direction, TranslationJob
from workbench.engine.method import Progress
from workbench.engine.registry import translators
from workbench.engine.translation_run import translate
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator
from workbench.translators.cyclegan import CycleGAN

NAMES = list(translators())
TINY = {"cyclegan": {"width": 4, "critic_width": 4, "blocks": 1}}


def fabric() -> Any:
    from workbench.core.job import Job
    from workbench.engine.device import fabric_for

    return fabric_for(Job(method="", source="", target="", device="cpu"))


def ready(kind: type[Translator], ema: float = 0.9, **settings: Any) -> Translator:
    torch.manual_seed(0)
    made = kind(ImageSpec(16, 3), {**TINY.get(kind.name, {}), **settings})
    made.setup(fabric(), ema)
    made.study(images(5), images(7, seed=1))
    return made


def images(count: int, size: tuple[int, int] = (16, 16), seed: int = 0) -> torch.Tensor:
    return torch.rand(count, 3, *size, generator=torch.Generator().manual_seed(seed))


def batch() -> TranslationBatch:
    return TranslationBatch(images(3), torch.tensor([0, 1, 2]), images(3, seed=1))


@pytest.mark.parametrize("kind", translators().values(), ids=NAMES)
def test_that_a_card_says_all_that_a_person_needs(kind: type[Translator]) -> None:
    card = kind.card()
    assert card.paper.startswith("https://")
    assert card.summary.endswith(".")
    assert all(field.help for field in card.fields)
    for preset in card.presets:
        kind(ImageSpec(16, 3), preset.settings)  # refuses what it does not know


@pytest.mark.parametrize("name", ["cyclegan", "fourier", "histogram", "reinhard"])
@pytest.mark.parametrize("size", [(16, 16), (15, 21), (40, 9)])
@torch.no_grad()
def test_that_an_image_of_any_size_keeps_it_both_ways(name: str, size: tuple[int, int]) -> None:
    made = ready(translators()[name])
    for direction in Direction:
        new = made.translate(images(2, size), direction)
        assert new.shape == (2, 3, *size)
        assert new.isfinite().all()
        assert 0 <= new.min() <= new.max() <= 1


@pytest.mark.parametrize("name", ["fourier", "histogram", "reinhard"])
def test_that_an_image_is_translated_alike_whatever_stands_beside_it(name: str) -> None:
    made, some = ready(translators()[name]), images(4)
    together = made.translate(some, Direction.TO_TARGET)
    alone = torch.cat([made.translate(one[None], Direction.TO_TARGET) for one in some])
    assert torch.allclose(together, alone, atol=1e-6)


@pytest.mark.parametrize("name", ["fourier", "histogram", "reinhard"])
def test_that_style_images_of_another_shape_are_taken_instead_of_the_target(name: str) -> None:
    made = ready(translators()[name])
    plain = made.translate(images(2), Direction.TO_TARGET)
    styled = made.translate(images(2), Direction.TO_TARGET, images(1, (10, 30), seed=5) * 0.2)
    assert styled.mean() < plain.mean() - 0.05


def test_that_a_step_moves_both_generators_and_both_critics_and_fills_the_pools() -> None:
    made = ready(CycleGAN)
    assert isinstance(made, CycleGAN)
    networks = {"generator": made.generator, "target": made.target_critic, "source": made.source_critic}
    before = {name: [p.clone() for p in network.parameters()] for name, network in networks.items()}
    losses = made.advance(batch(), Progress("train", 0.0))
    assert not any(loss.requires_grad for loss in losses.values())
    for name, network in networks.items():
        moved = [not torch.equal(a, b) for a, b in zip(before[name], network.parameters(), strict=True)]
        assert all(moved), name
    assert int(made.target_pool.held) == int(made.source_pool.held) == 3


def test_that_the_rate_is_constant_for_half_of_the_steps_and_then_falls_to_nothing() -> None:
    made = ready(CycleGAN)
    rates = [made.rate(Progress("train", fraction)) for fraction in (0.0, 0.49, 0.5, 0.75, 1.0)]
    assert rates == pytest.approx([1, 1, 1, 0.5, 0])


def test_that_the_average_follows_at_first_quickly_and_is_what_translates() -> None:
    made = ready(CycleGAN, ema=0.5)
    start = [p.clone() for p in made.average.parameters()]
    made.advance(batch(), Progress("train", 0.0))
    kept = min(0.5, 2 / 11)
    for old, average, new in zip(start, made.average.parameters(), made.generator.parameters(), strict=True):
        assert torch.allclose(average, kept * old + (1 - kept) * new, atol=1e-6)
    expected = made.average(images(1), Direction.TO_TARGET)
    assert torch.equal(made.translate(images(1), Direction.TO_TARGET), expected)
    assert made.exported() is made.average


def test_that_cycle_training_learns_to_come_back() -> None:
    made = ready(CycleGAN, learning_rate=2e-3)
    first = made.advance(batch(), Progress("train", 0.0))["cycle"]
    for _ in range(40):
        last = made.advance(batch(), Progress("train", 0.0))["cycle"]
    assert last < 0.7 * first


def test_that_a_critic_of_more_layers_than_images_have_room_for_is_refused() -> None:
    for layers, size in ((3, 24), (4, 48), (5, 96)):
        made = CycleGAN(ImageSpec(size, 2), {**TINY["cyclegan"], "critic_layers": layers})
        assert made.target_critic(images(1, (size, size))).numel()
        with pytest.raises(UserError, match=f"{layers} strided layers") as refused:
            CycleGAN(ImageSpec(size - 1, 2), {**TINY["cyclegan"], "critic_layers": layers})
        assert "Set critic layers" in refused.value.hint


def test_that_a_step_in_half_precision_leaves_no_copy_of_older_weights() -> None:
    made: Any = ready(CycleGAN)
    made.fabric = Fabric(accelerator="cpu", devices=1, precision="bf16-mixed")
    seen: list[torch.Tensor] = []

    def step(batch: TranslationBatch, progress: Progress) -> dict[str, torch.Tensor]:
        first = made.target_critic.layers[0]
        before = first(batch.source)
        made.minimise(100 * before.mean(), "critics")
        seen.extend((before.detach(), first(batch.source).detach()))
        return {}

    made.step = step  # what any translator does: a critic's step, then the critic again
    made.advance(TranslationBatch(images(2), torch.zeros(2).long(), images(2)), Progress("train", 0.0))
    assert not torch.equal(*seen)


def test_that_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UserError, match="no setting “wdth”"):
        CycleGAN(ImageSpec(16, 3), {"wdth": 3})


def test_that_a_translator_that_does_not_exist_is_refused(domains: tuple[Path, Path], tmp_path: Path) -> None:
    job = TranslationJob(translator="none", source=str(domains[0]), target=str(domains[1]), device="cpu")
    with pytest.raises(UserError, match="no translator “none”"):
        list(translate(msgspec.structs.replace(job, cache=str(tmp_path / "cache")), tmp_path / "run"))
