"""A person who decides is given a report from the window; whoever repeats it types what the report says."""

import re
import shlex
import subprocess
import sys
from html import unescape
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import PATIENCE, adapt, finish, open_folders
from workbench.gui.export.pdf_printer import page_document
from workbench.gui.shell.window import Window
from workbench.store.run_folder import RunFolder


def test_that_a_report_names_the_chosen_run_and_its_commands_give_the_same_again(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    source = make_domain(tmp_path / "plant a", seed=1, count=5)
    target = make_domain(tmp_path / "plant b", seed=2, count=5, negative=True)
    open_folders(qtbot, window, source, target)
    for method in ("source_only", "adabn"):
        window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData(method))
        adapt(window, steps=10)
        finish(qtbot, window)
    window.session.go_to("translate")
    form, translating = window.translate.form, window.translate.translations
    form.translator.setCurrentIndex(form.translator.findData("histogram"))
    form.start.click()
    qtbot.waitUntil(lambda: not translating.busy, timeout=PATIENCE)

    window.session.go_to("export")
    chosen = window.runs.finished()[-1]  # not the one that stands there by itself
    window.export.form.run.setCurrentIndex(window.export.form.run.findData(chosen.id))
    out = tmp_path / "report.html"
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.report_to(out)
    assert f"It recommends run {chosen.number}." in window.export.form.outcome.text()
    text = unescape(out.read_text(encoding="utf-8"))
    assert f"Take the run “{chosen.id}”" in text
    seen = page_document(text).toPlainText()
    assert "What does the difference look like?" in seen
    assert "Histogram matching" in seen
    assert "From “plant a” to “plant b”" in seen

    commands = [shlex.split(one) for one in re.findall(r"<pre>(.*?)</pre>", text)]
    (again,) = (one for one in commands if one[1] == "adapt" and chosen.job.method in one)
    (take,) = (one for one in commands if one[1] == "export")
    assert window.session.project is not None
    run = window.session.project.run_folder(chosen.id)
    for command in ([*again, "--out", "again"], take):
        words = [sys.executable, "-m", *command]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stderr
    assert RunFolder(tmp_path / "again").predictions() == RunFolder(run).predictions()
    assert (tmp_path / "model" / "model.onnx").is_file()
