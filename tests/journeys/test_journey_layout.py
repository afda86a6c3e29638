"""What each step shows, how a person arranges it, and that it is kept."""

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_folders, open_project
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme

GRID, SCATTER, BELOW = "grid", "scatter", "below"


def button_of(window: Window, text: str) -> QToolButton:
    return next(one for one in window.pictures.bar.findChildren(QToolButton) if one.text() == text)


def upper_share(window: Window) -> float:
    """The scatter's share of the height, which the size of the screen does not change."""
    high, low = window.pictures.views.sizes()
    return high / max(high + low, 1)


def seen(window: Window) -> set[str]:
    parts = {GRID: window.pictures.grid, SCATTER: window.pictures.scatter, BELOW: window.zones.below}
    return {name for name, part in parts.items() if part.isVisible()}


def test_that_each_step_opens_on_what_it_is_about(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    shown = {}
    for step in window.steps:
        window.session.go_to(step.name)
        shown[step.name] = seen(window)
    assert shown == {
        "data": {GRID},
        "inspect": {GRID},  # there is no inspection yet: images instead of empty panes
        "adapt": {SCATTER, BELOW},
        "translate": set(),  # the previews, which say how to begin
        "label": {GRID, BELOW},
        "export": {GRID, BELOW},
    }


def test_that_a_new_project_greets_with_its_images_and_no_empty_pane(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    for step in ("data", "inspect", "adapt", "export"):
        window.session.go_to(step)
        assert seen(window) == {GRID}, step
    window.session.go_to("adapt")
    qtbot.mouseClick(button_of(window, "Scatter"), Qt.MouseButton.LeftButton)
    empty = window.pictures.scatter.empty
    assert empty.isVisible(), "asked for, it says in one sentence what will be there"
    assert window.pictures.grid.isVisible()


def test_that_the_scatter_is_one_button_or_key_away_and_kept_for_the_step(
    qtbot: QtBot, window: Window, classification_project: MadeProject, tmp_path: Path
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("label")
    qtbot.mouseClick(button_of(window, "Scatter"), Qt.MouseButton.LeftButton)
    assert seen(window) == {GRID, SCATTER, BELOW}
    qtbot.mouseDClick(window.zones.centre.handle(1), Qt.MouseButton.LeftButton)
    assert seen(window) == {GRID, SCATTER}
    window.session.go_to("data")
    assert seen(window) == {GRID}, "another step is as it was"
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F7)
    assert seen(window) == {GRID, SCATTER}
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F7)
    assert seen(window) == {GRID}
    window.session.go_to("label")
    assert seen(window) == {GRID, SCATTER}
    share = upper_share(window)
    window.close()

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app, "dark")
    again = Window(theme, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(again)
    again.show()
    open_project(qtbot, again, classification_project)
    again.session.go_to("label")
    assert seen(again) == {GRID, SCATTER}
    qtbot.waitUntil(lambda: abs(upper_share(again) - share) < 0.01)
    qtbot.mouseDClick(again.zones.centre.handle(1), Qt.MouseButton.LeftButton)
    assert seen(again) == {GRID, SCATTER, BELOW}
    again.close()
    theme.deleteLater()


def test_that_a_lasso_and_a_finding_bring_the_images_they_choose(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("adapt")
    assert seen(window) == {SCATTER, BELOW}
    window.pictures.show_samples(frozenset({(Side.TARGET, "a/000.png")}), "a finding")
    assert seen(window) == {GRID, BELOW}
    assert window.pictures.grid.count() == 1
    window.session.go_to("label")
    window.session.go_to("adapt")
    assert seen(window) == {SCATTER, BELOW}, "what a finding brings is not what a person arranged"
    window.pictures.show_samples(frozenset({(Side.TARGET, "a/001.png")}), "a finding")
    assert seen(window) == {GRID, BELOW}
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F7)
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F8)
    assert seen(window) == {SCATTER, BELOW}
    qtbot.keyClick(window.pictures.scatter.canvas.plot, Qt.Key.Key_F7)
    assert seen(window) == {SCATTER, BELOW}, "the last of both stays"
    qtbot.keyClick(window.pictures.scatter.canvas.plot, Qt.Key.Key_F11)
    assert seen(window) == {SCATTER}
    qtbot.keyClick(window.pictures.scatter.canvas.plot, Qt.Key.Key_F11)
    assert seen(window) == {SCATTER, BELOW}


def test_that_f11_gives_the_images_all_the_height_even_where_they_have_the_smaller_part(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("label")
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F7)
    assert seen(window) == {GRID, SCATTER, BELOW}
    window.zones.centre.setSizes([100, 600])
    window.zones.views.setSizes([400, 100])
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F11)
    assert seen(window) == {GRID}
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F11)
    assert seen(window) == {GRID, SCATTER, BELOW}
