"""The Export step offers every format, and says what one needs or costs before it is saved."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, open_project
from tests.made_projects import MadeProject
from workbench.core.manifest import Precision
from workbench.core.model_formats import CARDS, ModelFormat
from workbench.engine.openvino_import import openvino_module
from workbench.gui.export.inspector import ExportInspector
from workbench.gui.shell.window import Window


def choose(form: ExportInspector, chosen: ModelFormat) -> None:
    form.format.setCurrentIndex(form.format.findData(chosen))


def test_that_formats_of_other_libraries_are_offered_and_written(
    qtbot: QtBot, window: Window, classification_project: MadeProject, tmp_path: Path
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("export")
    form = window.export.form
    qtbot.waitUntil(lambda: form.run.count() > 0, timeout=PATIENCE)
    assert [form.format.itemText(row) for row in range(form.format.count())] == [card.title for card in CARDS.values()]

    choose(form, ModelFormat.TIMM)
    assert not form.precision.isEnabled()
    assert not form.any_size.isVisible()

    choose(form, ModelFormat.OPENVINO)
    form.precision.setCurrentIndex(form.precision.findData(Precision.FP16))
    assert "measured while it is written" in form.cost.text()
    assert form.save.isEnabled()
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        form.save_to(tmp_path / "model")
    assert "fp16 predicts the same class as PyTorch" in form.outcome.text()
    graph = openvino_module().Core().read_model(tmp_path / "model" / "model.xml")
    assert graph.get_rt_info(["model_info", "labels"]).astype(str) == "a b c"


@pytest.mark.skipif(find_spec("executorch") is not None, reason="ExecuTorch is installed")
def test_that_a_format_whose_package_is_missing_names_the_extra(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.session.go_to("export")
    form = window.export.form
    qtbot.waitUntil(lambda: form.run.count() > 0, timeout=PATIENCE)
    choose(form, ModelFormat.EXECUTORCH)
    assert "domain-workbench[executorch]" in form.cost.text()
    assert not form.save.isEnabled()
    choose(form, ModelFormat.OPENVINO)
    form.precision.setCurrentIndex(form.precision.findData(Precision.INT8))
    assert form.save.isEnabled() is (find_spec("nncf") is not None)
    choose(form, ModelFormat.PT2)
    assert form.cost.isHidden()
    assert form.save.isEnabled()
