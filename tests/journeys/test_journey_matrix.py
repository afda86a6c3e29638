"""Each task, by “auto” and by a named method, with shots and without, however the run ends: folder and window agree."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.matrix_checks import (
    check_command,
    check_drawn,
    check_finished_folder,
    check_finished_window,
    check_repeated,
    check_row,
    check_unfinished_folder,
    check_unfinished_window,
    folder_of,
)
from tests.journeys.matrix_parts import PARTS, ImagesPart, MatrixPart
from tests.journeys.use import PATIENCE, finish, open_project, pid_of
from tests.machine import KILLED, kill
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.core.events import Compared, Event, Saved
from workbench.core.job import AUTO
from workbench.engine.auto import short_list
from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.store.project import RunRecord
from workbench.store.record_table import Status
from workbench.worker.commands import Run

PAST_TRIALS = 60  # steps: “auto” compares methods after 25, and continues with one of them
LEFT = Qt.MouseButton.LeftButton
FEW, FEW_TO_INTERRUPT = 3, 6  # steps of a run that finishes; of each trial of “auto”, where one is interrupted


@pytest.fixture(scope="module")
def one_window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    """One window that opens one project after another, so that its worker is ready."""
    settings = tmp_path_factory.mktemp("settings") / "settings.ini"
    theme = Theme(qapp, "dark")
    window = Window(theme, QSettings(str(settings), QSettings.Format.IniFormat))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    yield window
    window.close()
    window.deleteLater()
    theme.deleteLater()


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MadeProject]:
    """A project of each task, with runs that the engine made."""
    return {name: part.project(tmp_path_factory.mktemp(name)) for name, part in PARTS.items()}


@pytest.mark.parametrize("ending", ["finish", "kill and resume", "stop and adopt"])
@pytest.mark.parametrize("shots", [False, True], ids=["plain", "shots"])
@pytest.mark.parametrize("method", [AUTO, "named"])
@pytest.mark.parametrize("task", PARTS)
def test_that_a_run_leaves_and_shows_the_same_however_it_ended(
    task: str,
    method: str,
    shots: bool,
    ending: str,
    qtbot: QtBot,
    one_window: Window,
    projects: dict[str, MadeProject],
    tmp_path: Path,
) -> None:
    window, part = one_window, PARTS[task]
    made = opened(qtbot, window, projects[task], tmp_path)
    labelled = part.label(qtbot, window) if shots else set()
    method = part.method if method == "named" else method
    steps = FEW if ending == "finish" else FEW_TO_INTERRUPT if method == AUTO else part.steps
    fill(window, made, method, steps)
    if ending == "finish":
        start(qtbot, window)
    else:
        interrupt = kill_and_look if ending == "kill and resume" else stop_and_look
        interrupt(qtbot, window, method, labelled)
        QTest.mouseClick(window.adapt.runs_panel.resume, LEFT)
    finish(qtbot, window)

    run = window.runs.all()[-1]
    place = folder_of(window, run)
    targets = [sample.path for sample in window.session.domains.samples(Side.TARGET)]
    check_finished_folder(place, method, steps, targets)
    part.check_shots(qtbot, window, place, labelled)
    assert {shot.path for shot in run.job.shots} == labelled
    check_row(window, run, Status.FINISHED, place.job().method, len(labelled))
    check_drawn(qtbot, window, run)
    check_finished_window(qtbot, window, run)
    check_command(window, run)
    if shots and ending != "finish":  # the result does not depend on where the run was interrupted
        check_repeated(window, run, tmp_path / "again")


def opened(qtbot: QtBot, window: Window, made: MadeProject, scratch: Path) -> MadeProject:
    """A copy of a project, open in the window, which has ended the run of the project before."""
    copy = made.copied(scratch / "project")
    open_project(qtbot, window, copy)
    qtbot.waitUntil(lambda: window.runs.can_start, timeout=PATIENCE)
    return copy


def fill(window: Window, made: MadeProject, method: str, steps: int) -> None:
    """“Run again with changes” of a small run, by another method and for other steps."""
    panel, form = window.adapt.runs_panel, window.adapt.form
    window.session.go_to("adapt")
    panel.table.select(made.plain)
    panel.actions_.repeat()
    form.method.setCurrentIndex(form.method.findData(method))
    form.steps.setValue(steps)


def start(qtbot: QtBot, window: Window, until: Callable[[Event], bool] | None = None) -> None:
    """Press Adapt, and wait for an event if one is named."""
    button = window.adapt.form.start
    assert button.isEnabled()
    if until is None:
        QTest.mouseClick(button, LEFT)
    else:
        signal = window.runs.event_received
        with qtbot.waitSignal(signal, timeout=PATIENCE, check_params_cb=until):
            QTest.mouseClick(button, LEFT)


def saved_in(trial: int, window: Window, method: str) -> Callable[[Event], bool]:
    """Whether an event is a checkpoint, of the trial with this index where methods are tried."""
    names = short_list(window.session.domains.task.name)
    return lambda event: isinstance(event, Saved) and (method != AUTO or names[trial] in Path(event.path).parts)


def kill_and_look(qtbot: QtBot, window: Window, method: str, labelled: set[str]) -> None:
    """Kill the worker at a checkpoint, that of the second trial where methods are tried."""
    start(qtbot, window, saved_in(1, window, method))
    kill(pid_of(window, Run))
    finish(qtbot, window)
    panel, run = window.adapt.runs_panel, window.runs.all()[-1]
    assert KILLED in panel.problem.text()
    assert panel.problem.property("role") == "bad"
    check_row(window, run, Status.FAILED, method, len(labelled))
    look_at_unfinished(qtbot, window, run, method)


def stop_and_look(qtbot: QtBot, window: Window, method: str, labelled: set[str]) -> None:
    """Press Stop at a checkpoint: where methods are tried, at that of the last trial.

    The resumed run then adopts the best of the trials. A named method has nothing else to adopt: its run goes on from
    its own checkpoint. A stopped run has no model of its own in either case, because a method is whole at its last
    step only: the window offers to resume it, and Export offers finished runs.
    """
    start(qtbot, window, saved_in(-1, window, method))
    QTest.mouseClick(window.adapt.runs_panel.stop, LEFT)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: window.runs.can_start, timeout=PATIENCE)
    panel, run = window.adapt.runs_panel, window.runs.all()[-1]
    assert panel.words.text().startswith("Stopped at step ")
    assert panel.words.text().endswith("; the checkpoint is kept.")
    comparison = folder_of(window, run).comparison()  # if the last trial ended meanwhile
    assert panel.problem.text() == (comparison.reason if comparison else "")
    check_row(window, run, Status.STOPPED, method, len(labelled))
    look_at_unfinished(qtbot, window, run, method)


def look_at_unfinished(qtbot: QtBot, window: Window, run: RunRecord, method: str) -> None:
    """What the folder holds and the window shows of a run without a model."""
    check_unfinished_folder(folder_of(window, run), method)
    check_drawn(qtbot, window, run)
    check_unfinished_window(window, run)
    assert check_command(window, run).method == method


def test_that_a_run_stopped_after_the_comparison_says_what_was_chosen(
    qtbot: QtBot, one_window: Window, projects: dict[str, MadeProject], tmp_path: Path
) -> None:
    window, panel = one_window, one_window.adapt.runs_panel
    made = opened(qtbot, window, projects[ImagesPart.task], tmp_path)
    fill(window, made, AUTO, steps=PAST_TRIALS)
    start(qtbot, window, lambda event: isinstance(event, Compared))
    QTest.mouseClick(panel.stop, LEFT)
    finish(qtbot, window)
    run = window.runs.all()[-1]
    comparison = folder_of(window, run).comparison()
    assert comparison is not None
    assert panel.problem.text() == comparison.reason
    assert folder_of(window, run).training_folder().path.name == comparison.chosen
    check_row(window, run, Status.STOPPED, AUTO, 0)
    check_drawn(qtbot, window, run)


def test_that_every_task_is_in_the_matrix() -> None:
    from workbench.engine.tasks.registry import tasks

    assert PARTS.keys() == tasks().keys()
    assert all(isinstance(part, MatrixPart) for part in PARTS.values())
