"""Runs in MLflow: settings, curves and scores are those of the run folder, and no run is copied twice."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.made_projects import MadeProject
from workbench.core.errors import UserError
from workbench.core.events import Scalars
from workbench.core.generators import Returning
from workbench.engine.mlflow_log import MlflowStore
from workbench.store.run_folder import RunFolder
from workbench.worker.mlflow_copy import copy_to_mlflow


def run_folders(made: MadeProject) -> list[Path]:
    return sorted(path.parent for path in (made.folder / "runs").glob("*/job.json"))


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")  # of MLflow's own code
def test_that_runs_are_copied_to_mlflow_once(made_classification: MadeProject, tmp_path: Path) -> None:
    pytest.importorskip("mlflow", reason="MLflow is not installed: pip install 'domain-workbench[mlflow]'")
    runs = run_folders(made_classification)
    assert Returning(copy_to_mlflow(runs, str(tmp_path / "mlruns"))).finish() == (2, 0, 1)
    assert Returning(copy_to_mlflow(runs, str(tmp_path / "mlruns"))).finish() == (0, 2, 1)
    client: Any = MlflowStore(str(tmp_path / "mlruns")).client
    copied = client.search_runs([client.get_experiment_by_name("Domain Workbench").experiment_id])
    assert {run.info.status for run in copied} == {"FINISHED"}
    for run in copied:
        folder = RunFolder(Path(run.data.tags["workbench.run"]))
        assert run.data.params["method"] == folder.job().method
        assert run.data.params["shots"] == str(len(folder.job().shots))
        assert run.data.metrics["final/accuracy/target"] == folder.result().finished.scores.target_accuracy
        for name in next(event for event in folder.events() if isinstance(event, Scalars)).values:
            points = [(point.step, point.value) for point in client.get_metric_history(run.info.run_id, f"loss/{name}")]
            losses = [event for event in folder.events() if isinstance(event, Scalars)]
            assert points == [(event.step, event.values[name]) for event in losses]


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_that_a_model_folder_goes_with_a_run(made_classification: MadeProject, tmp_path: Path) -> None:
    pytest.importorskip("mlflow", reason="MLflow is not installed: pip install 'domain-workbench[mlflow]'")
    run = made_classification.folder / "runs" / made_classification.plain
    Returning(copy_to_mlflow([run], str(tmp_path / "mlruns"), models=True)).finish()
    client: Any = MlflowStore(str(tmp_path / "mlruns")).client
    (copied,) = client.search_runs([client.get_experiment_by_name("Domain Workbench").experiment_id])
    names = {Path(one.path).name for one in client.list_artifacts(copied.info.run_id, "model")}
    assert {"model.onnx", "model.json", "model.safetensors", "README.md"} <= names


def test_that_the_extra_is_named_where_mlflow_is_missing(
    made_classification: MadeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)
    monkeypatch.setitem(sys.modules, "mlflow.exceptions", None)
    with pytest.raises(UserError, match="MLflow is not installed") as caught:
        Returning(copy_to_mlflow(run_folders(made_classification), str(tmp_path))).finish()
    assert "domain-workbench[mlflow]" in caught.value.hint
