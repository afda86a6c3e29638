"""Models that tell pixels, taken away: the same masks in every form, at other sizes, and of images of any size."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import pytest
import torch
from PIL import Image

from tests.conftest import make_scenes
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.manifest import AGREES, Precision
from workbench.core.masks import ClassTable, PixelClass
from workbench.core.shift_report import InspectionRequest
from workbench.data.masks.class_file import read_classes
from workbench.data.scan import scan_now
from workbench.engine.feature_extraction import open_extractor
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import read_manifest
from workbench.engine.run import run
from workbench.engine.source_model_io import read_source_model
from workbench.export.model_folder import export_folder
from workbench.export.predict import Floats, load_model
from workbench.export.results_files import mask_names
from workbench.export.tasks.registry import exporter_for
from workbench.export.tasks.segmentation.model import (
    PixelModel,
    load_pixel_model,
    predict_resized,
    predict_tiled,
    tiles,
)
from workbench.export.tasks.segmentation.prediction import predict_masks
from workbench.store.run_folder import RunFolder


@pytest.fixture(scope="module")
def finished(streets: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on scenes that has learned something."""
    root = tmp_path_factory.mktemp("pixels")
    source, target = streets
    job = Job(
        method="source_only",
        source=str(source),
        target=str(target),
        steps=60,
        image_size=32,
        cache=str(root / "cache"),
    )
    list(run(job, root / "run"))
    return root / "run"


@pytest.fixture(scope="module")
def model(finished: Path) -> Path:
    out = finished.parent / "model"
    every = (Precision.FP32, Precision.FP16, Precision.INT8)
    Returning(export_folder(finished, out, precisions=every, with_pt2=True, accept=True)).finish()
    return out


def masks(folder: Path) -> dict[str, np.ndarray]:
    return {str(one.relative_to(folder)): np.asarray(Image.open(one)) for one in sorted(folder.rglob("*.png"))}


def test_that_the_folder_says_that_it_tells_pixels_and_how_well(model: Path, finished: Path) -> None:
    told, scores = read_manifest(model), RunFolder(finished).result().finished.scores
    assert told.task == "segment"
    assert told.classes == ("sky", "road", "box")
    assert told.table is not None
    assert told.table.classes[0] == PixelClass("sky", (70, 130, 180))
    assert (told.preprocessing.sides, told.preprocessing.multiple) == ((32, 64), 32)
    values = {one.name: one.value for one in told.scores}
    assert scores.target_pixels is not None
    assert (values["pixel accuracy"], values["mean IoU"]) == (scores.target_accuracy, scores.target_pixels.miou)
    card = (model / "README.md").read_text()
    assert "A segmentation model with" in card
    assert "image-segmentation" in card
    assert "unknown" not in card
    half = next(one for one in told.costs if one.precision is Precision.FP16)
    assert half.agreement >= AGREES
    assert half.accuracy is not None


def test_that_onnx_gives_pytorchs_logits_at_other_sizes_too(model: Path, finished: Path) -> None:
    session, adapted = onnxruntime.InferenceSession(model / "model.onnx"), load_adapted(RunFolder(finished))
    random = torch.Generator().manual_seed(0)
    for size in ((1, 3, 32, 64), (3, 3, 64, 64), (2, 3, 96, 32)):
        images = torch.rand(*size, generator=random)
        with torch.inference_mode():
            expected = adapted.model(images).numpy()
        (logits,) = session.run(["logits"], {"images": images.numpy()})
        assert logits.shape == (size[0], 3, *size[2:])
        assert np.abs(logits - expected).max() <= 1e-4 * max(1.0, np.abs(expected).max())


