"""What a person does in the window, in the words of the journeys."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.task_ui import ClassificationUi
from workbench.gui.tasks.segmentation.task_ui import SegmentationUi
from workbench.worker.command import Command

PATIENCE = 120_000  # ms: a worker imports torch on a machine that may be busy


def open_folders(qtbot: QtBot, window: Window, source: Path, target: Path) -> None:
    for side, folder in ((Side.SOURCE, source), (Side.TARGET, target)):
        window.start.zones[side].chosen.emit(str(folder))
    qtbot.waitUntil(window.start.make.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(window.start.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.catalogue is not None, timeout=PATIENCE)


def open_project(qtbot: QtBot, window: Window, made: MadeProject) -> None:
    """Open a project with runs, and wait for its folders and the worker."""
    window.projects.project(made.folder)
    session = window.session
    qtbot.waitUntil(lambda: session.domains.complete and session.catalogue is not None, timeout=PATIENCE)


def adapt(window: Window, steps: int, method: str = "") -> None:
    """Adapt with the method that the form proposes, or the one of this name."""
    form = window.adapt.form
    window.session.go_to("adapt")
    if method:
        form.method.setCurrentIndex(form.method.findData(method))
    form.steps.setValue(steps)
    form.batch.setValue(16)
    form.start.click()


def finish(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.runs.busy, timeout=PATIENCE)


def pid_of(window: Window, kind: type[Command]) -> int:
    """The id of the process that carries out a command of this kind."""
    for worker, calls in window.workers.calls.items():
        if any(isinstance(call.command, kind) for call in calls.values()):
            assert worker.pid is not None
            return worker.pid
    raise AssertionError(f"no worker is at a {kind.__name__}")


def wait_for_step(qtbot: QtBot, window: Window, step: int) -> None:
    qtbot.waitUntil(lambda: window.runs.progress is not None and window.runs.progress.step >= step, timeout=PATIENCE)


def classification(window: Window) -> ClassificationUi:
    """The window's part for images that each have a class."""
    return next(task for task in window.tasks.all if isinstance(task, ClassificationUi))


def segmentation(window: Window) -> SegmentationUi:
    """The window's part for pixels that each have a class."""
    return next(task for task in window.tasks.all if isinstance(task, SegmentationUi))
