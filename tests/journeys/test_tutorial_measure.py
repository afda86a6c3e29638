"""The tutorial on a target without class folders, followed in the window: thirty drawn digits are named by keys."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.few_digits import few_digits
from tests.journeys.tutorial import Reader, Tutorial
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.target_quality import QualityKind
from workbench.gui.shell.window import Window

PAGE = Tutorial("measure-a-target", quick={"Steps": "30"})


@PAGE.step("Start `workbench`.")
def start(reader: Reader) -> None:
    few_digits(reader.place / "sample")
    for command in PAGE.commands:
        assert main(command, window=lambda: 0) == 0


@PAGE.step(
    "Click “Source: images with labels”, type the path of `sample/digits/mnist`, and press `Enter`. "
    "(Or drop the folder there.)"
)
def choose_source(reader: Reader) -> None:
    reader.choose_folder(Side.SOURCE, reader.place / "sample" / "digits" / "mnist")


@PAGE.step("Click “Target: images to adapt to”, type the path of `sample/digits/optdigits-flat`, and press `Enter`.")
def choose_target(reader: Reader) -> None:
    reader.choose_folder(Side.TARGET, reader.place / "sample" / "digits" / "optdigits-flat")


@PAGE.step("Press the key of each digit that you see, `0` to `9`, thirty times; `X` if you cannot tell.")
def label(reader: Reader) -> None:
    truth = true_digits(reader.place / "sample" / "digits" / "optdigits")
    for _ in range(30):
        ((side, path),) = reader.window.session.selection.ids
        assert side is Side.TARGET
        reader.keys(truth[path])


def true_digits(folder: Path) -> dict[str, str]:
    """The digit on each image of the flat folder, which has the images in the order of their names."""
    images = sorted(folder.glob("*/*.png"), key=lambda image: (image.name, image.parent.name))
    return {f"IMG_{number:04d}.png": image.parent.name for number, image in enumerate(images)}


def test_that_a_target_without_class_folders_is_measured_as_its_page_says(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    PAGE.follow(qtbot, window, tmp_path)
    (run,) = window.runs.finished()
    assert (window.runs.quality.of(run).kind, window.runs.quality.of(run).count) == (QualityKind.MEASURED, 30)
