"""The range of deep images in the window: kept in the project, used by runs and pictures, changed in the Data step."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from workbench.core.deep_range import DeepRange, given_range
from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.data.decode import decode
from workbench.data.scan import scan_now
from workbench.gui.data.inspector import DataInspector
from workbench.gui.data.range_field import RangeField
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.gui.views.pictures.image_reader import read_image
from workbench.store.project import Project

TWELVE = DeepRange(integers=(0.0, 4095.0))


@pytest.fixture
def folders(tmp_path: Path) -> dict[Side, Path]:
    chance = np.random.default_rng(0)
    for side in Side:
        for kind in "ab":
            (tmp_path / side / kind).mkdir(parents=True)
            for number in range(4):
                values = chance.integers(0, 4096, (40, 60), np.uint16)
                Image.fromarray(values).save(tmp_path / side / kind / f"{number}.png")
    return {side: tmp_path / side for side in Side}


@pytest.fixture
def session(qtbot: QtBot, folders: dict[Side, Path], tmp_path: Path) -> Iterator[Session]:
    parent = QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    read(session, {side: scan_now(folder) for side, folder in folders.items()})
    session.create_project(tmp_path / "deep.workbench")
    yield session
    session.close_project()


def test_that_a_project_keeps_the_range_although_other_images_come(session: Session, folders: dict[Side, Path]) -> None:
    project = session.project
    assert project is not None
    assert project.domain_ranges.of(Side.TARGET, folders[Side.TARGET]) == TWELVE
    Image.fromarray(np.full((40, 60), 65535, np.uint16)).save(folders[Side.TARGET] / "a" / "late.png")
    session.close_project()
    reopened = Project.open(project.folder)
    assert reopened.domain_ranges.of(Side.TARGET, folders[Side.TARGET]) == TWELVE
    assert reopened.domain_ranges.of(Side.TARGET, folders[Side.SOURCE]) is None, "another folder has a range of its own"
    reopened.close()


def test_that_a_changed_range_reaches_project_runs_and_pictures(session: Session, folders: dict[Side, Path]) -> None:
    file, chosen = folders[Side.TARGET] / "a" / "0.png", given_range(0, 800)
    before = read_image(str(file), 60)
    session.change_range(Side.TARGET, chosen)
    assert session.project is not None
    assert session.project.domain_ranges.of(Side.TARGET, folders[Side.TARGET]) == chosen
    after = read_image(str(file), 60)
    assert before is not None
    assert after is not None
    for image, deep in ((before, TWELVE), (after, chosen)):
        pixel = image.pixelColor(7, 5)
        assert [pixel.red(), pixel.green(), pixel.blue()] == decode(file, deep=deep)[5, 7].tolist()
    runs = RunsController(session)
    runs.start(Job(method="source_only", source="", target="", steps=1))
    (record,) = runs.all()
    assert (record.job.source_range, record.job.target_range) == (TWELVE, chosen)
    runs.stop()


def test_that_the_field_shows_at_once_and_changes_when_it_is_used(session: Session, qtbot: QtBot) -> None:
    inspector = DataInspector(session)
    qtbot.addWidget(inspector)
    field = inspector.findChildren(RangeField)[0]
    assert (field.low.value(), field.high.value()) == (0, 4095)
    qtbot.waitUntil(lambda: not field.picture.pixmap().isNull())
    shown = field.picture.pixmap().toImage()
    field.high.setValue(500)
    qtbot.waitUntil(lambda: field.picture.pixmap().toImage() != shown)
    assert session.domains.by_side[Side.SOURCE].deep == TWELVE
    with qtbot.waitSignal(session.domains.changed):
        field.use.click()
    assert session.domains.by_side[Side.SOURCE].deep == given_range(0, 500)
    assert inspector.findChildren(RangeField)[0].high.value() == 500


def test_that_an_empty_range_cannot_be_used(session: Session, qtbot: QtBot) -> None:
    field = RangeField(session.domains.by_side[Side.SOURCE])
    qtbot.addWidget(field)
    field.low.setValue(9000)
    assert not field.use.isEnabled()
    field.high.setValue(9001)
    assert field.use.isEnabled()


def test_that_ordinary_folders_have_no_field(qtbot: QtBot, domains: tuple[Path, Path]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    read(session, {side: scan_now(folder) for side, folder in zip(Side, domains, strict=True)})
    inspector = DataInspector(session)
    qtbot.addWidget(inspector)
    assert inspector.findChildren(RangeField) == []
