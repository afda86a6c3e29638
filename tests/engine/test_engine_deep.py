"""The range of deep images: kept from training on, in jobs, models and everything that is made with them."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import onnx
import pytest
from PIL import Image

from tests.conftest import make_domain
from tests.engine.watching import stop_at
from workbench.core.command_line import command_line
from workbench.core.deep_range import EACH_IMAGE, DeepRange, given_range
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.manifest import Manifest
from workbench.core.translation import Direction, TranslationJob
from workbench.data.decode import decode
from workbench.data.scan import scan_now
from workbench.engine.onnx_model import read_manifest
from workbench.engine.run import run
from workbench.engine.target_predictions import predict_target
from workbench.engine.translation_run import translate
from workbench.engine.translator_io import load_translator
from workbench.export.model_folder import export_folder
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.export.translated_folder import write_translated
from workbench.store.run_folder import RunFolder

TWELVE = DeepRange(integers=(0.0, 4095.0))


def deepened(root: Path, convert: Callable[[np.ndarray], np.ndarray], suffix: str = ".png") -> Path:
    for path in sorted(root.rglob("*.png")):
        with Image.open(path) as image:
            values = convert(np.asarray(image, np.float64))
        path.unlink()
        Image.fromarray(values).save(path.with_suffix(suffix))
    return root


@pytest.fixture
def deep_job(job: Job, tmp_path: Path) -> Job:
    """Twelve bits in sixteen, and a target in floats of another scale."""
    source = deepened(make_domain(tmp_path / "s", seed=1, count=8), lambda values: (values * 16).astype(np.uint16))
    target = deepened(
        make_domain(tmp_path / "t", seed=2, count=8, negative=True), lambda v: (v * 3 + 40).astype(np.float32), ".tif"
    )
    return msgspec.structs.replace(job, source=str(source), target=str(target))


def old(place: Path, **changes: object) -> Job:
    """Makes a run folder that of a version without ranges."""
    job = msgspec.structs.replace(RunFolder(place).job(), source_range=None, target_range=None, **changes)
    RunFolder(place).write_job(job)
    return job


def test_that_a_run_keeps_the_ranges_of_its_folders(deep_job: Job, tmp_path: Path) -> None:
    list(run(deep_job, tmp_path / "run"))
    kept = RunFolder(tmp_path / "run").job()
    assert kept.source_range == TWELVE
    assert kept.target_range == scan_now(Path(deep_job.target)).deep
    assert kept.target_range is not None
    assert kept.target_range.floats is not None
    words = command_line(kept)
    assert words[words.index("--source-range") + 1 :][:2] == ["0.0", "4095.0"]
    assert "--target-range" in words


def test_that_an_ordinary_run_has_none(job: Job, tmp_path: Path) -> None:
    list(run(job, tmp_path / "run"))
    kept = RunFolder(tmp_path / "run").job()
    assert (kept.source_range, kept.target_range, kept.exported_range) == (None, None, None)
    assert not any("range" in word for word in command_line(kept))


def test_that_a_stated_range_is_used_and_repeated(deep_job: Job, tmp_path: Path) -> None:
    stated = given_range(0, 800)
    list(run(msgspec.structs.replace(deep_job, source_range=stated, target_range=stated), tmp_path / "run"))
    kept = RunFolder(tmp_path / "run").job()
    assert (kept.source_range, kept.target_range) == (stated, stated)
    words = command_line(kept)
    assert words[words.index("--range") :][:3] == ["--range", "0.0", "800.0"]


def test_that_a_run_of_a_version_without_ranges_resumes_as_it_began(deep_job: Job, tmp_path: Path) -> None:
    before = msgspec.structs.replace(deep_job, source_range=EACH_IMAGE, target_range=EACH_IMAGE)
    list(run(before, tmp_path / "whole"))
    stop_at(5, run(before, tmp_path / "broken"))
    list(run(old(tmp_path / "broken"), tmp_path / "broken", resume=True))
    whole, broken = (RunFolder(tmp_path / name).model.read_bytes() for name in ("whole", "broken"))
    assert whole == broken


def test_that_a_new_run_resumes_with_its_ranges(deep_job: Job, tmp_path: Path) -> None:
    list(run(deep_job, tmp_path / "whole"))
    stop_at(5, run(deep_job, tmp_path / "broken"))
    image = np.full((16, 16), 1e6, np.float32)
    list(run(RunFolder(tmp_path / "broken").job(), tmp_path / "broken", resume=True))
    assert RunFolder(tmp_path / "whole").model.read_bytes() == RunFolder(tmp_path / "broken").model.read_bytes()
    Image.fromarray(image).save(Path(deep_job.target) / "a" / "late.tif")  # images that come later change no range
    outputs = Returning(predict_target(tmp_path / "whole"))
    list(outputs)
    told = {one.path: one for one in RunFolder(tmp_path / "whole").predictions()}
    again = dict(zip(outputs.result.paths, outputs.result.probabilities, strict=True))
    for path, row in told.items():
        assert again[path].max() == pytest.approx(row.confidence, abs=1e-4)


def test_that_prediction_takes_the_range_of_training(deep_job: Job, tmp_path: Path) -> None:
    list(run(deep_job, tmp_path / "run"))
    told = {one.path: one.confidence for one in RunFolder(tmp_path / "run").predictions()}
    one = tmp_path / "one"
    (one / "a").mkdir(parents=True)
    name = "a/000.tif"
    shutil.copy(Path(deep_job.target) / name, one / name)  # alone, an image has another range
    model = load_model(tmp_path / "run")
    assert model.deep == RunFolder(tmp_path / "run").job().trained_range
    ((found,), _) = collect_predictions(predictions(model, scan_now(one)))
    assert found.confidence == pytest.approx(told[name], abs=1e-4)
    old(tmp_path / "run")
    assert load_model(tmp_path / "run").deep == EACH_IMAGE


def test_that_an_exported_model_carries_its_range(deep_job: Job, tmp_path: Path) -> None:
    list(run(deep_job, tmp_path / "run"))
    kept = RunFolder(tmp_path / "run").job()
    list(export_folder(tmp_path / "run", tmp_path / "model"))
    manifest = read_manifest(tmp_path / "model")
    assert manifest.preprocessing.deep_range == kept.trained_range
    assert kept.trained_range.integers == (0.0, 4095.0)  # of the source, as the target has none
    stored = {one.key: one.value for one in onnx.load(tmp_path / "model" / "model.onnx").metadata_props}
    assert msgspec.json.decode(stored["manifest"], type=Manifest).preprocessing.deep_range == kept.trained_range
    images = tmp_path / "both"
    images.mkdir()
    for number, place in enumerate((deep_job.source, deep_job.target)):
        for path in Path(place).rglob("*.*"):
            shutil.copy(path, images / f"{number} {path.parent.name} {path.name}")
    Image.fromarray(np.full((16, 16), np.nan, np.float32)).save(images / "nan.tif")
    command = [sys.executable, str(tmp_path / "model" / "predict.py"), str(images)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    alone = {row[3]: float(row[1]) for row in (line.split("\t") for line in answer.stdout.splitlines())}
    found, _ = collect_predictions(predictions(load_model(tmp_path / "model"), scan_now(images)))
    assert len(found) == len(alone) == 49
    for one in found:
        assert alone[str(images / one.sample.path)] == pytest.approx(one.confidence, abs=2e-4)


@pytest.mark.parametrize("direction", Direction)
def test_that_translation_takes_the_range_of_training(direction: Direction, deep_job: Job, tmp_path: Path) -> None:
    job = TranslationJob(
        translator="reinhard", source=deep_job.source, target=deep_job.target, image_size=16, cache=deep_job.cache
    )
    list(translate(job, tmp_path / "run"))
    loaded = load_translator(tmp_path / "run", "cpu")
    assert loaded.job.source_range == TWELVE
    if direction is Direction.TO_SOURCE and not loaded.translator.two_way:
        pytest.skip("one way")
    own = Path(deep_job.source if direction is Direction.TO_TARGET else deep_job.target)
    name = sorted(path.name for path in (own / "a").iterdir())[0]
    (tmp_path / "few" / "a").mkdir(parents=True)
    shutil.copy(own / "a" / name, tmp_path / "few" / "a" / name)
    list(write_translated(loaded, own, tmp_path / "all", direction=direction))
    list(write_translated(loaded, tmp_path / "few", tmp_path / "one", direction=direction))
    written = next((tmp_path / "one").rglob("*.*"))
    assert np.array_equal(decode(written), decode(tmp_path / "all" / written.relative_to(tmp_path / "one")))


def test_that_masks_of_deep_images_are_learned_with_a_range(street_job: Job, tmp_path: Path) -> None:
    roots = []
    for place in (street_job.source, street_job.target):
        root = tmp_path / Path(place).name
        shutil.copytree(place, root)
        for path in (root / "images").iterdir():
            with Image.open(path) as image:
                grey = np.asarray(image.convert("L"), np.uint16)
            Image.fromarray(grey * 16).save(path)
        roots.append(str(root))
    list(run(msgspec.structs.replace(street_job, source=roots[0], target=roots[1]), tmp_path / "run"))
    assert RunFolder(tmp_path / "run").job().target_range == TWELVE
