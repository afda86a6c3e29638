"""Groups of images that are named with one key: by keys alone, in the order in which a person meets them."""

import re
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.hands import click_image
from tests.journeys.use import PATIENCE, classification, open_project
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.core.events import Finished
from workbench.core.image_groups import NAMED_AS_GROUP, PROPAGATED, GroupKind
from workbench.core.job import Job
from workbench.engine.run import run
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.naming_controller import NamingController
from workbench.gui.tasks.classification.naming_state import MEASURES, NamingState
from workbench.store.history import Action
from workbench.store.project import Project
from workbench.store.record_table import Status


def press(qtbot: QtBot, key: "str | Qt.Key") -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def settled(naming: NamingController) -> bool:
    """Whether a group is shown, or none is left, and no request is pending."""
    return naming.state in (NamingState.SHOWN, NamingState.DONE) and not naming.finding.busy


def begun(qtbot: QtBot, window: Window, project: MadeProject) -> NamingController:
    """Open the project and begin with the groups of its first run."""
    open_project(qtbot, window, project)
    window.runs.show(project.plain)
    window.session.go_to("label")
    task = classification(window)
    qtbot.waitUntil(task.suggestions_panel.groups.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(task.suggestions_panel.groups, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settled(task.naming), timeout=PATIENCE)
    return task.naming


def last_action(window: Window) -> Action:
    assert window.session.project is not None
    return window.session.project.labels.history(1)[0]


def test_that_groups_are_named_split_undone_and_propagated_by_keys(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    naming, session = begun(qtbot, window, classification_project), window.session
    bar, grid = classification(window).group_bar, window.pictures.grid
    page = naming.page
    assert page is not None
    assert page.kind is GroupKind.ALIKE
    assert [path for _, path in grid.ids()] == list(page.paths) == naming.open
    assert session.selection.ids.target == set(page.paths)
    assert bar.isVisible()
    assert bar.title.text() == f"{naming.size} images alike"
    assert "group 1 of" in bar.words.text()
    assert re.search(r"\d to \d+ % of them, an estimate$", bar.words.text()), "a range, not a single number"

    press(qtbot, session.labels.keys["b"])
    assert session.labels.by_path == dict.fromkeys(page.paths, "b")
    assert last_action(window).why == NAMED_AS_GROUP
    qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)
    assert naming.page is not page
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.labels.by_path, "one undo takes the whole group back"
    assert naming.page == page
    assert session.selection.ids.target == set(page.paths)

    press(qtbot, "-")
    qtbot.waitUntil(lambda: settled(naming) and naming.page != page, timeout=PATIENCE)
    assert naming.page is not None
    assert set(naming.page.paths) < set(page.paths)
    first = set(naming.page.paths)
    press(qtbot, Qt.Key.Key_Tab)
    assert naming.page is not None
    assert first.isdisjoint(naming.page.paths)

    names = set(naming.open)
    excluded = min(names)
    click_image(qtbot, grid, (Side.TARGET, excluded), Qt.KeyboardModifier.ControlModifier)
    assert session.selection.ids.target == names - {excluded}
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    viewer = window.viewer.viewer
    assert viewer.isVisible()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert session.selection.ids.target == names - {excluded}, "looking at one image takes no other back in"
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    looked_at = next(iter(session.selection.ids.target))
    qtbot.keyClick(viewer, session.labels.keys["c"])
    assert session.labels.by_path == {looked_at: "c"}
    assert len(session.selection.ids.target) == 1, "behind the large view, a key names only what it shows"
    assert window.viewer.shown == next(iter(session.selection.ids))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    grid.setFocus()

    press(qtbot, Qt.Key.Key_Escape)
    assert naming.state is NamingState.OFF
    assert not bar.isVisible()
    assert grid.count() == len(window.pictures.items[Side.SOURCE]) + len(window.pictures.items[Side.TARGET])


@pytest.fixture
def coloured_project(tmp_path: Path) -> MadeProject:
    """A project of red, green and blue images, and a run over them."""
    source, target = (coloured_domain(tmp_path / name, seed) for seed, name in enumerate(("source", "target")))
    with closing(Project.create(tmp_path / "P.workbench")) as project:
        for side, folder in zip(Side, (source, target), strict=True):
            project.set_domain_folder(side, folder)
        job = Job(
            method="source_only",
            source=str(source),
            target=str(target),
            steps=20,
            batch=8,
            image_size=16,
            cache=str(project.cache),
        )
        record = project.add_run(job)
        finished = list(run(job, project.run_folder(record.id)))[-1]
        assert isinstance(finished, Finished)
        project.update_run(record.id, Status.FINISHED, scores=finished.scores, seconds=finished.seconds)
        return MadeProject(project.folder, source, target, record.id, "", "")


def coloured_domain(root: Path, seed: int) -> Path:
    random = np.random.default_rng(seed)
    for place, name in enumerate("abc"):
        (root / name).mkdir(parents=True)
        for number in range(40):
            colour = random.integers(0, 70, 3)
            colour[place] += 180
            noisy = np.clip(colour + random.normal(0, 6, (16, 16, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(noisy).save(root / name / f"{number:03d}.png")
    return root


def test_that_labels_are_propagated_to_a_batch_that_enter_accepts_and_one_undo_takes_back(
    qtbot: QtBot, window: Window, coloured_project: MadeProject
) -> None:
    naming, session = begun(qtbot, window, coloured_project), window.session
    bar = classification(window).group_bar
    for _ in range(40):  # name what is shown as a person does: the class that most images have, then the others
        qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)
        if naming.page is None or naming.page.kind is GroupKind.AGREED:
            break
        seen = [path[0] for path in sorted(session.selection.ids.target)]  # the target's folders are named by the class
        name = max(seen, key=seen.count)
        session.selection.choose({(Side.TARGET, path) for path in session.selection.ids.target if path[0] == name})
        press(qtbot, session.labels.keys[name])
    assert naming.page is not None
    assert naming.page.kind is GroupKind.AGREED
    batch = naming.page
    before = len(session.labels.by_path)
    assert bar.all.text().startswith("Enter")
    press(qtbot, Qt.Key.Key_Return)
    assert len(session.labels.by_path) == before + len(batch.paths)
    assert {session.labels.by_path[path] for path in batch.paths} == {batch.likely}
    assert last_action(window).why == PROPAGATED
    session.labels.undo()
    assert len(session.labels.by_path) == before


def test_that_images_like_the_chosen_one_are_shown_and_measuring_ones_are_not(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.runs.show(classification_project.plain)
    session, naming, grid = window.session, classification(window).naming, window.pictures.grid
    session.go_to("label")
    project = session.project
    assert project is not None
    drawn = set(session.labels.change(lambda: project.measuring_set.draw(session.domains.samples(Side.TARGET), 4)))
    chosen = next(path for _, path in grid.ids() if path.startswith("a/") and path not in drawn)
    grid.setFocus()
    session.selection.choose({(Side.TARGET, chosen)})
    press(qtbot, "m")
    qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)
    page = naming.page
    assert page is not None
    assert page.kind is GroupKind.SIMILAR
    assert drawn.isdisjoint(page.paths)
    assert chosen not in page.paths
    shown = [path for _, path in grid.ids()]
    assert shown == list(page.paths)

    session.selection.choose({(Side.TARGET, path) for path in page.paths[:2]})
    press(qtbot, "1")
    assert session.selection.ids.target == set(page.paths[2:]), "what is left of the group comes next"
    press(qtbot, "2")
    qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert naming.page == page
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.selection.ids.target == set(page.paths[:2])
    assert naming._likeness.divided(session.labels.by_path) == ((chosen,), ()), "what was taken back is asked no more"
    press(qtbot, "1")
    press(qtbot, "2")
    qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)
    assert session.labels.by_path == {path: "a" if path in page.paths[:2] else "b" for path in page.paths}
    if naming.page is not None:
        assert set(naming.page.paths).isdisjoint({*page.paths, *drawn, chosen})


def test_that_images_like_one_are_named_from_measuring_on_as_labels_that_teach(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.runs.show(classification_project.plain)
    session, task, grid = window.session, classification(window), window.pictures.grid
    session.go_to("label")
    project = session.project
    assert project is not None
    drawn = session.labels.change(lambda: project.measuring_set.draw(session.domains.samples(Side.TARGET), 4))
    qtbot.mouseClick(task.form.switch.measure, Qt.MouseButton.LeftButton)
    press(qtbot, "m")
    assert task.naming.state is NamingState.OFF
    assert window.status.problem.text() == " ".join(MEASURES), "the key says why it does nothing"
    chosen = next(path for side, path in grid.ids() if side is Side.TARGET and path not in drawn)
    grid.setFocus()
    session.selection.choose({(Side.TARGET, chosen)})
    press(qtbot, "m")
    qtbot.waitUntil(lambda: settled(task.naming), timeout=PATIENCE)
    assert task.form.switch.teach.isChecked()
    page = task.naming.page
    assert page is not None
    session.selection.choose({(Side.TARGET, page.paths[0])})
    press(qtbot, "1")
    assert task.naming.page == page, "the next label does not end it"
    assert session.selection.ids.target == set(page.paths[1:])
    assert session.labels.class_labels == {page.paths[0]: "a"}
