"""Two to four images side by side, and the filmstrip and the loupe of the large view."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project, segmentation
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Id
from workbench.gui.shell.window import Window
from workbench.gui.views.pictures.picture import PictureView

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def click(qtbot: QtBot, window: Window, row: int, modifiers: Qt.KeyboardModifier = NONE) -> Id:
    """Click an image of the grid."""
    grid = window.pictures.grid
    index = grid.samples.index(row)
    grid.scrollTo(index)
    qtbot.mouseClick(grid.viewport(), LEFT, modifiers, grid.visualRect(index).center())
    return grid.samples.items[row].id


def turn_wheel(canvas: PictureView, place: QPoint) -> None:
    """Turn the wheel away over a place of an image."""
    viewport = canvas.viewport()
    at, everywhere = QPointF(place), QPointF(viewport.mapToGlobal(place))
    turned = (QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(viewport, QWheelEvent(at, everywhere, *turned))


def test_that_selected_images_are_zoomed_side_by_side(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, grid, bar = window.session, window.pictures.grid, window.pictures.bar
    view = window.viewer.compare.view
    session.go_to("label")
    chosen = [click(qtbot, window, 2)]
    assert not bar.compare.isEnabled()
    assert bar.compare.toolTip().startswith("Selected: 1 image. Two to four")
    qtbot.keyClick(grid, Qt.Key.Key_C)
    assert not view.isVisible()
    chosen += [click(qtbot, window, row, CTRL) for row in (5, 3)]
    assert bar.compare.isEnabled()
    qtbot.mouseClick(bar.compare, LEFT)
    assert view.isVisible()
    first, *_ = panes = view.panes[:3]
    assert [pane.name.text() for pane in panes] == [grid.samples.items[row].path for row in (2, 3, 5)]
    assert not view.panes[3].isVisible()
    assert view.hasFocus()
    qtbot.waitUntil(lambda: all(not pane.canvas.pixmap.isNull() for pane in panes))
    prediction = session.predictions.by_path[chosen[0][1]]
    assert f"predicted <b>{prediction.predicted}</b> {prediction.confidence:.2f}" in first.facts.text()

    turn_wheel(first.canvas, QPoint(10, 10))
    scales = {round(pane.canvas.scale_shown, 6) for pane in panes}
    assert len(scales) == 1, "the images are of one size"
    assert scales.pop() > 1.5 * first.canvas.fitting_scale
    centres = [pane.canvas.mapToScene(pane.canvas.viewport().rect().center()) for pane in panes]
    assert all((centre - centres[0]).manhattanLength() < 0.5 for centre in centres), "in pixels of the images"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert all(pane.canvas.look.fitted for pane in panes)


def test_that_the_framed_image_is_replaced_and_named(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, grid, view = window.session, window.pictures.grid, window.viewer.compare.view
    session.go_to("label")
    for row, modifiers in ((2, NONE), (5, CTRL), (3, CTRL)):
        click(qtbot, window, row, modifiers)
    qtbot.keyClick(grid, Qt.Key.Key_C)
    panes = view.panes[:3]
    qtbot.waitUntil(lambda: all(not pane.canvas.pixmap.isNull() for pane in panes))
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    zoomed = panes[0].canvas.scale_shown
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert session.selection.ids == {(Side.TARGET, panes[1].name.text())}
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert panes[1].name.text() == grid.samples.items[4].path
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert panes[1].name.text() == grid.samples.items[6].path, "an image that is compared already is passed over"
    qtbot.waitUntil(lambda: not panes[1].canvas.pixmap.isNull())
    assert {round(pane.canvas.scale_shown - zoomed, 6) for pane in panes} == {0}, "the zoom stays"
    qtbot.keyClick(view, "2")
    framed = panes[1].name.text()
    assert session.labels.by_path == {framed: "b"}
    assert "labelled <b>b</b>" in panes[1].facts.text()
    assert session.selection.ids == {(Side.TARGET, framed)}, "the frame stays at the image"
    qtbot.keyClick(view, "3")
    assert session.labels.by_path == {framed: "c"}
    qtbot.keyClick(view, Qt.Key.Key_Backtab, SHIFT)
    assert view.current == 0
    qtbot.mouseClick(panes[2].canvas.viewport(), LEFT, pos=QPoint(9, 9))
    assert session.selection.ids == {(Side.TARGET, panes[2].name.text())}
    assert window.isActiveWindow(), "no image is a window of its own"
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert session.labels.by_path == {framed: "b"}
    assert view.current == 1, "an undo frames the image whose label it restores"

    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert grid.hasFocus()
    assert session.selection.ids == {(Side.TARGET, pane.name.text()) for pane in panes}
    qtbot.keyClick(grid, Qt.Key.Key_C)
    assert view.isVisible()
    session.go_to("data")
    assert not view.isVisible()


def test_that_the_filmstrip_follows_the_grid_and_z_is_a_loupe(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, grid, viewer = window.session, window.pictures.grid, window.viewer.viewer
    click(qtbot, window, 4)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    strip = viewer.filmstrip
    qtbot.waitUntil(lambda: strip.isVisible() and not viewer.canvas.pixmap.isNull())
    assert strip.row == 4
    qtbot.mouseClick(strip, LEFT, pos=strip.place(7).center().toPoint())
    assert window.viewer.shown == grid.samples.items[7].id
    assert strip.row == 7
    assert viewer.hasFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert strip.row == 6
    assert session.selection.ids == {grid.samples.items[6].id}
    qtbot.waitUntil(lambda: not viewer.canvas.pixmap.isNull())
    before = viewer.canvas.look
    qtbot.keyPress(viewer, Qt.Key.Key_Z)
    assert viewer.canvas.scale_shown * viewer.canvas.devicePixelRatioF() == 1
    qtbot.keyRelease(viewer, Qt.Key.Key_Z)
    assert viewer.canvas.look == before
    session.filter.choose("domain:source")
    assert strip.items is grid.samples.items
    assert not strip.isVisible(), "the shown image is not among those of the grid"


def test_that_compared_scenes_have_their_predicted_masks(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject
) -> None:
    open_project(qtbot, window, segmentation_project)
    window.session.go_to("data")
    window.rail.boxes["source"].setChecked(False)
    for row, modifiers in ((0, NONE), (1, CTRL)):
        click(qtbot, window, row, modifiers)
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_C)
    view, layers = window.viewer.compare.view, segmentation(window).compared.layers
    assert view.isVisible()
    qtbot.waitUntil(lambda: [layer.isVisible() for layer in layers] == [True, True, False, False])
