"""The tutorial on masks, followed in the window: scenes are adapted twice, one of them is painted and taught."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.gui.tasks.segmentation.use import drag
from tests.journeys.tutorial import PATIENCE, Reader, Tutorial
from tests.journeys.use import segmentation
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.gui.shell.window import Window

PAGE = Tutorial("street-scenes", quick={"Steps": "6"})


@PAGE.step("Start `workbench`.")
def start(_reader: Reader) -> None:
    for command in PAGE.commands:
        assert main(command, window=lambda: 0) == 0


@PAGE.step("Click “Source: images with labels”, type the path of `streets/game`, and press `Enter`.")
def choose_source(reader: Reader) -> None:
    reader.choose_folder(Side.SOURCE, reader.place / "streets" / "game")


@PAGE.step("Click “Target: images to adapt to”, type the path of `streets/real`, and press `Enter`.")
def choose_target(reader: Reader) -> None:
    reader.choose_folder(Side.TARGET, reader.place / "streets" / "real")


@PAGE.step("Press the key of the class “sky”, and drag a stroke over the sky.")
def paint(reader: Reader) -> None:
    painter, painting = segmentation(reader.window).painter, segmentation(reader.window).painting
    reader.qtbot.waitUntil(lambda: painter.canvas.ready and not painting.loading, timeout=PATIENCE)
    reader.keys(reader.window.session.labels.keys["sky"])
    drag(painter, *(painter.canvas.to_viewport(QPointF(x, 5)).toPoint() for x in (20, 60, 100)))
    assert painting.mask[5, 60] == painting.numbers["sky"]


@PAGE.step("Press **Adapt again with 1 shot**.")
def teach(reader: Reader) -> None:
    reader.press("Adapt again with 1 shot")
    reader.qtbot.waitUntil(lambda: not reader.window.runs.busy, timeout=PATIENCE)


@pytest.mark.slow
def test_that_scenes_are_adapted_and_painted_as_the_page_says(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    PAGE.follow(qtbot, window, tmp_path)
    last, *earlier = window.runs.finished()
    assert len(last.job.shots) == 1
    assert [run.job.method for run in (*earlier, last)] == ["dacs", "fda", "dacs"]
