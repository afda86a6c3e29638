"""Runs of translators: told in order, the same again, resumed as if never stopped, judged, and refused in words."""

import io
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins import MixedPrecision
from PIL import Image
from safetensors.torch import load_file

from tests.conftest import make_domain
from workbench.core.errors import UserError
from workbench.core.events import (
    Event,
    Judged,
    Preview,
    Progressed,
    Scalars,
    TranslationFinished,
    TranslationStarted,
    Warned,
)
from workbench.core.generators import Returning
from workbench.core.settings import Value
from workbench.core.translation import Direction, Quality, TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.data.decode import decode
from workbench.engine.distances import frechet
from workbench.engine.perceptual import PerceptualFeatures, content_distance
from workbench.engine.translation_problem import prepare_translation
from workbench.engine.translation_run import translate
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import ImageSpec
from workbench.engine.translator_io import load_translator, translate_pixels
from workbench.store.translation_folder import TranslationFolder
from workbench.translators.cyclegan import CycleGAN

TINY = {"width": 4, "critic_width": 4, "blocks": 1}


@pytest.fixture
def job(tmp_path: Path) -> TranslationJob:
    """A few steps of a tiny CycleGAN between two small domains."""
    source = make_domain(tmp_path / "source", seed=1, count=6)
    target = make_domain(tmp_path / "target", seed=2, count=6, negative=True)
    return TranslationJob(
        translator="cyclegan",
        source=str(source),
        target=str(target),
        steps=12,
        batch=2,
        device="cpu",
        settings=dict(TINY),
        cache=str(tmp_path / "cache"),
    )


def changed(job: TranslationJob, **values: Any) -> TranslationJob:
    return msgspec.structs.replace(job, **values)


def stop_at(step: int, events: Generator[Event, None, None]) -> None:
    for event in events:
        if isinstance(event, Progressed) and event.step == step:
            events.close()
            return


def test_that_a_translation_tells_its_story_and_leaves_what_it_told(job: TranslationJob, tmp_path: Path) -> None:
    events = list(translate(job, tmp_path / "run"))
    kinds = [type(event) for event in events]
    assert kinds.index(TranslationStarted) < kinds.index(Preview) < kinds.index(Scalars)
    assert kinds[-1] is TranslationFinished
    place = TranslationFolder(tmp_path / "run")
    assert place.pictures() == [0, 12]
    preview = place.preview()
    assert preview is not None
    assert {row.label for row in preview.rows} == {"a", "b", "c"}
    for row in preview.rows:
        for picture in (row.source, row.translated, row.back, row.nearest):
            assert picture.startswith(b"\x89PNG")
    assert place.result().quality.images == 18
    assert not place.checkpoint.exists()


def test_that_a_resumed_translation_ends_as_if_it_had_never_stopped(job: TranslationJob, tmp_path: Path) -> None:
    """The pool, the average, both optimizers, chance and the streams included."""
    few = changed(job, settings={**TINY, "pool": 4})
    list(translate(few, tmp_path / "whole"))
    stop_at(7, translate(few, tmp_path / "broken"))
    place = TranslationFolder(tmp_path / "broken")
    assert place.checkpoint.is_file()
    list(translate(place.job(), place.path, resume=True))
    one, other = (load_file(TranslationFolder(tmp_path / name).model) for name in ("whole", "broken"))
    assert all(torch.equal(one[name], other[name]) for name in one)
    told = [
        [event for event in TranslationFolder(tmp_path / name).events() if isinstance(event, Scalars | Judged)]
        for name in ("whole", "broken")
    ]
    assert told[0] == told[1]


def test_that_half_precision_goes_on_with_the_scale_that_it_had(job: TranslationJob) -> None:
    problem = Returning(prepare_translation(job, "cpu")).finish()
    trainers = []
    for scale in (64.0, 65_536.0):
        scaler = torch.amp.GradScaler("cpu", init_scale=scale)
        fabric = Fabric(accelerator="cpu", plugins=[MixedPrecision("16-mixed", "cpu", scaler)])
        translator = CycleGAN(ImageSpec(problem.job.image_size, len(problem.classes)), problem.job.settings)
        translator.setup(fabric, problem.job.ema)
        trainers.append((TranslationTrainer(problem, translator), scaler))
    (stopped, _), (resumed, scaler) = trainers
    resumed.load_state_dict(stopped.state_dict())
    assert scaler.get_scale() == 64.0


def test_that_a_changed_folder_is_not_gone_on_with(job: TranslationJob, tmp_path: Path) -> None:
    stop_at(3, translate(job, tmp_path / "run"))
    (Path(job.target) / "a" / "000.png").unlink()
    with pytest.raises(UserError, match="target folder has changed"):
        list(translate(job, tmp_path / "run", resume=True))


@pytest.mark.parametrize("name", ["fourier", "histogram", "reinhard"])
def test_that_a_translator_without_training_is_ready_and_judged(name: str, job: TranslationJob, tmp_path: Path) -> None:
    events = list(translate(changed(job, translator=name, settings={}, steps=0), tmp_path / "run"))
    assert isinstance(events[-1], TranslationFinished)
    loaded = load_translator(tmp_path / "run", "cpu")
    image = decode(Path(job.source) / "a" / "000.png")
    (made,) = translate_pixels(loaded, [image], Direction.TO_TARGET)
    assert made.shape == image.shape
    assert (made != image).any()


