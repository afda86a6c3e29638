"""`workbench label undo` and `redo`: undoes and redoes steps of a project's history."""

import argparse
from collections.abc import Callable

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.library.label_places import open_project
from workbench.store.labels import Labels
from workbench.store.project import is_project


def do_undo(arguments: argparse.Namespace) -> int:
    """Undo the last step, or all steps after --to, and print the number of changed images. Return 0."""
    if arguments.to is None:
        return _change(arguments, lambda labels: labels.undo(), "undo")
    return _change(arguments, lambda labels: _restore(labels, arguments.to), "undo")


def do_redo(arguments: argparse.Namespace) -> int:
    """Redo what was undone last, and print the number of changed images. Return 0."""
    return _change(arguments, lambda labels: labels.redo(), "redo")


def _restore(labels: Labels, step: int) -> list[str]:
    if all(action.number != step for action in labels.history(1, step + 1)):
        raise UserError(f"There is no step {step} in the history.", "“workbench label log PROJECT” lists them.")
    return labels.restore_after(step)


def _change(arguments: argparse.Namespace, change: Callable[[Labels], list[str]], verb: str) -> int:
    import msgspec

    if not is_project(arguments.place):
        raise UserError(
            f"{arguments.place} is not a project, so it has no history.",
            "Give the folder of a project, NAME.workbench.",
        )
    with open_project(arguments.place) as project:
        paths = change(project.labels)
    if arguments.json:
        print(msgspec.json.encode({"changed": paths}).decode())
    else:
        images = count(len(paths), "image")
        print(f"{images} changed." if paths else f"There is nothing to {verb}.")
    return 0
