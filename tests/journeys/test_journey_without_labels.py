"""The whole way on a target without class folders: Automatic, measure, teach, adapt, report, export; nothing untrue."""

import re
from html import unescape
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.test_journey_measure import begin, press
from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.target_quality import QualityKind
from workbench.gui.export.pdf_printer import page_document
from workbench.gui.shell.window import Window
from workbench.store.run_folder import RunFolder

MEASURED, TAUGHT = 30, 6


def test_that_every_statement_on_the_way_is_true(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    source = make_domain(tmp_path / "lab", seed=1)
    target, truth = flat(make_domain(tmp_path / "made", seed=2, negative=True), tmp_path / "line")
    open_folders(qtbot, window, source, target)
    session, runs, card = window.session, window.runs, window.adapt.form

    adapt(window, steps=30)
    assert "at the end of the run in progress" in card.sentence.text()
    finish(qtbot, window)
    (first,) = runs.finished()
    assert runs.quality.of(first).kind is not QualityKind.MEASURED
    assert not re.search(r"\d %", card.figure.text()) or " to " in card.figure.text()
    assert "No label teaches yet" in card.foot.text()
    assert told_to_have_vanished(window) == (predicted(window) < set(session.labels.classes))

    begin(qtbot, window)
    form = classification(window).form
    qtbot.mouseClick(form.measuring_box.draw, Qt.MouseButton.LeftButton)
    for _ in range(MEASURED):
        name_selected(qtbot, window, truth)
    drawn = [path for path in session.labels.drawn if path in session.labels.by_path]
    session.go_to("adapt")
    basis = f"Measured on {MEASURED} random target images"
    qtbot.waitUntil(lambda: basis in card.sentence.text(), timeout=PATIENCE)
    assert f"{100 * right(window, first.id, drawn, truth):.1f} %" in card.figure.text()

    session.go_to("label")
    qtbot.mouseClick(form.switch.teach, Qt.MouseButton.LeftButton)
    assert form.figure.text() == "0 labels", "those that measure do not teach"
    assert not form.review_box.isVisible(), "there is nothing to review"
    qtbot.waitUntil(lambda: bool(classification(window).suggestions_panel.strip.ids()), timeout=PATIENCE)
    teach(qtbot, window, truth)
    assert form.figure.text() == f"{TAUGHT} labels"

    adapt(window, steps=30, method="mcc")
    finish(qtbot, window)
    second = runs.finished()[0]
    assert {shot.path for shot in second.job.shots}.isdisjoint(drawn)
    qtbot.waitUntil(lambda: basis in card.sentence.text(), timeout=PATIENCE)
    assert f"{100 * right(window, second.id, drawn, truth):.1f} %" in card.figure.text()

    out = tmp_path / "report.html"
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.report_to(out)
    told = page_document(unescape(out.read_text(encoding="utf-8"))).toPlainText()
    untrue = [words for words in ("estimated without labels", "no labels for evaluation") if words in told]
    assert not untrue
    assert "on random labels" in told
    assert basis in told
    assert f"{TAUGHT} target images were labelled for the chosen run" in told

    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.save_to(tmp_path / "model")
    manifest = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    stated = manifest["target_quality"]
    assert (stated["kind"], stated["count"]) == ("measured", MEASURED)
    typed = report_typed(window, tmp_path)
    assert "random label" in typed, "labels choose where there are some"


def predicted(window: Window) -> set[str]:
    return {row.predicted for row in window.session.predictions.by_path.values()}


def told_to_have_vanished(window: Window) -> bool:
    return "The model predicts no target image as" in window.adapt.runs_panel.problem.text()


def report_typed(window: Window, place: Path) -> str:
    """The text of the report of the command line, which chooses the run by itself."""
    assert window.session.project is not None
    out = place / "typed.html"
    assert main(["report", str(window.session.project.folder), "--out", str(out), "--no-shift"], window=lambda: 0) == 0
    return page_document(unescape(out.read_text(encoding="utf-8"))).toPlainText()


def flat(made: Path, folder: Path) -> tuple[Path, dict[str, str]]:
    """The images of class folders in one folder, named as a camera does, and the class of each."""
    folder.mkdir()
    truth = {}
    files = sorted(made.glob("*/*.png"), key=lambda file: (file.name, file.parent.name))
    for number, file in enumerate(files):
        name = f"IMG_{2000 + number}.png"
        file.rename(folder / name)
        truth[name] = file.parent.name
    return folder, truth


def teach(qtbot: QtBot, window: Window, truth: dict[str, str]) -> None:
    """Name suggested images; Tab brings others where those that are left were drawn since."""
    selection = window.session.selection
    for _ in range(TAUGHT):
        if not selection.ids:
            press(qtbot, Qt.Key.Key_Tab)
            qtbot.waitUntil(lambda: len(selection.ids) == 1, timeout=PATIENCE)
        name_selected(qtbot, window, truth)


def name_selected(qtbot: QtBot, window: Window, truth: dict[str, str]) -> None:
    ((side, path),) = window.session.selection.ids
    assert side is Side.TARGET
    press(qtbot, window.session.labels.keys[truth[path]])


def right(window: Window, run: str, paths: list[str], truth: dict[str, str]) -> float:
    """The share of these images that a run predicts correctly."""
    assert window.session.project is not None
    predicted = {row.path: row.predicted for row in RunFolder(window.session.project.run_folder(run)).predictions()}
    return sum(predicted[path] == truth[path] for path in paths) / len(paths)
