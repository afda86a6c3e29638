"""Painted masks as a run gets them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, PixelClass
from workbench.core.strokes import Stroke, Tool
from workbench.data.mask_png import read_numbers
from workbench.export.painted_masks import painted_masks, write_masks
from workbench.store.project import Project

TABLE = ClassTable((PixelClass("road", (128, 64, 128)), PixelClass("sky", (70, 130, 180))))
SAMPLES = [Sample(path, None, 30, 20, "PNG", 1, 1) for path in ("b/one.png", "a/one.png", "c.png")]


def dab(label: str, x: float = 10.5) -> Stroke:
    return Stroke(Tool.BRUSH if label else Tool.ERASER, label, (30, 20), ((x, 10.5),), 3.0)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "P.workbench")


def test_that_each_painted_image_becomes_a_mask_of_class_numbers(project: Project) -> None:
    project.labels.paint("a/one.png", [dab("road"), dab("sky", 20.5)])
    project.labels.paint("b/one.png", [dab("sky")])
    project.labels.paint("gone.png", [dab("sky")])
    shots = write_masks(painted_masks(project, SAMPLES, TABLE), TABLE)
    assert [shot.path for shot in shots] == ["a/one.png", "b/one.png"]
    files = [Path(shot.mask) for shot in shots]
    assert len(set(files)) == 2
    assert all(file.parent == project.folder / "masks" for file in files)
    mask = read_numbers(files[0])
    assert mask is not None
    assert (mask[10, 10], mask[10, 20], mask[0, 0]) == (0, 1, IGNORED)
    with Image.open(files[0]) as image:
        assert image.convert("RGB").getpixel((10, 10)) == (128, 64, 128)
    project.close()


def test_that_a_mask_once_written_never_changes(project: Project) -> None:
    project.labels.paint("a/one.png", [dab("road")])
    (first,) = write_masks(painted_masks(project, SAMPLES, TABLE), TABLE)
    kept = Path(first.mask).read_bytes()
    project.labels.paint("a/one.png", [dab("sky")])
    (second,) = write_masks(painted_masks(project, SAMPLES, TABLE), TABLE)
    assert second.mask != first.mask
    assert Path(first.mask).read_bytes() == kept
    project.labels.undo()
    stamp = Path(first.mask).stat().st_mtime_ns
    assert write_masks(painted_masks(project, SAMPLES, TABLE), TABLE) == (first,)
    assert Path(first.mask).stat().st_mtime_ns == stamp, "it is not written twice"
    project.close()


def test_that_an_image_with_nothing_left_on_it_is_no_shot(project: Project) -> None:
    project.labels.paint("a/one.png", [dab("road"), dab("")])
    assert write_masks(painted_masks(project, SAMPLES, TABLE), TABLE) == ()
    project.close()


def test_that_a_folder_that_can_not_be_written_is_told(project: Project) -> None:
    project.labels.paint("a/one.png", [dab("road")])
    (project.folder / "masks").write_text("in the way")
    with pytest.raises(UserError, match=r"a/one\.png could not be written"):
        write_masks(painted_masks(project, SAMPLES, TABLE), TABLE)
    project.close()


def test_that_numbers_are_stretched_without_mixing_and_damaged_files_are_none(tmp_path: Path) -> None:
    Image.fromarray(np.array([[0, 1], [7, 255]], np.uint8)).save(tmp_path / "m.png")
    stretched = read_numbers(tmp_path / "m.png", (4, 4))
    assert stretched is not None
    assert stretched.tolist() == [[0, 0, 1, 1]] * 2 + [[7, 7, 255, 255]] * 2
    (tmp_path / "bad.png").write_bytes((tmp_path / "m.png").read_bytes()[:40])
    assert read_numbers(tmp_path / "bad.png") is None
    assert read_numbers(tmp_path / "none.png") is None
    Image.new("RGB", (2, 2)).save(tmp_path / "rgb.png")
    assert read_numbers(tmp_path / "rgb.png") is None
