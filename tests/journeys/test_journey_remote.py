"""A run on a host in the window: chosen in the header, through a lost connection and a restarted window."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, finish, open_folders, wait_for_step
from tests.worker.remote_host import NEEDED, WHY_NOT
from tests.worker.ssh_server import NAME, SshServer
from workbench.gui.shell.device_chip import NO_HOSTS, DeviceChip
from workbench.gui.shell.window import Window
from workbench.store.hosts import Host, add_host
from workbench.store.record_table import Status
from workbench.store.remote_run import goes_on_elsewhere

pytestmark = pytest.mark.skipif(not NEEDED, reason=WHY_NOT)
STEPS = 400


def choose(chip: DeviceChip, name: str) -> list[str]:
    """Open the menu of the device and choose the entry of that name. Returns the texts of its entries."""
    chip.choices.aboutToShow.emit()
    entries = {action.text(): action for action in chip.choices.actions() if not action.isSeparator()}
    entries[name].trigger()
    return list(entries)


def status(window: Window) -> str:
    (row,) = window.adapt.runs_panel.rows()
    return row.status


def reopened(qtbot: QtBot, window: Window, tmp_path: Path) -> Window:
    """Close the window, and open its project in another one, as after a restart."""
    assert window.session.project is not None
    folder = window.session.project.folder
    window.close()
    other = Window(window.theme, QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(other, before_close_func=lambda window: window.workers.close())
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    other.projects.project(folder)
    return other


def test_that_a_run_on_a_host_outlives_its_connection_and_the_window(
    qtbot: QtBot, server: SshServer, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    add_host(Host(NAME, python=sys.executable))
    open_folders(qtbot, window, *domains)
    texts = choose(window.header.device, NAME)
    assert texts == ["This computer · CPU", NAME, NO_HOSTS]
    assert window.header.device.text().startswith(NAME)
    adapt(window, STEPS, "mcc")
    wait_for_step(qtbot, window, 5)
    assert status(window) == f"running on {NAME}"
    run = window.runs.current
    assert run is not None
    assert window.session.project is not None
    folder = window.session.project.run_folder(run.id)

    server.cut()
    qtbot.waitUntil(lambda: any("goes on there" in note for note in window.runs.notes), timeout=PATIENCE)
    panel = window.adapt.runs_panel
    assert "was lost" in panel.problem.text()
    seen = window.runs.progress.step if window.runs.progress else 0
    qtbot.mouseClick(panel.pause, Qt.MouseButton.LeftButton)  # it is answered once the connection is there again
    qtbot.waitUntil(lambda: window.runs.paused, timeout=PATIENCE)
    assert window.runs.progress is not None
    assert seen <= window.runs.progress.step < STEPS

    other = reopened(qtbot, window, tmp_path)
    assert goes_on_elsewhere(folder) == NAME
    qtbot.waitUntil(lambda: other.runs.busy, timeout=PATIENCE)
    other.session.go_to("adapt")
    assert status(other) == f"running on {NAME}"
    finish(qtbot, other)
    (record,) = other.runs.all()
    assert record.status is Status.FINISHED
    assert len(other.session.predictions.by_path) == 72
    app = QApplication.instance()
    assert app is not None
    other.close()


def test_that_a_run_on_a_host_is_stopped_there_and_ends_here(
    qtbot: QtBot, server: SshServer, window: Window, domains: tuple[Path, Path]
) -> None:
    add_host(Host(NAME, python=sys.executable))
    open_folders(qtbot, window, *domains)
    choose(window.header.device, NAME)
    adapt(window, STEPS, "mcc")
    wait_for_step(qtbot, window, 5)
    panel = window.adapt.runs_panel
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    assert status(window) == "stopped"
    assert "the checkpoint is kept" in panel.words.text()
    assert panel.end.isVisible()
    qtbot.mouseClick(panel.end, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    assert status(window) == "finished"
