"""What goes wrong around the window: killed processes, bad folders, late answers. Nothing is lost and it lives on."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import PATIENCE, adapt, finish, open_folders, pid_of, wait_for_step
from tests.machine import KILLED, kill
from workbench.core.domain import Side
from workbench.core.job import AUTO
from workbench.gui.data.inspector import DataInspector
from workbench.gui.shell.window import Window
from workbench.store.project import DATABASE, Project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Export, Run
from workbench.worker.replies import Failed


def test_that_a_killed_worker_leaves_a_living_window_that_offers_to_resume(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=100)
    wait_for_step(qtbot, window, 5)
    kill(pid_of(window, Run))
    finish(qtbot, window)
    assert window.runs.all()[0].status is Status.FAILED
    assert isinstance(window.runs.failure, Failed)
    assert KILLED in window.adapt.runs_panel.problem.text()
    project = window.session.project
    assert project is not None
    window.session.open_project(project.folder)  # as after a restart
    assert KILLED in window.adapt.runs_panel.problem.text()
    assert window.adapt.runs_panel.problem.property("role") == "bad"
    assert window.adapt.runs_panel.resume.isVisible()
    qtbot.mouseClick(window.adapt.runs_panel.resume, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    assert window.runs.all()[0].status is Status.FINISHED


def test_that_a_folder_without_an_image_is_refused_on_the_start_page_and_one_of_one_class_is_told(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    start, odd = window.start, make_domain(tmp_path / "odd", seed=0, classes="a", count=2)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "0.png").write_bytes(b"no image")
    for side, folder in ((Side.SOURCE, odd), (Side.TARGET, tmp_path / "broken")):
        start.zones[side].chosen.emit(str(folder))
    qtbot.waitUntil(lambda: "contains no readable image" in start.problem.text(), timeout=PATIENCE)
    assert not start.make.isEnabled()
    start.zones[Side.TARGET].chosen.emit(str(domains[1]))
    qtbot.waitUntil(start.make.isEnabled, timeout=PATIENCE)
    assert "only one class" in start.new.limits.text()


def test_that_other_class_names_and_the_wrong_order_and_one_folder_twice_are_asked_about(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    start, flat = window.start, tmp_path / "flat"
    odd = make_domain(tmp_path / "odd", seed=0, classes="xy")
    flat.mkdir()
    for number, path in enumerate(sorted(odd.rglob("*.png"))):
        shutil.copy(path, flat / f"{number}.png")
    for side, folder in ((Side.SOURCE, flat), (Side.TARGET, odd)):
        start.zones[side].chosen.emit(str(folder))
    qtbot.waitUntil(start.swap.isVisible, timeout=PATIENCE)
    assert not start.make.isEnabled()
    qtbot.mouseClick(start.swap, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(start.make.isEnabled, timeout=PATIENCE)
    assert window.session.domains.by_side[Side.SOURCE].root == str(odd)
    start.zones[Side.TARGET].chosen.emit(str(odd))
    qtbot.waitUntil(start.accept.isVisible, timeout=PATIENCE)
    assert not start.make.isEnabled()
    qtbot.mouseClick(start.accept, Qt.MouseButton.LeftButton)
    assert start.make.isEnabled()
    start.zones[Side.TARGET].chosen.emit(str(domains[1]))
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    qtbot.waitUntil(start.make.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(start.make, Qt.MouseButton.LeftButton)
    form = window.tasks.current
    assert set(form.mapping().values()) == {""}, "the labels start as left out"
    inspector = window.data.inspector
    assert isinstance(inspector, DataInspector)
    assert "left out" in inspector.sentence.text()


def test_that_a_missing_folder_is_refused_in_a_sentence(qtbot: QtBot, window: Window) -> None:
    window.start.zones[Side.SOURCE].chosen.emit("/nowhere")
    qtbot.waitUntil(lambda: "There is no folder /nowhere" in window.start.problem.text(), timeout=PATIENCE)


def test_that_a_killed_window_leaves_no_worker_and_no_label_behind(tmp_path: Path) -> None:
    script = (
        "from PySide6.QtCore import QSettings\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from workbench.core.domain import Side\n"
        "from workbench.core.events import Progressed\n"
        "from workbench.gui.theme import Theme\n"
        "from workbench.gui.shell.window import Window\n"
        "from workbench.worker.commands import Run\n"
        "from tests.journeys.use import pid_of\n"
        "app = QApplication([])\n"
        "window = Window(Theme(app), QSettings())\n"
        "window.show()\n"
        "def told(event):\n"
        "    if isinstance(event, Progressed) and event.step == 3:\n"
        "        session = window.session\n"
        "        samples = session.domains.samples(Side.TARGET)[:4]\n"
        "        session.selection.choose(frozenset((Side.TARGET, sample.path) for sample in samples))\n"
        "        session.labels.apply(dict.fromkeys(session.selection.ids.target, '7'))\n"
        "        print(pid_of(window, Run), session.project.folder, sep='\\n', flush=True)\n"
        "window.runs.event_received.connect(told)\n"
        "window.projects.demo()\n"
        "app.exec()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker, folder = psutil.Process(int(process.stdout.readline())), Path(process.stdout.readline().strip())
        process.kill()
    worker.wait(timeout=10)
    project = Project.open(folder)
    try:
        assert list(project.labels.current().values()) == ["7"] * 4
        (record,) = project.runs()
        assert record.status is Status.INTERRUPTED
        assert RunFolder(project.run_folder(record.id)).checkpoint.is_file()
    finally:
        project.close()


def test_that_a_project_is_left_while_its_run_ends(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=5000)
    wait_for_step(qtbot, window, 3)
    assert window.session.project is not None
    folder = window.session.project.folder
    window.session.close_project()
    window.projects.project(folder)
    qtbot.waitUntil(lambda: window.session.domains.complete and window.runs.can_start, timeout=PATIENCE)
    assert window.runs.all()[0].status is Status.INTERRUPTED
    assert window.adapt.runs_panel.resume.isVisible()
    adapt(window, steps=20)
    finish(qtbot, window)
    assert [record.status for record in window.runs.all()] == [Status.INTERRUPTED, Status.FINISHED]


def test_that_a_late_answer_does_not_fill_another_project(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    assert window.session.project is not None
    first = window.session.project.folder
    other, another = (make_domain(tmp_path / name, seed=9, classes="ab", count=4) for name in ("other", "another"))
    window.session.close_project()
    open_folders(qtbot, window, other, another)
    assert window.session.project is not None
    second = window.session.project.folder
    window.projects.project(first)  # its folders are asked for, and left before they are read
    window.projects.project(second)
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not any(window.workers.calls.values()), timeout=PATIENCE)
    assert [Path(window.session.domains.by_side[side].root) for side in Side] == [other, another]


def test_that_a_label_that_can_not_be_saved_is_told_and_not_shown(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session = window.session
    assert session.project is not None
    qtbot.keyClick(window.pictures.grid, Qt.Key.Key_Home)
    with contextlib.closing(sqlite3.connect(session.project.folder / DATABASE)) as other:
        other.execute("BEGIN IMMEDIATE")
        qtbot.keyClick(window.pictures.grid, "1")
        assert "could not be saved: another program is writing to it" in window.status.problem.text()
        assert session.labels.by_path == {}
    qtbot.keyClick(window.pictures.grid, "1")
    assert len(session.labels.by_path) == 1


def test_that_a_worker_killed_in_an_export_says_so_and_keeps_the_domains(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=20)
    finish(qtbot, window)
    window.export.form.save_to(tmp_path / "model.onnx")
    kill(pid_of(window, Export))
    qtbot.waitUntil(lambda: "ended unexpectedly" in window.export.form.outcome.text(), timeout=PATIENCE)
    assert window.export.form.save.isEnabled()
    assert window.session.domains.complete
    qtbot.waitUntil(lambda: window.export.exports.can_start, timeout=PATIENCE)
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.save_to(tmp_path / "again")


def test_that_an_idle_worker_that_dies_leaves_the_run_alone(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=120)
    wait_for_step(qtbot, window, 5)
    window.session.domains.read(Side.SOURCE, domains[0])  # which takes a worker of its own
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    assert window.workers.warm is not None
    assert window.workers.warm.pid is not None
    kill(window.workers.warm.pid)
    qtbot.waitUntil(lambda: window.workers.warm is None, timeout=PATIENCE)
    finish(qtbot, window)
    assert window.runs.all()[0].status is Status.FINISHED


def test_that_labels_of_images_that_have_gone_do_not_stop_a_run(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    assert window.session.project is not None
    window.session.project.labels.apply({"a/gone.png": "a", "b/000.png": "no class", "c/000.png": "c"})
    adapt(window, steps=10)
    finish(qtbot, window)
    (record,) = window.runs.all()
    assert record.status is Status.FINISHED
    assert [shot.path for shot in record.job.shots] == ["c/000.png"]


def test_that_a_run_that_ended_unheard_is_finished_when_its_project_opens(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=20)
    finish(qtbot, window)
    project = window.session.project
    assert project is not None
    (record,) = project.runs()
    project.update_run(record.id, Status.RUNNING, job=msgspec.structs.replace(record.job, method=AUTO))
    window.session.close_project()
    window.projects.project(project.folder)
    assert window.runs.all()[0].status is Status.FINISHED
    assert window.runs.all()[0].job.method == record.job.method != AUTO, "the method that “auto” chose"
