"""The registry of exporters by task. It does not import torch."""

from functools import cache
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.plugins import TASKS
from workbench.engine.discovery import discovered
from workbench.engine.onnx_model import is_model_folder, task_name_of
from workbench.export.tasks.contract import TaskExport
from workbench.store.run_folder import RunFolder

PACKAGE = "workbench.export.tasks"


@cache
def exporters() -> dict[str, TaskExport]:
    """All exporters by the name of their task."""
    kinds: list[TaskExport] = [kind() for kind in discovered(PACKAGE, TASKS, TaskExport, packages=True)]
    return {task_export.name: task_export for task_export in sorted(kinds, key=lambda task_export: task_export.name)}


def exporter(task: str) -> TaskExport:
    """The exporter of a task. Raises UserError if there is none."""
    known = exporters()
    if task not in known:
        raise UserError(
            f"Models of the task “{task}” cannot be exported.", f"Tasks with an exporter: {', '.join(known)}."
        )
    return known[task]


def exporter_for(model: Path) -> TaskExport:
    """The exporter for a run folder, a model folder or an ONNX file. Raises UserError for anything else."""
    if model.is_dir() and not is_model_folder(model):
        return exporter(RunFolder(model).job().decided_task)
    if not model.exists():
        raise UserError(
            f"There is no model {model}.", "Give a model folder, an .onnx file, or the folder of a finished run."
        )
    return exporter(task_name_of(model))
