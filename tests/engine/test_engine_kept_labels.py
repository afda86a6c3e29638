"""Labels that a translation keeps: on images and on pixels, with intervals; and whether it is better than none."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from torch import Tensor

from tests.conftest import make_domain, make_scenes
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.translation import Direction, LabelUnit, Quality, TranslationJob
from workbench.core.translation_quality import Verdict, quality_sentence, verdict, vouches
from workbench.engine.kernel_distances import kernel_distances
from workbench.engine.label_classifier import classes_at, kept_images, kept_pixels
from workbench.engine.run import run
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_run import set_up_translation, translate
from workbench.engine.translator import ImageSpec, Translator
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder


class Applied(Translator):
    """Applies a function to images."""

    name = title = "applied"
    paper = summary = ""
    trained = False

    def __init__(self, made: Callable[[Tensor], Tensor]) -> None:
        super().__init__(ImageSpec(32, 0), {})
        self.made = made

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        return self.made(images)


def measured(source: Path, target: Path, cache: Path, made: Callable[[Tensor], Tensor]) -> Quality:
    job = TranslationJob(translator="histogram", source=str(source), target=str(target), device="cpu", cache=str(cache))
    trainer = Returning(set_up_translation(job)).finish()
    fabric, trainer.translator = trainer.fabric, Applied(made)
    trainer.translator.setup(fabric)
    return Returning(TranslationMetrics(trainer).events(final=True)).finish()


def shuffled(images: Tensor) -> Tensor:
    """The same pixels, each at another place."""
    order = torch.randperm(images[0, 0].numel(), generator=torch.Generator().manual_seed(0))
    return images.flatten(2)[:, :, order].view_as(images)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("scenes")
    return make_scenes(root / "game", seed=1, count=30), make_scenes(root / "real", seed=2, count=30, pale=True)


def test_that_a_translation_of_scenes_is_measured_on_pixels(scenes: tuple[Path, Path], tmp_path: Path) -> None:
    job = TranslationJob(
        translator="histogram", source=str(scenes[0]), target=str(scenes[1]), device="cpu", cache=str(tmp_path / "c")
    )
    list(translate(job, tmp_path / "run"))
    quality = TranslationFolder(tmp_path / "run").result().quality
    assert (quality.kept_unit, quality.kept_count) == (LabelUnit.PIXELS, 30 * 16)
    assert quality.kept is not None
    assert quality.kept_low is not None
    assert quality.kept_high is not None
    assert 0 <= quality.kept_low <= quality.kept <= quality.kept_high <= 1
    assert quality.label_accuracy is not None
    assert quality.label_accuracy > 0.85, "a linear classifier reads flat colours"
    assert vouches(quality)


def test_that_pixels_of_the_same_images_keep_all_labels_and_shuffled_ones_few(
    scenes: tuple[Path, Path], tmp_path: Path
) -> None:
    same = measured(*scenes, tmp_path, lambda images: images)
    assert same.kept == 1.0
    assert same.kept_low is not None
    assert 0.85 < same.kept_low < 1
    assert verdict(same) is Verdict.NO_CLOSER
    moved = measured(*scenes, tmp_path, shuffled)
    assert moved.kept is not None
    assert moved.kept_high is not None
    assert moved.kept <= moved.kept_high < 0.8


def test_that_the_translator_of_a_run_on_masks_is_measured_on_pixels(street_job: Job, tmp_path: Path) -> None:
    job = msgspec.structs.replace(street_job, method="cycada", steps=12, image_width=street_job.image_size)
    list(run(job, tmp_path / "run"))
    quality = TranslationFolder(RunFolder(tmp_path / "run").translator).result().quality
    assert (quality.kept_unit, quality.kept_count) == (LabelUnit.PIXELS, 12 * 16)
    assert quality.label_accuracy is not None
    assert quality.label_accuracy > 0.7


def test_that_the_same_images_keep_all_labels_and_shuffled_ones_few(tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=12)
    target = make_domain(tmp_path / "target", seed=2, count=12, negative=True)
    same = measured(source, target, tmp_path / "cache", lambda images: images)
    assert (same.kept, same.kept_unit, same.kept_count) == (1.0, LabelUnit.IMAGES, 36)
    assert same.label_constant == pytest.approx(1 / 3)
    moved = measured(source, target, tmp_path / "cache", lambda images: images.flip(0))
    assert moved.kept is not None
    assert moved.kept < 0.8
    assert moved.kept_low is not None
    assert moved.kept_low < moved.kept


def test_that_target_images_are_better_than_none_and_noise_is_worse(tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=12)
    target = make_domain(tmp_path / "target", seed=1, count=12, negative=True)
    better = measured(source, target, tmp_path / "cache", lambda images: 1 - images)
    assert verdict(better) is Verdict.CLOSER
    assert quality_sentence(better).startswith("Translation brought images")
    noise = torch.rand(3, 400, 400, generator=torch.Generator().manual_seed(0))
    worse = measured(
        source,
        target,
        tmp_path / "cache",
        lambda images: noise[:, : images.shape[2], : images.shape[3]].expand_as(images),
    )
    assert verdict(worse) is Verdict.WORSE
    assert quality_sentence(worse).startswith("This translation is worse than none")


def test_that_classes_are_read_at_places_and_ignored_pixels_have_none() -> None:
    masks = np.array([[[0, 1], [2, 255]]], np.uint8)
    places = np.array([[[0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]]], np.float32)
    assert classes_at(masks, places).tolist() == [[0, 1, 2, -1]]


def test_that_the_interval_of_pixels_is_over_images() -> None:
    """Pixels of an image agree: 1,600 of them are no more evidence than the 100 images."""
    random = np.random.default_rng(0)
    flipped = (random.random(100) < 0.3).astype(np.int64)
    before = np.zeros((100, 16), np.int64)
    pixels = kept_pixels(before, before + flipped[:, None])
    images = kept_images(before[:, 0], flipped)
    assert (pixels.count, images.count) == (1600, 100)
    assert pixels.value == images.value
    assert pixels.high - pixels.low == pytest.approx(images.high - images.low, rel=0.15)


def test_that_the_error_of_a_change_of_kid_is_that_of_repeated_draws() -> None:
    random = np.random.default_rng(0)

    def draw() -> tuple[float, float]:
        before = random.normal(0, 1, (60, 8)).astype(np.float32)
        target = random.normal(1, 1, (40, 8)).astype(np.float32)
        found = kernel_distances(before, before + np.float32(0.5), target)
        assert found.error is not None
        return found.after - found.before, found.error

    changes, errors = np.array([draw() for _ in range(200)]).T
    assert errors.mean() == pytest.approx(changes.std(), rel=0.25)


def test_that_quality_of_earlier_versions_is_read() -> None:
    told = b'{"fid":3,"kid":1,"fid_before":2,"kid_before":1,"kept":0.9,"content":1,"diversity":1,"images":9}'
    quality = msgspec.json.decode(told, type=Quality)
    assert verdict(quality) is Verdict.NO_CLOSER
    assert quality_sentence(quality).startswith("This translation is not clearly better than none")
    nearer = msgspec.structs.replace(quality, fid=1.0)
    assert quality_sentence(nearer).endswith("90.0 % of the images keep their predicted class.")
