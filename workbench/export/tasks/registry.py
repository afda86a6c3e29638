"""The exporters by task. Torch is not imported."""

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
    found: list[TaskExport] = [kind() for kind in discovered(PACKAGE, TASKS, TaskExport, packages=True)]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def exporter(task: str) -> TaskExport:
    """The exporter of a task. Raises UserError when there is none."""
    known = exporters()
    if task not in known:
        raise UserError(f"Models of the task “{task}” cannot leave.", f"Those of these can: {', '.join(known)}.")
    return known[task]


def exporter_for(model: Path) -> TaskExport:
    """The exporter of a run folder, a model folder or an ONNX file. Raises UserError when it is none of these."""
    if model.is_dir() and not is_model_folder(model):
        return exporter(RunFolder(model).job().decided_task)
    if not model.exists():
        raise UserError(
            f"There is no model {model}.", "Give an exported folder or .onnx file, or the folder of a finished run."
        )
    return exporter(task_name_of(model))
