"""The temperature that is fitted on the measuring set, over a run of the engine, and in what leaves of it."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.conftest import make_domain
from tests.made_projects import MadeProject, make_project
from workbench.analysis.calibration import calibration_of, drawn_outputs
from workbench.analysis.deciding import FEWEST
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import Job, Shot
from workbench.core.model_formats import ModelFormat
from workbench.data.scan import scan_now
from workbench.engine.model_io import load_adapted
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder
from workbench.worker.export_model import export_model

LABELS = FEWEST + 5


def test_that_enough_random_labels_calibrate_the_model_that_leaves(tmp_path: Path) -> None:
    made = small_project(tmp_path)
    run = RunFolder(made.folder / "runs" / made.plain)
    assert calibration_of(run) is None, "nothing is labelled"
    label(made, FEWEST - 1)
    assert calibration_of(run) is None, "too few are"
    label(made, LABELS - FEWEST + 1)
    calibration = calibration_of(run)
    assert calibration is not None
    assert calibration.labels == LABELS
    assert calibration.temperature != load_adapted(run).model.temperature

    Returning(export_model(run.path, tmp_path / "model", ModelFormat.FOLDER)).finish()
    manifest = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    assert manifest["calibrated_on"] == LABELS
    assert manifest["calibration_temperature"] == calibration.temperature


def test_that_costs_of_a_miss_decide_the_class_in_every_form_that_leaves(tmp_path: Path) -> None:
    made = small_project(tmp_path)
    run, target = RunFolder(made.folder / "runs" / made.plain), made.target
    with pytest.raises(UserError, match="No random target image"):
        drawn_outputs(run)
    label(made, LABELS)
    with closing(Project.open(made.folder)) as project:
        project.measuring_set.draw(scan_now(made.target, cache=project.cache).samples, 3)
        drawn = project.measuring_set.current()
    found = drawn_outputs(run)
    assert set(found.paths) == set(drawn), "those without a label, too"
    assert found.logits.shape == (LABELS + 3, 3)
    before = predicted(run.path, target)
    least = min(run.result().classes, key=list(before.values()).count)
    with closing(Project.open(made.folder)) as project:
        project.miss_costs.set({least: 100.0, "elsewhere": 3.0})

    Returning(export_model(run.path, tmp_path / "model", ModelFormat.FOLDER)).finish()
    Returning(export_model(run.path, tmp_path / "model.onnx", ModelFormat.ONNX)).finish()
    manifest = msgspec.json.decode((tmp_path / "model" / "model.json").read_bytes())
    assert (manifest["miss_costs"], manifest["format"]) == ({least: 100.0}, 3)
    assert f"{least} 100" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    after = predicted(tmp_path / "model", target)
    assert list(after.values()).count(least) > list(before.values()).count(least)
    assert predicted(tmp_path / "model.onnx", target) == after
    assert predicted(run.path, target) == after
    script = [sys.executable, str(tmp_path / "model" / "predict.py"), str(target)]
    lines = subprocess.run(script, capture_output=True, text=True, check=True).stdout.splitlines()
    alone = {Path(line.split("\t")[3]).relative_to(target).as_posix(): line.split("\t")[0] for line in lines}
    assert alone == after


def small_project(root: Path) -> MadeProject:
    """A project with runs of a few steps, which leave room for another decision."""
    source = make_domain(root / "source", seed=1)
    target = make_domain(root / "target", seed=2, negative=True)
    job = Job(method="source_only", source=str(source), target=str(target), steps=12, batch=8, image_size=16)
    return make_project(root, job, "mcc", (Shot("a/000.png", "a"),))


def predicted(model: Path, folder: Path) -> dict[str, str]:
    """The class that a model names for each image."""
    found, _ = collect_predictions(predictions(load_model(model), scan_now(folder)))
    return {one.sample.path: one.predicted for one in found}


def label(made: MadeProject, number: int) -> None:
    """Draw so many more images, and label them by their folders."""
    with closing(Project.open(made.folder)) as project:
        before = set(project.measuring_set.current())
        project.measuring_set.draw(scan_now(made.target, cache=project.cache).samples, number)
        drawn = set(project.measuring_set.current()) - before
        project.labels.apply({path: path.split("/")[0] for path in drawn})