@pytest.mark.parametrize("name", ["fourier", "histogram", "reinhard"])
def test_that_the_way_back_is_to_the_source_whatever_style_was_wanted(
    name: str, job: TranslationJob, tmp_path: Path
) -> None:
    bright = np.random.default_rng(0).integers(200, 255, (20, 20, 3)).astype(np.uint8)
    Image.fromarray(bright).save(tmp_path / "style.png")
    styled = changed(job, translator=name, settings={}, steps=0, styles=(str(tmp_path / "style.png"),))
    *_, finished = translate(styled, tmp_path / "run")
    assert isinstance(finished, TranslationFinished)
    preview = TranslationFolder(tmp_path / "run").preview()
    assert preview is not None
    for row in preview.rows:
        means = {}
        for picture in ("source", "translated", "back"):
            with Image.open(io.BytesIO(getattr(row, picture))) as image:
                means[picture] = np.asarray(image, float).mean(axis=(0, 1))
        there, back = (np.abs(means[one] - means["source"]).max() for one in ("translated", "back"))
        assert back < there / 2


def test_that_one_target_image_without_labels_is_enough(job: TranslationJob, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    Image.new("L", (20, 13), 90).save(tmp_path / "one" / "x.png")
    Image.new("RGBA", (9, 30), (200, 10, 10, 40)).save(Path(job.source) / "a" / "clear.png")
    (Path(job.source) / "b" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n nothing else")
    events = list(translate(changed(job, target=str(tmp_path / "one"), steps=2), tmp_path / "run"))
    started = next(event for event in events if isinstance(event, TranslationStarted))
    assert (started.source, started.target, started.set_aside) == (19, 1, 1)
    finished = events[-1]
    assert isinstance(finished, TranslationFinished)
    values = msgspec.structs.astuple(finished.quality)
    assert all(np.isfinite(value) for value in values if isinstance(value, int | float))


def test_that_a_source_without_labels_is_translated_and_nothing_is_said_of_labels(
    job: TranslationJob, tmp_path: Path
) -> None:
    flat = str(Path(job.source) / "a")
    *_, finished = translate(changed(job, source=flat, steps=2), tmp_path / "run")
    assert isinstance(finished, TranslationFinished)
    assert finished.quality.kept is None


def test_that_collapse_and_flipped_labels_are_worries_and_a_good_translation_is_none() -> None:
    good = Quality(1, 1, 2, 2, kept=0.9, content=1, diversity=0.9, images=9)
    assert failed_checks(good) == {}
    assert "same image" in failed_checks(msgspec.structs.replace(good, diversity=0.1))["collapse"]
    flipped = msgspec.structs.replace(good, kept=0.2)
    assert "Only 20.0 % of the translated images" in failed_checks(flipped)["labels"]
    guessed = msgspec.structs.replace(flipped, label_accuracy=0.4, label_constant=0.3)
    assert "recognises 40 % of untranslated" in failed_checks(guessed)["labels"]
    assert failed_checks(msgspec.structs.replace(good, kept=None)) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"preset": "huge"}, "no preset “huge”"),
        ({"styles": ("/x.png",)}, "does not use style images"),
        ({"translator": "fourier", "settings": {}, "styles": ("/x.png",)}, "style image /x.png cannot be read"),
        ({"image_size": 4}, "too small"),
        ({"backbone": "small"}, "not pretrained"),
        ({"source": "/nowhere"}, "no folder /nowhere"),
    ],
)
def test_that_what_can_not_work_is_refused_in_a_sentence(
    values: dict[str, Any], said: str, job: TranslationJob, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=said):
        list(translate(changed(job, **values), tmp_path / "run"))


def test_that_a_run_that_is_no_translation_or_has_learned_nothing_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a translation folder"):
        load_translator(tmp_path)


def test_that_the_frechet_distance_is_the_same_by_samples_and_by_features() -> None:
    random = np.random.default_rng(0)
    few = random.normal(size=(12, 40)).astype(np.float32), random.normal(1, 2, size=(15, 40)).astype(np.float32)
    covariances = [np.cov(points.astype(np.float64), rowvar=False) for points in few]
    values = np.linalg.eigvals(covariances[0] @ covariances[1])
    crossed = np.sqrt(np.maximum(values.real, 0)).sum()
    away = few[0].mean(0) - few[1].mean(0)
    expected = away @ away + np.trace(covariances[0]) + np.trace(covariances[1]) - 2 * crossed
    assert frechet(*few) == pytest.approx(float(expected), rel=1e-3)


def test_that_content_is_at_no_distance_from_itself_nor_from_another_overall_level() -> None:
    maps = torch.randn(2, 5, 4, 4, generator=torch.Generator().manual_seed(0))
    other = torch.randn(2, 5, 4, 4, generator=torch.Generator().manual_seed(1))
    seen = PerceptualFeatures(torch.zeros(2, 1), (maps,))
    assert content_distance(seen, PerceptualFeatures(torch.zeros(2, 1), (maps + 3,))).max() < 1e-6
    centred = [x.numpy() - x.numpy().mean((2, 3), keepdims=True) for x in (maps, other)]
    units = [x / np.sqrt((x**2).sum(1, keepdims=True)) for x in centred]
    expected = ((units[0] - units[1]) ** 2).sum(1).mean((1, 2))
    assert content_distance(seen, PerceptualFeatures(torch.zeros(2, 1), (other,))).numpy() == pytest.approx(
        expected, rel=1e-4
    )


def test_that_worries_are_those_of_the_last_figures(job: TranslationJob, tmp_path: Path) -> None:
    """A generator that hardly learns leaves little of the classes; looks are at steps 25, 50 and at the end."""
    slow: dict[str, Value] = {"learning_rate": 1e-6}
    events = list(translate(changed(job, steps=60, batch=1, settings=slow), tmp_path / "run"))
    told = [event.message for event in events if isinstance(event, Warned)]
    last = [event for event in events if isinstance(event, Judged)][-1]
    assert last.final
    assert told == list(failed_checks(last.quality).values())
    assert told
