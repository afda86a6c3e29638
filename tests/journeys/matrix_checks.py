"""What the matrix of journeys asserts of a run: its folder, the command that repeats it, and what the window shows."""

import argparse
import shlex
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.journeys.matrix_parts import PARTS
from workbench.cli import adapt_command
from workbench.core.domain import Side
from workbench.core.events import Evaluated, Finished, Scalars, Started
from workbench.core.job import AUTO, Job
from workbench.core.run_selection import REFERENCE
from workbench.engine.auto import execute
from workbench.engine.tasks.registry import task
from workbench.gui.kit.number_format import percent
from workbench.gui.shell.window import Window
from workbench.gui.views.charts.chart import Chart
from workbench.store.project import RunRecord
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder

UNFINISHED = ("result.json", "model.safetensors", "predictions.csv", "masks", "images.csv")


def folder_of(window: Window, run: RunRecord) -> RunFolder:
    """The folder of a run of the open project."""
    assert window.session.project is not None
    return RunFolder(window.session.project.run_folder(run.id))


def title_of(window: Window, method: str) -> str:
    """The title of a method on screen."""
    assert window.session.catalogue is not None
    titles = {card.name: card.title for card in window.session.catalogue.methods}
    return "Automatic" if method == AUTO else titles[method]


# -- in the run folder -----------------------------------------------------------------------------------------------


def check_unfinished_folder(place: RunFolder, method: str) -> None:
    """A run that was interrupted has the job as asked and a checkpoint, which lies in a trial while methods are tried.

    It has no model yet.
    """
    assert place.job().method == method
    for name in UNFINISHED:
        assert not (place.path / name).exists(), name
    training = place.training_folder()
    assert training.checkpoint.is_file()
    assert (training.path == place.path) == (method != AUTO)


def check_finished_folder(place: RunFolder, method: str, steps: int, targets: list[str]) -> None:
    """All that a run of its task leaves is there, complete and once, whatever happened to it on the way."""
    job, result, events = place.job(), place.result(), list(place.events())
    assert job.steps == steps
    comparison = place.comparison()
    if method == AUTO:
        assert comparison is not None
        assert job.method == comparison.chosen
        assert {REFERENCE, job.method} <= {trial.method for trial in comparison.trials}
    else:
        assert comparison is None
        assert job.method == method
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert events[-1].scores == result.finished.scores
    assert [event.step for event in events if isinstance(event, Scalars)] == list(range(1, steps + 1))
    looks = [event.step for event in events if isinstance(event, Evaluated)]
    assert looks == sorted({*looks}) + looks[-1:], "once each, and once more at the end with all samples"
    assert (looks[0], looks[-1]) == (0, steps)
    assert place.pictures() == sorted({*looks})
    for name in (*task(job.decided_task).artefacts, "model.safetensors", "best.safetensors"):
        assert (place.path / name).exists(), name
    assert [row.path for row in place.predictions()] == targets
    assert not place.checkpoint.exists()
    assert not place.trials.exists()
    assert not list(place.path.rglob("*.part"))


def check_command(window: Window, run: RunRecord) -> Job:
    """The command that the window copies is accepted, names paths that exist, and has the shots. Returns its job."""
    job = parsed(copied_command(window, run))
    expected = {(shot.path, shot.label, bool(shot.mask)) for shot in run.job.shots}
    assert {(shot.path, shot.label, bool(shot.mask)) for shot in job.shots} == expected
    return job


def check_repeated(window: Window, run: RunRecord, out: Path) -> None:
    """The job of the copied command gives the same model and predictions without an interruption."""
    place, again = folder_of(window, run), RunFolder(out)
    list(execute(check_command(window, run), out))
    for file in (place.model, place.predictions_file, *place.masks.rglob("*.png")):
        assert file.read_bytes() == (again.path / file.relative_to(place.path)).read_bytes(), file


def copied_command(window: Window, run: RunRecord) -> list[str]:
    """What “Copy command” puts on the clipboard."""
    panel = window.adapt.runs_panel
    panel.table.select(run.id)
    panel.actions_.copy_command()
    return shlex.split(QGuiApplication.clipboard().text())


