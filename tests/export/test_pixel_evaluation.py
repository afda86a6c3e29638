"""Scores of pixels on a folder with masks: those of the run, by group, and averaged over scales."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from PIL import Image

from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.core.events import Finished
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.scan import scan_now
from workbench.engine.run import run
from workbench.export.predict import Floats
from workbench.export.tasks.segmentation.evaluation import by_group, evaluate_pixels, multi_scale_probabilities
from workbench.export.tasks.segmentation.model import PixelModel, load_pixel_model


@pytest.fixture(scope="module")
def finished(streets: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Finished]:
    root = tmp_path_factory.mktemp("evaluated")
    source, target = (str(one) for one in streets)
    job = Job(method="source_only", source=source, target=target, steps=30, image_size=32, cache=str(root / "cache"))
    *_, last = run(job, root / "run")
    assert isinstance(last, Finished)
    return root / "run", last


def no_window() -> int:
    raise AssertionError("no window is wanted")


def test_that_a_folder_is_scored_as_the_run_scored_it(
    finished: tuple[Path, Finished], streets: tuple[Path, Path], tmp_path: Path
) -> None:
    model = load_pixel_model(finished[0])
    found = Returning(evaluate_pixels(model, scan_now(streets[1]), tmp_path)).finish()
    assert found.scores == finished[1].scores.target_pixels
    assert len(found.confusions) == 12
    assert found.left_out == 0


def test_that_groups_are_scored_apart_and_the_worst_comes_first() -> None:
    confusions = {
        "a.png": np.array([[9, 1], [0, 0]]),
        "b.png": np.array([[0, 0], [5, 5]]),
        "c.png": np.array([[8, 2], [0, 10]]),
    }
    rows = by_group({"a.png": "day", "b.png": "night", "c.png": "day"}, confusions)
    assert [row.name for row in rows] == ["night", "day"]
    night, day = rows
    assert (night.images, night.accuracy, night.miou) == pytest.approx((1, 0.5, (0 / 5 + 5 / 10) / 2))
    assert (day.images, day.accuracy) == pytest.approx((2, 27 / 30))
    assert day.miou == pytest.approx((17 / 20 + 10 / 13) / 2)


def test_that_scales_are_averaged_and_mirrored_back() -> None:
    sizes = []

    def look(images: Floats) -> Floats:
        sizes.append(images.shape[2:])
        return np.stack([images[:, 0], 1 - images[:, 0]], axis=1) * 4

    model = PixelModel(look, ClassTable((PixelClass("a", (0, 0, 0)), PixelClass("b", (1, 1, 1)))), (64, 128), 32, "")
    ramp = torch.linspace(0, 1, 128).expand(1, 3, 64, 128)
    one, several = (
        multi_scale_probabilities(model, ramp, (1.0,)),
        multi_scale_probabilities(model, ramp, (0.5, 1.0, 1.5)),
    )
    assert sizes == [(64, 128), (32, 64), (32, 64), (64, 128), (64, 128), (96, 192), (96, 192)]
    assert several.sum(dim=1) == pytest.approx(1)
    # A ramp is the same at every scale, but not when it is mirrored and not turned back.
    assert several == pytest.approx(one, abs=0.02)


def test_that_a_folder_without_masks_or_without_a_known_class_is_refused(
    finished: tuple[Path, Finished], streets: tuple[Path, Path], tmp_path: Path
) -> None:
    model, domain = load_pixel_model(finished[0]), scan_now(streets[1])
    with pytest.raises(UserError, match="has no masks"):
        Returning(evaluate_pixels(model, scan_now(streets[1] / "images"), tmp_path)).finish()
    other = ClassTable(tuple(PixelClass(name, (0, 0, number)) for number, name in enumerate("xyz")))
    strange = msgspec.structs.replace(domain, table=other)
    with pytest.raises(UserError, match="has no class of the model"):
        Returning(evaluate_pixels(model, strange, tmp_path)).finish()
    found = Returning(evaluate_pixels(model, strange, tmp_path, mapping={"x": "sky"})).finish()
    assert found.scores.images == 12


def test_that_the_command_prints_classes_and_groups(
    finished: tuple[Path, Finished], streets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "groups.csv"
    rows = [f"images/{number:03d}.png,{'day' if number % 2 else 'night'}" for number in range(12)]
    table.write_text("path,light\n" + "\n".join(rows))
    words = ["evaluate", str(finished[0]), str(streets[1]), "--groups", str(table)]
    assert main(words, no_window) == 0
    said = capsys.readouterr().out
    for word in ("sky", "road", "box", "mean", "12 images", "light", "day", "night"):
        assert word in said
    assert main([*words, "--json", "--scales", "0.5", "1"], no_window) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in answer["groups"]["light"]} == {"day", "night"}
    assert answer["classes"] == ["sky", "road", "box"]
    assert main([*words, "--scales", "0"], no_window) == 2


def test_that_a_scan_tells_the_shares_of_pixels(streets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(streets[0]), "--json"], no_window) == 0
    told = json.loads(capsys.readouterr().out)
    masks = np.stack([np.asarray(Image.open(one)) for one in sorted((streets[0] / "masks").iterdir())])
    expected = {name: float((masks == number).mean()) for number, name in enumerate(("sky", "road", "box"))}
    assert told["classes"] == pytest.approx(expected)
    assert told["unlabelled"] == 0
    assert main(["scan", str(streets[0])], no_window) == 0
    assert "12 images have masks" in capsys.readouterr().out
