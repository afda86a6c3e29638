"""`workbench label undo` and `redo`: steps of a project's history taken back, and done again."""

import argparse
from collections.abc import Callable

from workbench.cli.label_location import opened
from workbench.core.errors import UserError
from workbench.store.labels import Labels
from workbench.store.project import is_project


def do_undo(arguments: argparse.Namespace) -> int:
    """Take the last step back, or all after the one that is named; say how many images that changed, and return 0."""
    if arguments.to is None:
        return _change(arguments, lambda labels: labels.undo(), "undo")
    return _change(arguments, lambda labels: _back(labels, arguments.to), "take back")


def do_redo(arguments: argparse.Namespace) -> int:
    """Do again what was undone last, say how many images that changed, and return 0."""
    return _change(arguments, lambda labels: labels.redo(), "do again")


def _back(labels: Labels, step: int) -> list[str]:
    if all(one.number != step for one in labels.history(1, step + 1)):
        raise UserError(f"There is no step {step} in the history.", "“workbench label log PROJECT” lists them.")
    return labels.restore_after(step)


def _change(arguments: argparse.Namespace, change: Callable[[Labels], list[str]], doing: str) -> int:
    import msgspec

    if not is_project(arguments.place):
        raise UserError(f"{arguments.place} is no project, so it has no history.", "Give a folder NAME.workbench.")
    with opened(arguments.place) as project:
        paths = change(project.labels)
    if arguments.json:
        print(msgspec.json.encode({"changed": paths}).decode())
    else:
        images = "1 image" if len(paths) == 1 else f"{len(paths):,} images"
        print(f"{images} changed." if paths else f"There was nothing to {doing}.")
    return 0
