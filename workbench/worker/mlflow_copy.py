"""Copies the finished runs of a project or a folder to MLflow. Each run is copied once."""

import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.events import Prepared
from workbench.core.model_formats import ModelFormat
from workbench.engine.mlflow_log import MlflowStore
from workbench.store.run_folder import RunFolder
from workbench.worker.export_model import export_model


class Copied(NamedTuple):
    """How many runs were copied, were there before, and are not finished."""

    copied: int
    known: int
    unfinished: int


def copy_to_mlflow(runs: Sequence[Path], store: str, *, models: bool = False) -> Generator[Prepared, None, Copied]:
    """Copy settings, curves and scores of finished runs, given by their folders; with `models`, also model folders.

    Raises UserError if MLflow is not installed, the store cannot be opened, or a model cannot be written.
    """
    experiment = MlflowStore(store)
    folders = [RunFolder(path) for path in runs]
    finished = [folder for folder in folders if folder.result_file.is_file()]
    copied = 0
    for number, folder in enumerate(finished):
        yield Prepared("Copying runs", number, len(finished))
        if experiment.has(folder):
            continue
        with tempfile.TemporaryDirectory(prefix="workbench-") as temporary:
            model = Path(temporary) / "model"
            if models:
                yield from export_model(folder.path, model, ModelFormat.FOLDER)
            experiment.add(folder, model if models else None)
        copied += 1
    return Copied(copied, len(finished) - copied, len(folders) - len(finished))
