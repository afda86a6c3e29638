"""Copies finished runs to MLflow: settings, curves, final scores, and a model folder."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Scalars
from workbench.core.job import Job
from workbench.core.model_formats import install_hint
from workbench.engine.tensorboard import curve_values
from workbench.store.run_folder import RunFolder

EXPERIMENT = "Domain Workbench"
RUN_TAG = "workbench.run"  # the folder of a run, by which it is known when it is copied again
BATCH = 1000  # metrics in a request, MLflow's limit
COUNTED = ("shots", "corrections")  # settings of which only the number is kept, because images are named in them
LONGEST = 500  # characters of a setting, the limit of older servers


class MlflowStore:
    """An experiment in a folder, or on a server of MLflow."""

    def __init__(self, store: str) -> None:
        """`store`: a folder, or an address such as http://localhost:5000 or sqlite:///mlflow.db.

        Raises UserError if MLflow is not installed or the store cannot be opened.
        """
        is_folder = "://" not in store
        settings = {"MLFLOW_DISABLE_TELEMETRY": "true"} | ({"MLFLOW_ALLOW_FILE_STORE": "true"} if is_folder else {})
        os.environ.update(settings)  # read when MLflow is imported
        try:
            from mlflow.exceptions import MlflowException
            from mlflow.tracking import MlflowClient
        except ImportError as error:
            raise UserError("MLflow is not installed.", install_hint("mlflow")) from error
        try:
            self.client: Any = MlflowClient(tracking_uri=Path(store).absolute().as_uri() if is_folder else store)
            known = self.client.get_experiment_by_name(EXPERIMENT)
            self.experiment: str = known.experiment_id if known else self.client.create_experiment(EXPERIMENT)
        except (MlflowException, OSError) as error:
            reason = str(error).splitlines()[0][:160]
            raise UserError(f"MLflow cannot open {store} ({reason}).", "Check the folder or the address.") from error

    def has(self, run: RunFolder) -> bool:
        """Whether a run was copied before."""
        runs = self.client.search_runs([self.experiment], f"tags.`{RUN_TAG}` = '{_quoted(run)}'", max_results=1)
        return len(runs) > 0

    def add(self, run: RunFolder, model: Path | None = None) -> None:
        """Copy a finished run, with the model folder `model` if it is given. Raises UserError if it is not finished."""
        from mlflow.entities import Metric, Param

        result, job = run.result(), run.job()
        created = self.client.create_run(
            self.experiment, tags={RUN_TAG: _quoted(run)}, run_name=f"{job.method} {run.path.name}"
        )
        number = created.info.run_id
        now = int(1000 * time.time())
        metrics = [Metric(name, value, now, step) for step, name, value in _curves(run)]
        final = Evaluated(job.steps, result.finished.scores)
        metrics += [Metric(f"final/{name}", value, now, job.steps) for name, value in curve_values(final).items()]
        self.client.log_batch(number, params=[Param(name, text) for name, text in _settings(job).items()])
        for start in range(0, len(metrics), BATCH):
            self.client.log_batch(number, metrics=metrics[start : start + BATCH])
        if model is not None:
            self.client.log_artifacts(number, str(model), "model")
        self.client.set_terminated(number)


def _quoted(run: RunFolder) -> str:
    return str(run.path.absolute()).replace("'", "’")  # MLflow's filters have no escape


def _curves(run: RunFolder) -> Iterator[tuple[int, str, float]]:
    """Step, name and value of every point."""
    for event in run.events():
        if isinstance(event, Scalars | Evaluated):
            yield from ((event.step, name, value) for name, value in curve_values(event).items())


def _settings(job: Job) -> dict[str, str]:
    values: dict[str, Any] = msgspec.to_builtins(job)
    for name in COUNTED:
        values[name] = len(values[name])
    settings = {f"settings.{name}": value for name, value in values.pop("settings").items()}
    return {name: str(value)[:LONGEST] for name, value in (values | settings).items() if value not in ("", None)}
