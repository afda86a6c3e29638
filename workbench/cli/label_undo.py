"""`workbench label undo` and `redo`: undoes and redoes steps of a project's history."""

import argparse
from collections.abc import Sequence

from workbench.core.counting import count
from workbench.library.label_history import redo, undo


def do_undo(arguments: argparse.Namespace) -> int:
    """Undo the last step, or all steps after --to, and print the number of changed images. Return 0."""
    return _print(undo(arguments.place, to=arguments.to), "undo", json=arguments.json)


def do_redo(arguments: argparse.Namespace) -> int:
    """Redo what was undone last, and print the number of changed images. Return 0."""
    return _print(redo(arguments.place), "redo", json=arguments.json)


def _print(paths: Sequence[str], verb: str, *, json: bool) -> int:
    import msgspec

    if json:
        print(msgspec.json.encode({"changed": paths}).decode())
    else:
        images = count(len(paths), "image")
        print(f"{images} changed." if paths else f"There is nothing to {verb}.")
    return 0
