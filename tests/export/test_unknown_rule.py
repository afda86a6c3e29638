"""A method's own rule for unknown classes holds wherever its model goes."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_domain
from workbench.core.domain import UNKNOWN
from workbench.core.generators import Returning
from workbench.core.job import Job, Shift
from workbench.core.manifest import MODEL_FILE, UnknownScore
from workbench.data.scan import scan_now
from workbench.engine.onnx_model import read_manifest
from workbench.engine.run import run
from workbench.engine.target_predictions import predict_target
from workbench.export.model_folder import export_folder
from workbench.export.predict import collect_predictions, load_model, predictions
from workbench.store.run_folder import RunFolder


@pytest.fixture(scope="module")
def place(domains: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of OVANet, whose logits carry their own decision, beside its exported model."""
    folder = tmp_path_factory.mktemp("own rule")
    source, target = (
        str(domains[0]),
        str(make_domain(folder / "target", seed=5, classes="abcdef", count=12, negative=True)),
    )
    shift, cache = Shift.OPEN_PARTIAL, str(folder / "cache")
    job = Job(method="ovanet", source=source, target=target, steps=30, batch=8, image_size=16, shift=shift, cache=cache)
    list(run(job, folder / "run"))
    Returning(export_folder(folder / "run", folder / "model")).finish()
    return folder / "run"


def test_that_run_folder_window_model_folder_and_script_reject_the_same(place: Path) -> None:
    expected = {row.path: row.predicted for row in RunFolder(place).predictions()}
    assert 0 < sum(name == UNKNOWN for name in expected.values()) < len(expected)
    again = Returning(predict_target(place)).finish()
    assert dict(zip(again.paths, again.predicted, strict=True)) == expected

    model, target = place.parent / "model", place.parent / "target"
    for source in (place, model):
        made, _ = collect_predictions(predictions(load_model(source), scan_now(target)))
        assert {one.sample.path: one.predicted for one in made} == expected
        assert all((one.unknown > 0.5) == (one.predicted == UNKNOWN) for one in made)

    command = [sys.executable, str(model / "predict.py"), str(target)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd="/")
    lines = [line.split("\t") for line in answer.stdout.splitlines()]
    told = {Path(path).relative_to(target).as_posix(): name for name, _, _, path in lines}
    assert told == expected
    scores = {Path(path).relative_to(target).as_posix(): float(score) for _, _, score, path in lines}
    ours = np.array([[one.unknown, scores[one.sample.path]] for one in made])
    assert ours[:, 1] == pytest.approx(ours[:, 0], abs=1e-3)


def test_that_older_programs_refuse_the_rule_and_older_models_keep_theirs(place: Path, tmp_path: Path) -> None:
    model = place.parent / "model"
    told = read_manifest(model)
    assert told.unknown is not None
    assert (told.format, told.unknown.score) == (2, UnknownScore.LOG_ODDS)
    old = json.loads((model / MODEL_FILE).read_text())
    del old["unknown"]["score"]
    (tmp_path / MODEL_FILE).write_text(json.dumps(old | {"format": 1}))
    kept = read_manifest(tmp_path).unknown
    assert kept is not None
    assert kept.score is UnknownScore.ENTROPY