def parsed(words: list[str]) -> Job:
    """The job that the command line reads from a command, whose paths exist."""
    assert words[:2] == ["workbench", "adapt"]
    parser = argparse.ArgumentParser()
    adapt_command.configure(parser)
    arguments, others = parser.parse_known_args(words[2:])
    adapt_command.read_extra(arguments, others)
    for path in (arguments.source, arguments.target, arguments.shots, arguments.shot_masks):
        assert path is None or Path(path).exists(), path
    return adapt_command.job_of(arguments)


# -- in the window ---------------------------------------------------------------------------------------------------


def check_row(window: Window, run: RunRecord, status: Status, method: str, shots: int) -> None:
    """The run is displayed and chosen, and its row says how it stands."""
    panel = window.adapt.runs_panel
    row = next(row for row in panel.rows() if row.id == run.id)
    assert (row.status, row.method, row.shots) == (status.value, title_of(window, method), shots)
    assert panel.table.selected() == window.runs.displayed_id == run.id
    assert panel.resume.isVisible() == (status is not Status.FINISHED)


def check_drawn(qtbot: QtBot, window: Window, run: RunRecord) -> None:
    """The curves and the scatter plot show all that the run, or the trial that it trains, has reported so far."""
    curves, scatter, place = window.adapt.runs_panel.curves, window.pictures.scatter, folder_of(window, run)
    training = place.training_folder()
    losses = {name for event in training.events() if isinstance(event, Scalars) for name in event.values}
    last = max(event.step for event in training.events() if isinstance(event, Scalars))
    assert losses
    qtbot.waitUntil(lambda: drawn(curves.losses) == dict.fromkeys(losses, last))
    assert {"source", "target", "score"} <= drawn(curves.accuracy).keys()
    assert curves.losses.isVisible()
    embedding = training.embedding()
    assert embedding is not None
    window.session.go_to("export")
    if not scatter.isVisible():  # kept for the step in a window that other runs used
        qtbot.keyClick(window.pictures.grid, Qt.Key.Key_F7)
    assert scatter.isVisible()
    assert not scatter.empty.isVisible()
    paths = {side: part.paths for side, part in scatter._points.items()}
    assert paths == {Side.SOURCE: list(embedding.source.paths), Side.TARGET: list(embedding.target.paths)}
    assert sorted(paths[Side.TARGET]) == sorted(sample.path for sample in window.session.domains.samples(Side.TARGET))
    window.session.go_to("adapt")


def drawn(chart: Chart) -> dict[str, float]:
    """The last step of each curve that is drawn."""
    data = {name: curve.getOriginalDataset()[0] for name, curve in chart._curves.items()}
    return {name: steps[-1] for name, steps in data.items() if steps is not None and len(steps)}


def check_unfinished_window(window: Window, run: RunRecord) -> None:
    """The run has no model to use: the current one is that of an earlier run, and Export offers finished runs only."""
    model = window.runs.model
    assert model is not None
    assert model.id != run.id
    assert list(window.session.predictions.by_path.values()) == folder_of(window, model).predictions()
    assert f"after run {run.number} " not in window.adapt.form.sentence.text()
    assert window.adapt.runs_panel.resume.text() == f"Resume run {run.number}"
    window.session.go_to("export")
    assert window.export.form.run.findData(run.id) == -1
    window.session.go_to("adapt")


def check_finished_window(qtbot: QtBot, window: Window, run: RunRecord) -> None:
    """The figures of the run are those of its folder, and its model can be exported."""
    assert run.scores == folder_of(window, run).result().finished.scores
    assert run.scores is not None
    title = title_of(window, run.job.method)
    card, panel, export = window.adapt.form, window.adapt.runs_panel, window.export.form
    assert card.figure.isVisible()
    pixels = run.scores.target_pixels
    assert card.figure.text() == (f"{percent(pixels.miou)} mean IoU" if pixels else percent(run.scores.target_accuracy))
    assert f"after run {run.number} ({title})" in card.sentence.text()
    comparison = folder_of(window, run).comparison()
    assert comparison is None or comparison.reason in panel.problem.text()
    assert panel.problem.property("role") != "bad"
    PARTS[run.job.decided_task].check_results(qtbot, window, run)
    window.session.go_to("export")
    assert export.run.currentData() == run.id
    assert export.run.currentText().startswith(f"{run.number} · {title}")
    assert export.save.isVisible()
    window.session.go_to("adapt")
