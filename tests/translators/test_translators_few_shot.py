"""FUNIT and COCO-FUNIT: losses written out, classes, style images of all kinds, and a run from end to end."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from lightning_fabric import Fabric
from PIL import Image

from tests.conftest import make_domain
from workbench.core.errors import UserError
from workbench.core.events import TranslationFinished
from workbench.core.translation import Direction, TranslationJob
from workbench.engine.method import Progress
from workbench.engine.registry import translator
from workbench.engine.translation_problem import read_styles
from workbench.engine.translation_run import translate
from workbench.engine.translator import ImageSpec, TranslationBatch
from workbench.engine.translator_io import LoadedTranslator, load_translator, translate_pixels
from workbench.translators.families.few_shot import FewShotTranslator

NAMES = ("funit", "coco_funit")
START = Progress("train", 0.0)


def made(name: str = "coco_funit", classes: int = 3, **settings: float | str) -> FewShotTranslator:
    torch.manual_seed(0)
    kind = translator(name)
    assert issubclass(kind, FewShotTranslator)
    one = kind(ImageSpec(16, classes), {"light": True, **settings})
    one.setup(Fabric(accelerator="cpu", devices=1), ema=0.9)
    return one


def batch(labels: list[int]) -> TranslationBatch:
    images = torch.rand(len(labels), 3, 16, 16, generator=torch.Generator().manual_seed(1))
    return TranslationBatch(images, torch.tensor(labels), images[:0])


@pytest.mark.parametrize("name", NAMES)
def test_that_the_losses_of_a_step_are_those_of_the_paper(name: str) -> None:
    one = made(name, learning_rate=1e-7, crop=0.0)  # so small that critic and generator stand still meanwhile
    given = batch([0, 2, 1, 2])
    images, labels = given.source * 2 - 1, given.source_labels
    order = [3, 0, 1, 2]  # each image in the style of its neighbour
    with torch.no_grad():
        net, critic = one.generator.net, one.critic
        code = net.style(images)
        across, again = net(images, code[order]), net(images, code)
        real, fake = critic(images[order], labels[order]), critic(across, labels[order])
        own, recovered = critic(images, labels), critic(again, labels)
    expected = {
        "critic": (1 - real.logits).clamp_min(0).mean() + (1 + fake.logits).clamp_min(0).mean(),
        "fooling": -(fake.logits.mean() + recovered.logits.mean()) / 2,
        "reconstruction": (again - images).abs().mean(),
        "matching": F.l1_loss(fake.features.mean((2, 3)), real.features.mean((2, 3)))
        + F.l1_loss(recovered.features.mean((2, 3)), own.features.mean((2, 3))),
    }
    told = one.advance(given, START)
    for loss, value in expected.items():
        torch.testing.assert_close(told[loss], value, atol=2e-4, rtol=1e-3, msg=loss)


def test_that_images_without_a_class_are_left_out() -> None:
    few, many = made(learning_rate=1e-7, crop=0.0), made(learning_rate=1e-7, crop=0.0)
    given = batch([0, -1, 2, -1])
    chosen = TranslationBatch(given.source[[0, 2]], given.source_labels[[0, 2]], given.target)
    told, expected = few.advance(given, START), many.advance(chosen, START)
    assert {name: float(loss) for name, loss in told.items()} == pytest.approx(
        {name: float(loss) for name, loss in expected.items()}, abs=1e-5
    )
    assert few.advance(batch([-1, -1]), START) == dict.fromkeys(told, 0.0), "nothing is learned from nothing"


def test_that_it_learns_from_parts_of_images_of_which_every_step_takes_others() -> None:
    given = batch([0, 1, 2])
    still, moving = (made(learning_rate=1e-7, crop=crop) for crop in (0.0, 0.5))
    again, other = ([float(one.advance(given, START)["reconstruction"]) for _ in range(2)] for one in (still, moving))
    assert again[0] == pytest.approx(again[1], rel=1e-3)
    assert other[0] != pytest.approx(other[1], rel=1e-3)


@pytest.mark.parametrize(("optimizer", "rate"), [("rmsprop", 1e-4), ("adam", 1e-3)])
def test_that_training_gets_images_back_in_their_own_style(optimizer: str, rate: float) -> None:
    one = made(optimizer=optimizer, learning_rate=rate, reconstruction=10.0)
    given = batch([0, 1, 2, 0])
    told = [float(one.advance(given, START)["reconstruction"]) for _ in range(15)]
    assert min(told[-3:]) < 0.95 * told[0]


def test_that_a_source_of_one_class_is_refused_with_the_way_out() -> None:
    with pytest.raises(UserError, match="two or more classes") as refused:
        made(classes=1)
    assert "subfolder" in refused.value.hint


@pytest.mark.parametrize("name", NAMES)
def test_that_styles_of_any_number_and_shape_are_taken_and_matter(name: str) -> None:
    one, images = made(name), torch.rand(2, 3, 16, 16)
    looks = [torch.rand(1, 3, 16, 16), torch.ones(5, 3, 30, 11), torch.zeros(2, 3, 9, 40)]
    results = [one.translate(images, Direction.TO_TARGET, look) for look in looks]
    assert all(result.shape == images.shape and 0 <= result.min() <= result.max() <= 1 for result in results)
    assert not torch.allclose(results[1], results[2], atol=0.01)


def test_that_without_style_images_those_of_the_target_serve() -> None:
    one, images = made(), torch.rand(2, 3, 16, 16)
    with pytest.raises(UserError, match="has no style images"):
        one.translate(images, Direction.TO_TARGET)
    target = torch.rand(9, 3, 16, 16)
    one.study(torch.rand(4, 3, 16, 16), target)
    kept = target[[0, 2, 4, 6, 8]]
    torch.testing.assert_close(
        one.translate(images, Direction.TO_TARGET), one.translate(images, Direction.TO_TARGET, kept)
    )
    one.study(torch.rand(4, 3, 16, 16), target[:1])  # a target of one image
    torch.testing.assert_close(
        one.translate(images, Direction.TO_TARGET), one.translate(images, Direction.TO_TARGET, target[:1])
    )
    with pytest.raises(UserError, match="cannot translate to the source"):
        one.translate(images, Direction.TO_SOURCE)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> LoadedTranslator:
    """COCO-FUNIT after a few steps on three classes, with a target of a single image."""
    root = tmp_path_factory.mktemp("few-shot")
    source = make_domain(root / "source", seed=1, count=6)
    target = make_domain(root / "target", seed=2, classes="x", count=1, negative=True)
    job = TranslationJob(
        translator="coco_funit",
        source=str(source),
        target=str(target),
        preset="light",
        steps=3,
        batch=4,
        device="cpu",
        cache=str(root / "cache"),
    )
    *_, last = translate(job, root / "run")
    assert isinstance(last, TranslationFinished)
    return load_translator(root / "run", "cpu")


def test_that_a_run_leaves_a_translator_that_keeps_the_looks_of_its_target(trained: LoadedTranslator) -> None:
    image = np.random.default_rng(0).integers(0, 255, (23, 31, 3), np.uint8)
    (result,) = translate_pixels(trained, [image], Direction.TO_TARGET)
    assert result.shape == image.shape
    assert len(trained.translator.generator.styles) == 1
    assert trained.classes == ("a", "b", "c")


@pytest.mark.parametrize(
    ("mode", "size"), [("RGB", (16, 16)), ("L", (20, 20)), ("RGBA", (16, 16)), ("RGB", (90, 20)), ("P", (7, 60))]
)
def test_that_a_style_image_of_any_kind_is_taken(
    mode: str, size: tuple[int, int], trained: LoadedTranslator, tmp_path: Path
) -> None:
    Image.effect_noise(size, 80).convert("RGB").convert(mode).save(tmp_path / "style.png")
    styles = read_styles((str(tmp_path / "style.png"),), trained.job.image_size)
    image = np.full((16, 16, 3), 90, np.uint8)
    assert translate_pixels(trained, [image], Direction.TO_TARGET, styles)[0].shape == (16, 16, 3)


def test_that_a_folder_without_classes_is_refused_before_training(tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=1, classes="a", count=3)
    job = TranslationJob(
        translator="funit", source=str(source), target=str(source), device="cpu", cache=str(tmp_path / "cache")
    )
    with pytest.raises(UserError, match="one folder for each class"):
        list(translate(job, tmp_path / "run"))
