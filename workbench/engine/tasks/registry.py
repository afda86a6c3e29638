"""The tasks by name. Torch is not imported: what only asks for facts of a task starts at once."""

from functools import cache

from workbench.core.errors import UserError
from workbench.core.job import AUTO
from workbench.core.plugins import TASKS
from workbench.engine.discovery import discovered
from workbench.engine.tasks.contract import Source, Task

PACKAGE = "workbench.engine.tasks"


@cache
def tasks() -> dict[str, Task]:
    """All tasks by name, in alphabetical order."""
    found: list[Task] = [kind() for kind in discovered(PACKAGE, TASKS, Task, packages=True)]
    return {one.card.name: one for one in sorted(found, key=lambda one: one.card.name)}


def task(name: str) -> Task:
    """The task of that name. Raises UserError when there is none."""
    known = tasks()
    if name not in known:
        raise UserError(f"There is no task “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def task_of(source: Source, asked: str = AUTO) -> Task:
    """The task that a job's source teaches, or the one that is asked for.

    Raises UserError where the source does not teach what is asked for.
    """
    found = task(source.task if asked == AUTO else asked)
    if not found.recognises(source):
        raise found.refusal(source, task(source.task).card.labels)
    return found
