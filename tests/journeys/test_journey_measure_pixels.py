"""Measuring pixels as a person does it: random points of random images, named by keys; the command line goes on."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import painted_scenes
from tests.journeys.use import PATIENCE, open_project, segmentation
from tests.made_projects import MadeProject, make_project
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.job import Job, Shot
from workbench.core.strokes import Stroke, Tool
from workbench.core.target_quality import QualityKind
from workbench.gui.kit.number_format import percent
from workbench.gui.shell.window import Window
from workbench.gui.tasks.measuring_controller import MeasuringState
from workbench.gui.tasks.segmentation.points_panel import PAINTED
from workbench.gui.tasks.segmentation.task_ui import PAINTING_KEYS, POINT_KEYS
from workbench.gui.views.tables.run_rows import RunRow

LEFT = Qt.MouseButton.LeftButton
SCENES = 14


@pytest.fixture(scope="module")
def made_without_masks(tmp_path_factory: pytest.TempPathFactory) -> MadeProject:
    """A project of scenes whose target has no masks, with its runs; not to be changed."""
    root = tmp_path_factory.mktemp("without_masks")
    source, target = painted_scenes.domain(root / "source", 3), painted_scenes.domain(root / "target", SCENES, 24)
    shutil.rmtree(root / "target" / "masks")
    (root / "target" / "classes.csv").unlink()
    for file in (root / "target" / "images").iterdir():
        file.rename(root / "target" / file.name)
    (root / "target" / "images").rmdir()
    height = painted_scenes.HIGH
    job = Job(method="source_only", source=source.root, target=target.root, steps=40, batch=4, image_size=height)
    mask = str(source.folder / source.samples[0].mask)
    return make_project(root, job, "advent", (Shot("0.png", "", mask=mask),))


@pytest.fixture
def project(made_without_masks: MadeProject, tmp_path: Path) -> MadeProject:
    """A copy of it, with copies of its domains."""
    return made_without_masks.copied(tmp_path / "project")


def begin(qtbot: QtBot, window: Window, made: MadeProject) -> None:
    """Open the project, show its plain run, and go to the part of the Label step that measures."""
    open_project(qtbot, window, made)
    window.runs.show(made.plain)
    window.session.go_to("label")
    qtbot.mouseClick(segmentation(window).switch.measure, LEFT)


def draw(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(segmentation(window).points_form.box.draw, LEFT)


def press(qtbot: QtBot, key: "str | Qt.Key") -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def see(qtbot: QtBot, window: Window) -> str:
    """Wait until the image is there. Return its path."""
    points = segmentation(window).points
    qtbot.waitUntil(lambda: points.nameable, timeout=PATIENCE)
    return points.path


def shown_class(window: Window) -> str:
    """The class that the scene shows at the cross."""
    points = segmentation(window).points
    asked, cross, view = window.session.labels.drawn[points.path], points.picture.cross, points.picture
    assert cross is not None
    inverted, _ = view.viewportTransform().inverted()
    place = inverted.map(cross)  # the images are small, so the scene has their pixels
    assert (int(place.x()), int(place.y())) == (asked.x, asked.y)
    number = int(painted_scenes.truth()[int(place.y()), int(place.x())])
    return painted_scenes.TABLE.names[number]


def answer(qtbot: QtBot, window: Window, number: int) -> list[str]:
    """Press the key of the class at the cross. Return the images."""
    done = []
    for _ in range(number):
        done.append(see(qtbot, window))
        press(qtbot, window.session.labels.keys[shown_class(window)])
    return done


def test_that_points_are_named_by_keys_and_undone(qtbot: QtBot, window: Window, project: MadeProject) -> None:
    begin(qtbot, window, project)
    session, task = window.session, segmentation(window)
    points, box = task.points, task.points_form.box
    assert (points.isVisible(), task.painter.isVisible(), task.form.isVisible()) == (True, False, False)
    assert box.progress.text() == "No image is drawn"
    assert PAINTED in points.nothing._sentence.text()
    assert window.keys_sheet.keys == POINT_KEYS
    draw(qtbot, window)
    assert box.progress.text() == f"0 of {SCENES} labelled"
    order = [*session.labels.drawn]
    assert see(qtbot, window) == order[0]
    assert "Which class is at the cross?" in points.words.text()
    assert task.painting.predicted is None, "the painter behind it has no opinion of the model either"
    assert answer(qtbot, window, 3) == order[:3]
    assert box.progress.text() == f"3 of {SCENES} labelled"
    assert see(qtbot, window) == order[3]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert see(qtbot, window) == order[2]
    assert box.progress.text() == f"2 of {SCENES} labelled"
    assert answer(qtbot, window, 1) == [order[2]]
    assert see(qtbot, window) == order[3]
    press(qtbot, Qt.Key.Key_Tab)
    assert see(qtbot, window) == order[4]
    press(qtbot, "x")
    assert answer(qtbot, window, SCENES - 5) == order[5:]
    assert answer(qtbot, window, 1) == [order[3]], "the one that was skipped comes last"
    assert task.measuring.state is MeasuringState.DONE
    assert not points.path
    assert not session.selection.ids, "the next key names nothing"
    assert "All drawn images are labelled." in points.nothing._sentence.text()
    assert box.progress.text() == f"{SCENES - 1} of {SCENES} labelled, 1 unsure"
    assert "1 image without a label widens the interval." in box.more.text()
    assert session.labels.shot_count == 0, "no label teaches"


def test_that_points_measure_the_model_with_an_interval_in_every_place(
    qtbot: QtBot, window: Window, project: MadeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(qtbot, window, project)
    box = segmentation(window).points_form.box
    draw(qtbot, window)
    answer(qtbot, window, 3)
    assert box.figure.text().endswith(" %")
    assert " of the target's pixels are right." in box.words.text()
    assert "10 more labels: about ±" in box.words.text()
    answer(qtbot, window, SCENES - 3)
    assert "road: " in box.classes.text()
    assert "against source only" not in box.more.text(), "this run is source only"

    record = next(record for record in window.runs.all() if record.id == project.plain)
    quality = window.runs.quality.of(record)
    assert (quality.kind, quality.count) == (QualityKind.MEASURED, SCENES)
    assert quality.low is not None
    assert quality.high is not None
    assert quality.value is not None
    assert quality.low < quality.high, "one pixel of each image leaves the others open"
    window.session.go_to("adapt")
    form, rows = window.adapt.form, {row.id: row for row in window.adapt.runs_panel.table._records.rows}
    interval = f"{percent(quality.low)} to {percent(quality.high)}"
    assert form.figure.text() == percent(quality.value)
    assert "of the target's pixels are right after run 1" in form.sentence.text()
    assert f"the 95 % interval is {interval}" in form.sentence.text()
    row = rows[project.plain]
    assert isinstance(row, RunRow)
    assert row.target_accuracy == quality.value
    assert interval in row.tip("target_accuracy")

    assert main(["label", "measure", str(project.folder), "--json"], window=lambda: 0) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["drawn"], told["labelled"], told["pending"]) == (SCENES, SCENES, [])
    target = told["runs"][0]["target"]
    assert (target["value"], target["low"], target["high"]) == (quality.value, quality.low, quality.high)


def test_that_the_command_line_and_the_window_continue_one_draw(
    qtbot: QtBot, window: Window, project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label", "measure", str(project.folder), "--count", "3", "--json"], window=lambda: 0) == 0
    asked = json.loads(capsys.readouterr().out.splitlines()[-1])["pending"]
    begin(qtbot, window, project)
    assert see(qtbot, window) == asked[0]["path"]
    answer(qtbot, window, 1)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"path,x,y,label\n{asked[1]['path']},{asked[1]['x']},{asked[1]['y']},car\n")
    words = ["label", "measure", str(project.folder), "--labels", str(sheet), "--json"]
    assert main(words, window=lambda: 0) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["pending"] == asked[2:]
    window.label.external.listen()
    assert segmentation(window).points_form.box.progress.text() == "2 of 3 labelled"
    press(qtbot, Qt.Key.Key_Tab)
    assert see(qtbot, window) == asked[2]["path"]
    draw(qtbot, window)
    assert [*window.session.labels.drawn][:3] == [entry["path"] for entry in asked]
    assert all(sample.x is not None for sample in window.session.labels.drawn.values())


def test_that_paint_and_points_are_not_counted_twice(qtbot: QtBot, window: Window, project: MadeProject) -> None:
    open_project(qtbot, window, project)
    session, task = window.session, segmentation(window)
    session.go_to("label")
    assert window.keys_sheet.keys == PAINTING_KEYS
    stroke = Stroke(Tool.BRUSH, "road", (painted_scenes.WIDE, painted_scenes.HIGH), ((5.0, 40.0),), 4.0)

    def paint(path: str) -> None:
        session.selection.choose(frozenset({(Side.TARGET, path)}))
        qtbot.waitUntil(lambda: task.painting.path == path and not task.painting.loading, timeout=PATIENCE)
        task.painting.paint([stroke])

    paint("1.png")
    qtbot.mouseClick(task.switch.measure, LEFT)
    draw(qtbot, window)
    assert "1.png" not in session.labels.drawn
    assert len(session.labels.drawn) == SCENES - 1
    (first,) = answer(qtbot, window, 1)
    qtbot.mouseClick(task.switch.teach, LEFT)
    paint(first)
    assert "this image measures, so its paint teaches no run" in task.painter.words.text()
    assert (session.labels.shot_count, session.labels.labelled) == (1, 2)
    qtbot.mouseClick(task.switch.measure, LEFT)
    qtbot.mouseClick(task.points_form.box.release, LEFT)
    assert session.labels.shot_count == 2


def test_that_a_pixel_that_cannot_be_seen_gets_no_class(qtbot: QtBot, window: Window, project: MadeProject) -> None:
    open_project(qtbot, window, project)
    session, task = window.session, segmentation(window)
    assert session.project is not None
    first, second, *_ = session.project.measuring_set.draw(session.domains.samples(Side.TARGET), 5, points=True)
    session.labels.change(lambda: [first, second])
    (project.target / first).unlink()
    session.go_to("label")
    qtbot.mouseClick(task.switch.measure, LEFT)
    qtbot.waitUntil(lambda: task.points.picture.unreadable or task.points.path != first, timeout=PATIENCE)
    if task.points.path == first:  # the folder is not read again yet
        assert "cannot be read" in task.points.words.text()
        press(qtbot, "1")
        assert first not in session.labels.by_path
    session.domains.read_again(Side.TARGET)
    qtbot.waitUntil(lambda: len(session.domains.samples(Side.TARGET)) == SCENES - 1, timeout=PATIENCE)
    assert first not in task.measuring.pending
    press(qtbot, Qt.Key.Key_Tab)
    assert see(qtbot, window) in task.measuring.pending
