"""Painting as a person does it in the whole window, what a run gets of it, and what is left when it is killed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, open_project, segmentation
from tests.machine import kill
from tests.made_projects import MadeProject
from tests.painted_scenes import TABLE
from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.data.mask_png import read_numbers
from workbench.gui.shell.window import Window
from workbench.gui.tasks.contract import PICTURE_KEYS
from workbench.gui.tasks.segmentation.task_ui import PAINTING_KEYS
from workbench.store.project import Project

LEFT = Qt.MouseButton.LeftButton
PAINTING = """
import sys
from pathlib import Path
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.conftest import read
from tests.journeys.use import segmentation
from tests.painted_scenes import domain
from workbench.core.domain import Side
from workbench.gui.theme import Theme
from workbench.gui.shell.window import Window
from workbench.store.project import Project

app = QApplication([])
window = Window(Theme(app), QSettings(sys.argv[2], QSettings.Format.IniFormat))
window.show()
folder = Path(sys.argv[1])
window.session.show(Project.open(folder / "P.workbench"))
read(window.session, {side: domain(folder / side.value, 2) for side in Side})
window.session.go_to("label")
window.session.selection.choose(frozenset({(Side.TARGET, "images/0.png")}))
painter = segmentation(window).painter
while not painter.canvas.ready or segmentation(window).painting.loading:
    app.processEvents()
view = painter.canvas.viewport()
for number in range(100000):
    start = painter.canvas.to_viewport(QPointF(number % 80 + 4, 20)).toPoint()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, painter.canvas.to_viewport(QPointF(number % 80 + 9, 30)).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start)
    print(number, flush=True)
"""


def test_that_an_image_is_painted_by_mouse_and_keys_and_a_run_learns_from_it(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject, tmp_path: Path
) -> None:
    open_project(qtbot, window, segmentation_project)
    session, painter, painting = window.session, segmentation(window).painter, segmentation(window).painting
    session.go_to("label")
    assert painter.isVisible()
    assert not window.zones.below.isVisible()
    assert segmentation(window).form.isVisible()
    window.keys_sheet.open()
    assert window.keys_sheet.pictures.isVisible()
    assert window.keys_sheet.keys == PAINTING_KEYS, "the keys of the painter, not those of labels"
    window.keys_sheet.hide()
    grid = window.pictures.grid
    grid.setFocus()
    grid.focus_next()
    qtbot.waitUntil(lambda: painter.canvas.ready and not painting.loading)
    path = painting.path
    assert (Side.TARGET, path) == grid.ids()[0]

    QTest.keyClick(grid, Qt.Key.Key_3)
    assert painting.label == "car"
    assert segmentation(window).form.buttons["car"].isChecked()
    assert not session.labels.by_path, "no key names the image as a whole"
    at = painter.canvas.to_viewport(QPointF(48, 35)).toPoint()
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert session.labels.painted == {path}
    assert segmentation(window).form.figure.text() == "1 painted image"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.labels.painted == set()
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.labels.painted == {path}
    assert segmentation(window).form.again.text() == "Adapt again with 1 shot"

    with qtbot.waitSignal(segmentation(window).form.files.reported, timeout=PATIENCE) as told:
        segmentation(window).form.files.write(tmp_path / "painted")
    assert told.args == ["Wrote 1 mask to painted.", True]
    taken = read_numbers(tmp_path / "painted" / path)
    assert taken is not None
    assert np.array_equal(taken, painting.mask)

    window.runs.start(Job(method="source_only", source="", target="", steps=1))
    (shot,) = window.runs.all()[-1].job.shots
    assert shot.path == path
    mask = read_numbers(Path(shot.mask))
    assert mask is not None
    assert np.array_equal(mask, painting.mask)
    assert mask[35, 48] == TABLE.names.index("car")
    window.label.history.toggle()
    assert window.label.history.steps[0].strokes == 2
    told = window.label.history.table.item(0, 0)
    assert told is not None
    assert told.text() == f"Redone: {path} painted “road”, “sky”"
    qtbot.waitUntil(lambda: not window.runs.busy, timeout=PATIENCE)


def test_that_other_steps_and_other_projects_look_as_they_should(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject
) -> None:
    open_project(qtbot, window, segmentation_project)
    pixels, above = segmentation(window), window.pictures.above
    window.session.go_to("adapt")
    assert above.currentWidget() is pixels.results
    window.rail.rows["road"].click()
    assert "lowest IoU of “road”" in window.pictures.samples.why
    assert pixels.open((Side.TARGET, "images/0.png"))
    qtbot.waitUntil(pixels.viewer.viewer.isVisible)
    window.session.go_to("label")
    assert not pixels.viewer.viewer.isVisible()
    assert above.currentWidget() is pixels.centre
    window.session.go_to("inspect")
    window.keys_sheet.open()
    assert window.keys_sheet.pictures.isVisible()
    assert window.keys_sheet.keys == PICTURE_KEYS
    window.keys_sheet.hide()
    assert above.currentWidget() is window.pictures.scatter
    assert not window.zones.below.isVisible(), "nothing has been inspected"
    window.session.go_to("label")
    window.session.close_project()
    assert above.currentWidget() is window.pictures.scatter
    assert pixels.painting.path == ""


def test_that_strokes_survive_a_window_that_is_killed_while_a_person_paints(tmp_path: Path) -> None:
    Project.create(tmp_path / "P.workbench").close()
    command = [sys.executable, "-c", PAINTING, str(tmp_path), str(tmp_path / "settings.ini")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        shown = [int(process.stdout.readline()) for _ in range(25)]
        kill(process.pid)
        shown += [int(line) for line in process.stdout if line.endswith(b"\n")]
    project = Project.open(tmp_path / "P.workbench")
    kept = len(project.strokes.of("images/0.png"))
    assert len(shown) <= kept <= len(shown) + 1
    assert len(project.labels.undoable) == kept
    assert project.labels.undo() == ["images/0.png"]
    project.close()
