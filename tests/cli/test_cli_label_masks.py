"""What was painted in a project, taken out as masks and learned from again."""

from pathlib import Path

import numpy as np
import pytest

from workbench.cli.adapt_command import painted
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke, Tool
from workbench.data.masks.classes import read_classes
from workbench.data.numbers import read_numbers
from workbench.store.project import Project


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
    assert [shot.path for shot in painted(out, streets[1])] == ["images/003.png", "images/007.png"]


def test_that_a_project_without_paint_and_a_file_of_labels_are_refused_in_a_sentence(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project.close()
    assert main(["label", "export", str(project.folder), "--masks", str(tmp_path / "out")], no_window) == 2
    assert "is painted" in capsys.readouterr().err
    table = tmp_path / "labels.csv"
    table.write_text("path,label\na.png,sky\n")
    assert main(["label", "export", str(table), "--masks", str(tmp_path / "out")], no_window) == 2
    assert "holds no masks" in capsys.readouterr().err
