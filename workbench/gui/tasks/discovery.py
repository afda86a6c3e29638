"""Finds each task's part of the window by itself: one folder in this package."""

import pkgutil
from functools import cache
from importlib import import_module

from workbench.gui import tasks
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.tasks.contract import TaskUi


@cache
def task_kinds() -> tuple[type[TaskUi], ...]:
    """The `TaskUi` of each folder, in the order of their names."""
    folders = [info.name for info in pkgutil.iter_modules(tasks.__path__) if info.ispkg]
    modules = [import_module(f"{tasks.__name__}.{folder}.task_ui") for folder in sorted(folders)]
    values = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return tuple(kind for kind in values if issubclass(kind, TaskUi) and kind is not TaskUi)


def task_rules() -> dict[str, TaskRules]:
    """What a session takes of each task, by the name of the task."""
    return {kind.rules.name: kind.rules for kind in task_kinds()}
