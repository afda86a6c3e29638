"""A person reviews the predictions of a model as pictures: accepts lines, pages and classes, and corrects some."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import classification, open_project
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.gallery_panel import GalleryPanel
from workbench.gui.views.grid.gallery_rows import GalleryRows, Section

LEFT, ENTER = Qt.MouseButton.LeftButton, Qt.Key.Key_Return
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def left(panel: GalleryPanel) -> list[str]:
    return [item.path for item in panel.view.samples.items]


def start(qtbot: QtBot, window: Window) -> GalleryPanel:
    window.session.go_to("label")
    qtbot.mouseClick(classification(window).form.switch.review, LEFT)
    return classification(window).gallery_panel


def test_that_predictions_are_accepted_one_by_one_by_lines_and_by_classes(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, undo = window.session, (window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: bool(session.predictions.by_path))
    predicted = {path: one.predicted for path, one in session.predictions.by_path.items()}
    drawn = sorted(predicted)[5]
    assert session.project is not None
    sample = next(one for one in session.domains.samples(Side.TARGET) if one.path == drawn)
    session.labels.change(lambda: session.project.measuring_set.draw([sample], 1) if session.project else [])
    panel = start(qtbot, window)
    view = panel.view
    assert view.hasFocus()
    assert set(left(panel)) == predicted.keys() - {drawn}, "images of the measuring set are not reviewed"
    assert "run 2 (MCC)" in panel.words.text()
    for section in view.rows.sections:
        assert section.number == sum(predicted[path] == section.name for path in left(panel))
    confidences = [session.predictions.by_path[item].confidence for item in left(panel)]
    ends = [*view.rows.starts.tolist()]
    assert all(confidences[a:b] == sorted(confidences[a:b], reverse=True) for a, b in pairwise(ends))

    first, second, third = left(panel)[:3]
    qtbot.keyClick(view, ENTER)
    assert session.labels.by_path == {first: predicted[first]}
    assert session.selection.ids.target == {second}, "the next one follows"
    other = next(name for name in "abc" if name != predicted[second])
    qtbot.keyClick(view, session.labels.keys[other])
    assert session.labels.by_path[second] == other, "a class key corrects"
    qtbot.keyClick(*undo)
    assert session.selection.ids.target == {second}, "an undo returns to its image"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert session.selection.ids.target == {third}

    line = {view.samples.items[place].path for place in view.line()}
    qtbot.keyClick(view, ENTER, SHIFT)
    assert session.labels.by_path == {path: predicted[path] for path in line | {first}}
    assert session.project.labels.history(1)[0].why == "accepted predictions of run 2 (MCC)"
    qtbot.keyClick(*undo)
    assert session.labels.by_path == {first: predicted[first]}, "an undo takes the whole line back"

    name, rest = predicted[second], {view.samples.items[place].path for place in view.section()}
    qtbot.keyClick(view, ENTER, CTRL | SHIFT)
    assert panel.yes.hasFocus()
    assert f"{len(rest)} image" in panel.question.text()
    qtbot.keyClick(panel.yes, Qt.Key.Key_Escape)
    assert not panel.confirmation.isVisible()
    assert view.hasFocus()
    qtbot.keyClick(view, ENTER, CTRL | SHIFT)
    qtbot.keyClick(panel.yes, ENTER)
    assert session.labels.by_path == dict.fromkeys(rest | {first}, name)
    assert name not in [section.name for section in view.rows.sections]
    assert drawn not in session.labels.by_path


def test_that_a_review_goes_on_in_the_large_view_and_past_an_image(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session = window.session
    qtbot.waitUntil(lambda: bool(session.predictions.by_path))
    panel = start(qtbot, window)
    view = panel.view
    view.choose(1)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert session.selection.ids.target == {left(panel)[2]}, "Tab passes over an image"
    qtbot.keyClick(view, Qt.Key.Key_Left)
    viewer = window.viewer.viewer
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert viewer.isVisible()
    qtbot.keyClick(viewer, ENTER)
    assert window.viewer.shown == (Side.TARGET, left(panel)[1]), "the large view follows"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert view.hasFocus()


def test_that_a_review_keeps_to_the_filter_and_says_when_none_is_left(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    panel = classification(window).gallery_panel
    open_project(qtbot, window, classification_project)
    session = window.session
    qtbot.waitUntil(lambda: bool(session.predictions.by_path))
    start(qtbot, window)
    every = len(left(panel))
    levels = [name for name, _ in panel.gallery.breakdowns()]
    panel.breakdown.setCurrentIndex(levels.index("folder level 1"))
    panel.breakdown.activated.emit(panel.breakdown.currentIndex())
    assert {section.part for section in view_sections(panel)} == {"a", "b", "c"}
    assert sum(section.number for section in view_sections(panel)) == every
    session.filter.choose("folder:a")
    assert all(path.startswith("a/") for path in left(panel))
    assert f"{every - len(left(panel))} hidden by the filter" in panel.words.text()
    for _ in range(len(left(panel))):  # a page holds one image or more
        qtbot.keyClick(panel.view, ENTER, CTRL)
    assert panel.nothing.isVisible()
    panel.nothing.acted.emit()
    assert left(panel), "what the filter hid is shown"
    session.filter.choose("labelled:no")
    panel.take_keys()
    told: list[int] = []
    panel.gallery.changed.connect(lambda: told.append(len(left(panel))))
    qtbot.keyClick(panel.view, ENTER)
    assert len(told) == 1, "one key, one refresh"
    window.session.go_to("adapt")
    assert not window.pictures.grid.isHidden()
    assert not panel.isVisible()
    session.close_project()
    assert not panel.gallery.on


def view_sections(panel: GalleryPanel) -> list[Section]:
    return panel.view.rows.sections


def test_that_pictures_lie_in_lines_below_the_heads_of_their_sections() -> None:
    rows = GalleryRows([Section("a", "", 5), Section("b", "", 1)], 250, QSize(80, 90))
    assert (rows.columns, rows.count) == (3, 6)
    assert [rows.area(place).top() for place in range(6)] == [32, 32, 32, 122, 122, 252]
    assert [rows.at(rows.area(place).center()) for place in range(6)] == [*range(6)]
    assert rows.at(rows.area(4).center() + rows.area(1).topRight()) == -1
    assert [rows.section(place) for place in range(6)] == [0, 0, 0, 0, 0, 1]
    assert (list(rows.line(4)), list(rows.line(5))) == ([3, 4], [5])
    assert [rows.beside(2, 1), rows.beside(4, 1), rows.beside(5, -1), rows.beside(0, -1)] == [4, 5, 3, 0]
    assert list(rows.within(0, 130)) == [0, 1, 2, 3, 4]
    assert list(rows.within(0, 130, whole=True)) == [0, 1, 2]
    assert list(rows.within(30, 400, whole=True)) == [*range(6)]
    assert list(rows.heads(0, 100)) == [0]