def test_that_every_form_of_a_model_makes_the_same_masks(
    model: Path, finished: Path, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    images = streets[1] / "images"
    for name, place in (("run", finished), ("folder", model), ("file", model / "model.onnx")):
        assert exporter_for(place).name == "segment"
        Returning(predict_masks(load_pixel_model(place), images, tmp_path / name)).finish()
    outcome = subprocess.run(
        [sys.executable, str(model / "predict.py"), str(images), "--out", str(tmp_path / "script")],
        check=True,
        capture_output=True,
        text=True,
    )
    assert len(outcome.stdout.splitlines()) == 12
    here = masks(tmp_path / "run" / "masks")
    assert len(here) == 12
    for other in (tmp_path / "folder" / "masks", tmp_path / "file" / "masks", tmp_path / "script"):
        found = masks(other)
        assert found.keys() == here.keys()
        assert all(np.array_equal(found[name], here[name]) for name in here)
    assert read_classes(tmp_path / "run" / "classes.csv").table.names == ("sky", "road", "box")


@pytest.mark.parametrize("folder", ["images", "."])
def test_that_masks_become_a_domain_again(model: Path, streets: tuple[Path, Path], tmp_path: Path, folder: str) -> None:
    """Those of a whole data set too, whose folder of images is no part of the masks' paths."""
    Returning(predict_masks(load_pixel_model(model), streets[1] / folder, tmp_path / "new")).finish()
    (tmp_path / "new" / "predictions.csv").unlink()
    shutil.copytree(streets[1] / "images", tmp_path / "new" / "images")
    domain = scan_now(tmp_path / "new")
    assert domain.table is not None
    assert domain.table.names == ("sky", "road", "box")
    assert all(one.mask for one in domain.samples)


@pytest.mark.parametrize("image", [(32, 64), (33, 65), (20, 30), (100, 64), (57, 301)])
def test_that_what_tiles_keep_covers_an_image_once_and_lies_inside_them(image: tuple[int, int]) -> None:
    seen = np.zeros(image, int)
    for tile in tiles(image, (32, 64)):
        seen[tile.kept_rows, tile.kept_columns] += 1
        assert tile.rows.stop - tile.rows.start <= 32
        assert tile.columns.stop - tile.columns.start <= 64
        assert tile.rows.start <= tile.kept_rows.start < tile.kept_rows.stop <= tile.rows.stop
        assert tile.columns.start <= tile.kept_columns.start < tile.kept_columns.stop <= tile.columns.stop
    assert (seen == 1).all()


def by_red(images: Floats) -> Floats:
    """Logits of a pixel by its own red alone, so that tiles can change nothing."""
    return np.stack([images[:, 0], 1 - images[:, 0]], axis=1) * 8


def test_that_tiles_tell_what_the_whole_image_would() -> None:
    table = ClassTable((PixelClass("red", (255, 0, 0)), PixelClass("other", (0, 0, 0))))
    model = PixelModel(by_red, table, (32, 64), 32, "")
    pixels = np.random.default_rng(0).integers(0, 256, (75, 203, 3), np.uint8)
    told = predict_tiled(model, pixels)
    assert np.array_equal(told.classes, (pixels[:, :, 0] < 127.5).astype(np.uint8))
    whole = predict_resized(model, pixels, (75, 203))
    assert told.confidence == pytest.approx(whole.confidence, abs=1e-6)


def test_that_a_mask_has_the_size_of_its_image_turned_as_it_is_shown(model: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    exif = Image.Exif()
    exif[274] = 6
    Image.new("RGB", (50, 20), (200, 60, 60)).save(tmp_path / "in" / "a.jpg", exif=exif)
    Image.new("RGB", (300, 90), (60, 200, 60)).save(tmp_path / "in" / "a.png")
    (tmp_path / "in" / "bad.png").write_bytes(b"no picture")
    pixel_model = load_pixel_model(model)
    for name, by_tiles in (("whole", False), ("tiles", True)):
        found = Returning(predict_masks(pixel_model, tmp_path / "in", tmp_path / name, tiles=by_tiles)).finish()
        assert found.predicted == 2
        assert [one.path for one in found.set_aside] == ["bad.png"]
        made = masks(tmp_path / name / "masks")
        assert {path: mask.shape for path, mask in made.items()} == {"a.jpg.png": (50, 20), "a.png.png": (90, 300)}


def test_that_masks_of_one_name_do_not_meet() -> None:
    names = mask_names(["x/a.png", "x/a.jpg", "x/b.jpg", "../c.png"])
    assert len(set(names.values())) == 4
    assert names["x/b.jpg"] == Path("x/b.png")
    assert all(".." not in one.parts for one in names.values())


def test_that_a_stopped_prediction_goes_on(model: Path, streets: tuple[Path, Path], tmp_path: Path) -> None:
    pixel_model = load_pixel_model(model)
    events = predict_masks(pixel_model, streets[1] / "images", tmp_path / "out")
    for event in events:
        if event.done == 5:
            events.close()
            break
    found = Returning(predict_masks(pixel_model, streets[1] / "images", tmp_path / "out")).finish()
    assert (found.predicted, found.before) == (12, 5)
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["classes.csv", "masks", "predictions.csv"]


def test_that_a_folder_of_something_else_is_left_alone(model: Path, streets: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UserError, match="contains other files"):
        Returning(predict_masks(load_pixel_model(model), streets[1] / "images", tmp_path)).finish()


def test_that_what_is_made_for_images_refuses_pixels_in_a_sentence(
    model: Path, finished: Path, streets: tuple[Path, Path]
) -> None:
    for place in (finished, model, model / "model.onnx"):
        with pytest.raises(UserError, match="classes of pixels"):
            load_model(place)
    domain = scan_now(streets[1])
    request = InspectionRequest(source=str(streets[0]), target=str(streets[1]), model=str(finished))
    with pytest.raises(UserError, match="classes of pixels"):
        open_extractor(request, domain)
    with pytest.raises(UserError, match="classes of pixels"):
        read_source_model(model / "model.safetensors")


def test_that_an_export_without_its_target_is_measured_on_noise(finished: Path, tmp_path: Path) -> None:
    other = make_scenes(tmp_path / "other", seed=9, count=4)
    moved = tmp_path / "run"
    shutil.copytree(finished, moved)
    RunFolder(moved).write_job(msgspec.structs.replace(RunFolder(finished).job(), target=str(other)))
    shutil.rmtree(other)
    told = Returning(export_folder(moved, tmp_path / "model")).finish()
    assert "reference" not in told.files
    assert told.costs[0].accuracy is None


def test_that_coco_has_the_same_masks_in_run_lengths(model: Path, streets: tuple[Path, Path], tmp_path: Path) -> None:
    Returning(predict_masks(load_pixel_model(model), streets[1] / "images", tmp_path / "out", coco=True)).finish()
    told = json.loads((tmp_path / "out" / "coco.json").read_text())
    names = {one["id"]: one["name"] for one in told["categories"]}
    assert list(names.values()) == ["sky", "road", "box"]
    assert [(one["width"], one["height"]) for one in told["images"]] == [(64, 32)] * 12
    for image in told["images"]:
        mask = np.asarray(Image.open(tmp_path / "out" / "masks" / image["file_name"]))
        again = np.full(mask.shape, 99)
        for one in told["annotations"]:
            if one["image_id"] == image["id"]:
                counts, (height, width) = one["segmentation"]["counts"], one["segmentation"]["size"]
                there = np.repeat(np.arange(len(counts)) % 2, counts).reshape(width, height).T == 1
                left, top, wide, tall = one["bbox"]
                assert there[top : top + tall, left : left + wide].sum() == there.sum() == one["area"]
                again[there] = one["category_id"] - 1
        assert np.array_equal(again, mask)
