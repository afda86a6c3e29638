"""Errors that nobody expected, in the window: logged, told in a sentence with details, and the window lives on."""

import logging
import subprocess
import sys
import threading
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, finish, open_folders, pid_of
from tests.machine import kill
from workbench.core.errors import UserError
from workbench.gui.shell.app import watch
from workbench.gui.shell.log_file import CRASHES, LOG, log_files, logged
from workbench.gui.shell.window import Window
from workbench.store.user_paths import user_logs
from workbench.worker.commands import Run

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def watched(window: Window) -> Iterator[Window]:
    """The window as the program opens it: with its log and its hooks."""
    with logged(user_logs()):
        errors = watch(window)
        yield window
        errors.remove()


def log() -> str:
    return (user_logs() / LOG).read_text(encoding="utf-8")


def break_down() -> None:
    raise ZeroDivisionError("a fault of the program")


class Broken(QWidget):
    """A widget that cannot be drawn."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        break_down()


def test_that_an_unexpected_error_is_told_with_details_and_the_window_lives_on(
    qtbot: QtBot, watched: Window, domains: tuple[Path, Path]
) -> None:
    notice = watched.problems
    assert not notice.isVisible()
    QTimer.singleShot(0, break_down)
    qtbot.waitUntil(notice.isVisible)
    assert notice.words.text() == "An unexpected error occurred (ZeroDivisionError: a fault of the program)."
    qtbot.mouseClick(notice.copy, LEFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("workbench ")
    assert "in break_down" in copied
    assert "in break_down" in log()
    qtbot.mouseClick(notice.dismiss, LEFT)
    assert not notice.isVisible()
    open_folders(qtbot, watched, *domains)
    assert watched.session.domains.complete


def test_that_errors_in_threads_in_drawing_and_in_background_work_are_told_too(qtbot: QtBot, watched: Window) -> None:
    notice = watched.problems
    thread = threading.Thread(target=break_down, name="a helper")
    thread.start()
    qtbot.waitUntil(notice.isVisible)
    thread.join()
    assert "in thread a helper" in log()
    notice.hide()
    broken = Broken()
    qtbot.addWidget(broken)
    broken.show()
    qtbot.waitUntil(notice.isVisible)
    assert "in paintEvent" in notice.details
    again = QTimer(broken, interval=1)
    again.timeout.connect(broken.update)
    again.start()
    qtbot.waitUntil(lambda: "occurred 16 times" in log())
    broken.hide()
    assert log().count("in paintEvent") == 1, "the same error, logged once with its traceback"
    notice.hide()
    ended: list[UserError] = []
    watched.watcher.background.do(break_down, lambda _none: None, ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert notice.isVisible()


def test_that_what_a_person_could_mend_is_told_as_it_is(qtbot: QtBot, watched: Window) -> None:
    def refuse() -> None:
        raise UserError("The project could not be read: its file project.sqlite is damaged.", "Restore it.")

    QTimer.singleShot(0, refuse)
    qtbot.waitUntil(watched.problems.isVisible)
    assert watched.problems.words.text().endswith("is damaged. Restore it.")


def test_that_a_report_holds_log_versions_and_the_run_in_sight_and_no_path(
    qtbot: QtBot, watched: Window, domains: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folders(qtbot, watched, *domains)
    watched.session.labels.apply({"a/000.png": "a", "b/000.png": "b"})
    adapt(watched, steps=12)
    finish(qtbot, watched)
    logging.getLogger("workbench").info("reading %s/a/000.png", domains[1])
    out = tmp_path / "report.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(out), ""))
    qtbot.keyClick(watched, "?")
    qtbot.mouseClick(watched.keys_sheet.report, LEFT)
    qtbot.waitUntil(lambda: "Wrote report.zip" in watched.problems.words.text(), timeout=PATIENCE)
    assert watched.problems.isVisible()
    with zipfile.ZipFile(out) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"window.log.txt", "versions.txt", "run/job.json"} <= set(texts)
    assert "PySide6-Essentials".lower() in texts["versions.txt"].lower()
    job = msgspec.json.decode(texts["run/job.json"])
    assert (job["steps"], job["source"], job["shots"]) == (12, "<source>", "2 of them")
    assert "reading <target>/<image>" in texts["window.log.txt"]
    everything = "".join(texts.values())
    assert ".png" not in everything
    assert not any(str(folder) in everything for folder in (*domains, Path.home(), tmp_path))


def test_that_a_report_goes_to_where_the_keys_say_and_a_bad_place_is_told(
    qtbot: QtBot, watched: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "file" / "r.zip"), ""))
    qtbot.keyClick(watched, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "could not be written" in watched.problems.words.text(), timeout=PATIENCE)


def test_that_why_a_run_failed_is_in_the_log(qtbot: QtBot, watched: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, watched, *domains)
    adapt(watched, steps=5000)
    qtbot.waitUntil(lambda: watched.runs.progress is not None, timeout=PATIENCE)
    kill(pid_of(watched, Run))
    finish(qtbot, watched)
    assert "ended unexpectedly" in log()


def test_that_warnings_are_logged_and_the_log_rotates(tmp_path: Path) -> None:
    with logged(tmp_path):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(True)
            warnings.warn("an old name", stacklevel=1)
        for _ in range(25):
            logging.getLogger("workbench.test").info("x" * 50_000)
    names = [file.name for file in log_files(tmp_path)]
    assert names == [LOG, f"{LOG}.1", CRASHES]
    assert "an old name" in (tmp_path / f"{LOG}.1").read_text()


def test_that_a_window_without_a_log_folder_opens_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    with logged(tmp_path / "file"):
        assert "no log can be written" in capsys.readouterr().err


CRASHING = """
import ctypes, sys
from PySide6.QtCore import QTimer, qWarning
import workbench.gui.shell.app as app
def fall():
    qWarning("a warning of Qt")
    ctypes.string_at(0)
def begin():
    QTimer.singleShot(0, fall)
    1 / 0
QTimer.singleShot(0, begin)
sys.exit(app.run_window())
"""


def test_that_a_crash_leaves_its_last_words_and_the_log(tmp_path: Path) -> None:
    answer = subprocess.run([sys.executable, "-c", CRASHING], capture_output=True, check=False, timeout=120)
    assert answer.returncode != 0
    assert "ZeroDivisionError" in log()
    assert "a warning of Qt" in log()
    assert "The window is closed" not in log()
    crash = (user_logs() / CRASHES).read_text()
    assert "in fall" in crash
