"""What was painted in a project, taken out as masks and learned from again."""

import shlex
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.file_names import mask_name
from workbench.core.job import Job
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke, Tool
from workbench.data.mask_png import read_numbers, write_numbers
from workbench.data.masks.class_file import read_classes
from workbench.engine.run import run
from workbench.export.painted_masks import painted_masks, write_masks
from workbench.library.folder import scan_folder
from workbench.library.shot_files import read_shot_masks
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder


def no_window() -> int:
    raise AssertionError("no window is wanted")


@pytest.fixture
def project(streets: tuple[Path, Path], tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "P.workbench")
    for side, folder in zip(Side, streets, strict=True):
        made.set_domain_folder(side, folder)
    return made


def test_that_painted_images_are_written_as_masks_that_a_run_takes(
    project: Project, streets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stroke = Stroke(Tool.BRUSH, "road", (64, 32), ((20.5, 10.5),), 3.0)
    for name in ("images/003.png", "images/007.png"):
        project.labels.paint(name, [stroke])
    project.close()
    out = tmp_path / "painted"
    assert main(["label", "export", str(project.folder), "--masks", str(out)], no_window) == 0
    assert "Wrote 2 masks" in capsys.readouterr().out
    mask = read_numbers(out / "images" / "003.png")
    assert mask is not None
    assert (mask[10, 20], mask[0, 0], mask.shape) == (1, IGNORED, (32, 64))
    assert set(np.unique(mask)) == {1, IGNORED}
    assert read_classes(out / "classes.csv").table.names == ("sky", "road", "box")
    assert [shot.path for shot in read_shot_masks(out, streets[1])] == ["images/003.png", "images/007.png"]


def test_that_a_project_without_paint_and_a_file_of_labels_are_refused_in_a_sentence(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.close()
    assert main(["label", "export", str(project.folder), "--masks", str(tmp_path / "out")], no_window) == 2
    assert "is painted" in capsys.readouterr().err
    table = tmp_path / "labels.csv"
    table.write_text("path,label\na.png,sky\n")
    assert main(["label", "export", str(table), "--masks", str(tmp_path / "out")], no_window) == 2
    assert "contains no masks" in capsys.readouterr().err


def test_that_masks_are_written_over_nothing_that_is_there(
    project: Project, streets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    project.labels.paint("images/003.png", [Stroke(Tool.BRUSH, "road", (64, 32), ((20.5, 10.5),), 3.0)])
    project.close()
    image = (streets[1] / "images" / "003.png").read_bytes()
    assert main(["label", "export", str(project.folder), "--masks", str(streets[1])], no_window) == 2
    assert "contains other files" in capsys.readouterr().err
    assert (streets[1] / "images" / "003.png").read_bytes() == image


@pytest.mark.parametrize("kept_by", ["this version", "an earlier version"])
def test_that_the_command_of_a_painted_run_repeats_it(
    kept_by: str, project: Project, street_job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = scan_folder(Path(street_job.target))
    for name in ("images/003.png", "images/007.png"):
        project.labels.paint(name, [Stroke(Tool.BRUSH, "road", (64, 32), ((20.5, 10.5),), 8.0)])
    table = scan_folder(Path(street_job.source)).table
    assert table is not None
    shots = write_masks(painted_masks(project, target.samples, table), table)
    first, again = RunFolder(tmp_path / "runs" / "first"), RunFolder(tmp_path / "again")
    list(run(msgspec.structs.replace(street_job, shots=shots), first.path))
    if kept_by == "an earlier version":
        shutil.rmtree(first.shot_masks)
    assert main(["runs", str(tmp_path / "runs"), "--json"], no_window) == 0
    (listed,) = msgspec.json.decode(capsys.readouterr().out)
    program, *words = shlex.split(listed["command"])
    assert program == "workbench"
    assert main([*words, "--out", str(again.path)], no_window) == 0
    assert again.predictions_file.read_bytes() == first.predictions_file.read_bytes()
    assert again.model.read_bytes() == first.model.read_bytes()
    assert [shot.path for shot in again.job().shots] == [shot.path for shot in first.job().shots]
    project.close()


def test_that_a_mask_is_given_to_the_image_whose_whole_name_it_has(tmp_path: Path) -> None:
    paths = ["a.jpg", "a.png", "a.png.jpg", "b/a.png"]
    for path in paths:
        (tmp_path / "images" / path).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(tmp_path / "images" / path)
        write_numbers(np.zeros((8, 8), np.uint8), [(0, 0, 0)], tmp_path / "masks" / mask_name(path))
    assert sorted(shot.path for shot in read_shot_masks(tmp_path / "masks", tmp_path / "images")) == paths


def test_that_a_mask_of_a_long_name_fits_the_file_system() -> None:
    assert mask_name("a/" + "ü" * 126).parent == Path("a")
    assert len(mask_name("a/" + "ü" * 126).name.encode()) <= 255
    assert mask_name("a/" + "ü" * 126) != mask_name("a/" + "ü" * 125 + "u")
    assert mask_name("../a.png").parent == Path()
