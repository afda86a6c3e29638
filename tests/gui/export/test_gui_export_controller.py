"""What leaves a project that was left itself: its last word is not said to the next one."""

from pytestqt.qtbot import QtBot

from workbench.gui.export.export_controller import ExportController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.tasks.discovery import task_rules
from workbench.worker.replies import ModelExported, Refused


def test_that_what_a_left_project_asked_for_is_told_to_nobody(qtbot: QtBot) -> None:
    workers = Workers()
    leaving = ExportController(Session(workers, task_rules(), workers))
    told: list[object] = []
    leaving.failed.connect(lambda *words: told.append(words))
    leaving.written.connect(told.append)
    for reply in (Refused("Export", "It was stopped."), ModelExported("runs/001-dann", "model.onnx")):
        with qtbot.waitSignal(leaving.changed):  # what it kept from beginning may begin
            workers.received.emit(reply)
    assert told == []
    assert leaving.can_start
