"""A person brings a model that was trained elsewhere: weights to start from, and a model's folder to look through."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, finish, open_folders
from workbench.core.model_formats import ModelFormat
from workbench.gui.shell.window import Window
from workbench.nets.backbones import blank
from workbench.worker.export_model import export_model

LEFT = Qt.MouseButton.LeftButton


class Evil:
    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.sign),)


def choose(monkeypatch: pytest.MonkeyPatch, file: Path, qtbot: QtBot, window: Window) -> None:
    """Answer the system's file dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    qtbot.mouseClick(window.adapt.form.weights.file.choose, LEFT)


def test_that_a_run_starts_from_weights_that_fit_and_from_no_others(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folders(qtbot, window, *domains)
    form, weights = window.adapt.form, window.adapt.form.weights
    window.session.go_to("adapt")
    qtbot.mouseClick(form.advanced, LEFT)
    torch.manual_seed(3)
    state = {f"module.{name}": tensor for name, tensor in blank("small").state_dict().items()}
    torch.save({"state_dict": state | {"module.fc.weight": torch.ones(3, 256)}}, tmp_path / "theirs.pth")

    choose(monkeypatch, tmp_path / "theirs.pth", qtbot, window)
    assert weights.file.choose.text() == "theirs.pth"
    assert "Choose the backbone" in form.foot.text()
    assert not form.start.isEnabled()

    form.backbone.choose("resnet18")
    qtbot.waitUntil(lambda: "do not fit" in form.foot.text(), timeout=PATIENCE)
    assert "Missing: conv1.weight" in weights.words.text()
    assert not form.start.isEnabled()

    with open(tmp_path / "evil.pth", "wb") as file:
        pickle.dump(Evil(tmp_path / "executed"), file)
    choose(monkeypatch, tmp_path / "evil.pth", qtbot, window)
    qtbot.waitUntil(lambda: "can be read safely" in form.foot.text(), timeout=PATIENCE)
    assert not (tmp_path / "executed").exists()
    assert not form.start.isEnabled()

    form.backbone.choose("small")
    choose(monkeypatch, tmp_path / "theirs.pth", qtbot, window)
    qtbot.waitUntil(form.start.isEnabled, timeout=PATIENCE)
    assert "Not used: module.fc.weight." in weights.words.text()
    adapt(window, steps=2)
    finish(qtbot, window)
    (done,) = window.runs.finished()
    assert (done.job.weights, done.job.backbone) == (str(tmp_path / "theirs.pth"), "small")

    qtbot.mouseClick(weights.file.forget, LEFT)
    assert (form.job().weights, form.start.isEnabled()) == ("", True)
    window.adapt.form.fill(done.job)
    assert form.job().weights == done.job.weights


def test_that_an_exported_folder_can_be_looked_through(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folders(qtbot, window, *domains)
    window.adapt.form.backbone.choose("small")
    adapt(window, steps=2)
    finish(qtbot, window)
    (done,) = window.runs.finished()
    assert window.session.project is not None
    for _ in export_model(window.session.project.run_folder(done.id), tmp_path / "away", ModelFormat.FOLDER):
        pass

    window.session.go_to("inspect")
    through = window.inspect.form.through
    before = through.currentIndex()
    for folder, text in (("", through.currentText()), (str(tmp_path / "away"), "Model away")):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, folder=folder: folder)
        qtbot.mouseClick(window.inspect.form.other, LEFT)
        assert through.currentText() == text
    assert through.currentIndex() != before
    qtbot.mouseClick(window.inspect.form.start, LEFT)
    qtbot.waitUntil(lambda: not window.inspection.call.busy, timeout=PATIENCE)
    assert window.inspection.inspection is not None, window.inspection.call.problem
    assert window.inspection.inspection.features == "the model away"
