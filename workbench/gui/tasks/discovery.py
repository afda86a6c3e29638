"""Discovers the tasks of the window: each subpackage with a `task_ui` module."""

import pkgutil
from functools import cache
from importlib import import_module

from workbench.gui import tasks
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.tasks.contract import TaskUi


@cache
def task_kinds() -> tuple[type[TaskUi], ...]:
    """Return the `TaskUi` class of each subpackage, in the order of their names."""
    folders = [info.name for info in pkgutil.iter_modules(tasks.__path__) if info.ispkg]
    modules = [import_module(f"{tasks.__name__}.{folder}.task_ui") for folder in sorted(folders)]
    values = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return tuple(kind for kind in values if issubclass(kind, TaskUi) and kind is not TaskUi)


def task_rules() -> dict[str, TaskRules]:
    """Return the rules of each task for the session, by the name of the task."""
    return {kind.rules.name: kind.rules for kind in task_kinds()}
