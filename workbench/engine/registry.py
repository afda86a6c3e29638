"""Finds every task, method and translator by itself: one file in its package, or an entry point of another package."""

import importlib
import inspect
import pkgutil
import warnings
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.job import AUTO
from workbench.engine.method import Method
from workbench.engine.tasks.contract import Task
from workbench.engine.translator import Translator

METHODS, TRANSLATORS = "workbench.methods", "workbench.translators"  # packages, and groups of entry points
TASKS, TASK_ENTRIES = "workbench.engine.tasks", "workbench.tasks"


@cache
def tasks() -> dict[str, Task]:
    """All tasks by name, in alphabetical order."""
    found: list[Task] = [kind() for kind in _candidates(TASKS, TASK_ENTRIES, "task", Task, packages=True)]
    return {one.card.name: one for one in sorted(found, key=lambda one: one.card.name)}


def task(name: str) -> Task:
    """The task of that name. Raises UserError when there is none."""
    known = tasks()
    if name not in known:
        raise UserError(f"There is no task “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def task_of(source: Domain, asked: str = AUTO) -> Task:
    """The task that a job's source teaches, or the one that is asked for.

    Raises UserError where the source does not teach what is asked for.
    """
    found = task(source.task if asked == AUTO else asked)
    if not found.recognises(source):
        raise found.refusal(source)
    return found


@cache
def methods() -> dict[str, type[Method]]:
    """All methods by name, in alphabetical order."""
    return _found(METHODS, "method", Method)


def method(name: str) -> type[Method]:
    """The method of that name. Raises UserError when there is none."""
    known = methods()
    if name not in known:
        raise UserError(f"There is no method “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


@cache
def translators() -> dict[str, type[Translator]]:
    """All translators by name, in alphabetical order."""
    return _found(TRANSLATORS, "translator", Translator)


def translator(name: str) -> type[Translator]:
    """The translator of that name. Raises UserError when there is none."""
    known = translators()
    if name not in known:
        raise UserError(f"There is no translator “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def _found(group: str, what: str, kind: Any) -> dict[str, Any]:
    """The subclasses of `kind` that can be made, by name."""
    found = _candidates(group, group, what, kind)
    return {one.name: one for one in sorted(found, key=lambda one: str(one.name))}


def _candidates(group: str, entries: str, what: str, kind: Any, packages: bool = False) -> list[Any]:
    """The subclasses of `kind` that can be made: those of a package's modules and of a group of entry points.

    `packages`: those of the packages in it, too; the families of methods and translators are such.
    """
    package = importlib.import_module(group)
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if packages or not info.ispkg]
    modules = [importlib.import_module(f"{group}.{name}") for name in names]
    candidates: list[Any] = [value for module in modules for value in vars(module).values()]
    for entry in entry_points(group=entries):
        try:
            candidates.append(entry.load())
        except Exception as error:  # another package's mistake must not take the others away
            warnings.warn(f"The {what} {entry.value} could not be loaded: {error}", stacklevel=2)
    fitting = (one for one in candidates if inspect.isclass(one) and issubclass(one, kind))
    return [one for one in dict.fromkeys(fitting) if not inspect.isabstract(one)]
