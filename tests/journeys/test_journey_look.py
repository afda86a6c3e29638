"""Looking closer at images in the window."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, open_folders, open_project
from tests.made_projects import MadeProject
from workbench.core.view_settings import AS_IS, Channel, RulerScale
from workbench.gui.browse.heat_controller import NO_MODEL
from workbench.gui.shell.window import Window
from workbench.gui.views.pictures.displayed import pixels_of
from workbench.store.view_settings import NAME, read_view

LEFT = Qt.MouseButton.LeftButton


def open_first(qtbot: QtBot, window: Window) -> Path:
    """Open the first image of the grid large, by keyboard. Its file."""
    grid = window.pictures.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    viewer = window.viewer.viewer
    qtbot.waitUntil(lambda: viewer.isVisible() and not viewer.canvas.pixmap.isNull())
    assert window.viewer.shown is not None
    return window.session.domains.file(window.viewer.shown)


def test_that_a_display_is_kept_by_its_project_and_changes_no_pixel_of_a_file(
    qtbot: QtBot, window: Window, classification_project: MadeProject, tmp_path: Path
) -> None:
    made = classification_project
    open_project(qtbot, window, made)
    file = open_first(qtbot, window)
    content, viewer = file.read_bytes(), window.viewer.viewer
    plain = pixels_of(viewer.canvas.pixmap.toImage())
    qtbot.mouseClick(viewer.look.folds["Contrast"], LEFT)
    panel = viewer.look.contrast
    panel.channel.setFocus()
    qtbot.keyClick(panel.channel, Qt.Key.Key_Down)
    qtbot.keyClick(panel.channel, Qt.Key.Key_Down)
    assert panel.display.channel is Channel.RED
    panel.gamma.setFocus()
    qtbot.keyClick(panel.gamma, Qt.Key.Key_Home)
    expected = (255 * (plain[..., 0] / 255) ** 0.2).round()

    def gamma_is_shown() -> bool:
        now = pixels_of(viewer.canvas.pixmap.toImage())
        return bool(np.abs(now[..., 0] - expected).max() <= 1 and (now[..., 0] == now[..., 2]).all())

    qtbot.waitUntil(gamma_is_shown)
    qtbot.keyClick(panel.gamma, Qt.Key.Key_Escape)
    assert not viewer.isVisible(), "Esc closes the viewer from each of its fields"
    grid, bar = window.pictures.grid, window.pictures.bar
    key = str(file), round(grid._delegate.side * grid.devicePixelRatioF())
    qtbot.waitUntil(lambda: grid.thumbnails.get(*key)[1] is not None)
    thumbnail = grid.thumbnails.get(*key)[1]
    assert thumbnail is not None
    colour = thumbnail.toImage().pixelColor(thumbnail.rect().center())
    assert colour.red() == colour.green() == colour.blue()
    assert bar.look.text() == "Contrast altered"

    display = read_view(made.folder).display
    assert (display.channel, display.gamma) == (Channel.RED, 0.2)
    window.session.close_project()
    assert viewer.look.contrast.display == AS_IS, "another project has its own"
    open_project(qtbot, window, made)
    assert viewer.look.contrast.display == display
    assert file.read_bytes() == content
    qtbot.mouseClick(bar.contrast.reset, LEFT)
    assert read_view(made.folder).display == AS_IS
    assert bar.look.text() == "Contrast"


def test_that_a_damaged_file_of_the_display_is_ignored(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    (classification_project.folder / NAME).write_text('{"display": {"gamma": "<b>"}}')
    open_project(qtbot, window, classification_project)
    assert window.viewer.choices.display == AS_IS
    (classification_project.folder / NAME).write_text('{"display": {"gamma": -3, "low": 0.9, "high": 0.1}}')
    display = read_view(classification_project.folder).display
    assert (display.gamma, display.low, display.high) == (0.2, 0.0, 1.0)


def test_that_h_shows_where_the_current_model_finds_a_class(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    open_first(qtbot, window)
    viewer, panel = window.viewer.viewer, window.viewer.viewer.heat
    qtbot.keyClick(viewer, Qt.Key.Key_H)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: viewer.heat_layer.shown or "No place" in panel.words.text(), timeout=PATIENCE)
    first = panel.words.text()
    assert window.viewer.shown is not None
    predicted = window.session.predictions.by_path[window.viewer.shown[1]].predicted
    assert f"“{predicted}”" in first
    other = next(name for name in window.session.domains.counts if name != predicted)
    panel.classes.setFocus()
    while panel.chosen != other:
        qtbot.keyClick(panel.classes, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: f"“{other}”" in panel.words.text(), timeout=PATIENCE)
    panel.opacity.setFocus()
    qtbot.keyClick(panel.opacity, Qt.Key.Key_End)
    assert viewer.heat_layer._item.opacity() == 1.0
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: f"“{other}”" in panel.words.text(), timeout=PATIENCE)
    qtbot.keyClick(viewer, Qt.Key.Key_H)
    assert not viewer.heat_layer.shown


def test_that_a_heat_map_needs_a_model_and_says_so(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    open_first(qtbot, window)
    qtbot.keyClick(window.viewer.viewer, Qt.Key.Key_H)
    assert window.viewer.viewer.heat.words.text() == NO_MODEL
    assert not window.viewer.viewer.heat_layer.shown


def test_that_the_scale_of_the_ruler_is_kept_by_its_project(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    open_first(qtbot, window)
    qtbot.keyClick(window.viewer.viewer, Qt.Key.Key_R)
    panel = window.viewer.viewer.ruler_panel
    panel.unit.setFocus()
    panel.unit.selectAll()
    qtbot.keyClicks(panel.unit, "µm")
    qtbot.keyClick(panel.unit, Qt.Key.Key_Return)
    panel.per_pixel.setFocus()
    panel.per_pixel.selectAll()
    qtbot.keyClicks(panel.per_pixel, "0.25")
    qtbot.keyClick(panel.per_pixel, Qt.Key.Key_Return)
    assert read_view(classification_project.folder).scale == RulerScale(0.25, "µm")
    window.session.close_project()
    open_project(qtbot, window, classification_project)
    assert panel.scale == RulerScale(0.25, "µm")
