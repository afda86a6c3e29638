"""Lists the labels of a project or a file, and the history of a project; undoes and redoes its steps."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.library.label_places import open_project, read_labels_at
from workbench.library.options import Place
from workbench.store.history import Action, LabelShare, shares
from workbench.store.project import is_project


class LabelledClass(NamedTuple):
    """A class of labels: their number, how many of these measure, and whose they are, if a project says it."""

    name: str
    labels: int
    measuring: int
    by: tuple[LabelShare, ...]


def list_classes(place: Place) -> list[LabelledClass]:
    """The labels of a project or a file by class. Raises UserError if it has none to read."""
    path = Path(place)
    found = read_labels_at(path)
    counted: list[LabelShare] = []
    if is_project(path):
        with open_project(path) as project:
            counted = shares(project.database)
    counts, teaching = Counter(found.labels.values()), Counter(found.teaching.values())
    return [
        LabelledClass(
            name,
            counts[name],
            counts[name] - teaching[name],
            tuple(share for share in counted if share.label == name),
        )
        for name in sorted(counts, key=natural)
    ]


def log(project: Place, *, count: int = 20) -> list[Action]:
    """The latest actions of a project, latest first. Raises UserError if there is no such project."""
    if count < 1:
        raise UserError(f"The value {count} of --count is too small.", "Give 1 or more.")
    with open_project(_checked(Path(project))) as opened:
        return opened.labels.history(count)


def undo(project: Place, *, to: int | None = None) -> list[str]:
    """Undo the last step of a project, or all after the step `to`. Returns the paths whose label changed.

    Raises UserError if there is no such project or step.
    """
    with open_project(_checked(Path(project))) as opened:
        if to is None:
            return opened.labels.undo()
        if all(action.number != to for action in opened.labels.history(1, to + 1)):
            raise UserError(f"There is no step {to} in the history.", "“workbench label log PROJECT” lists them.")
        return opened.labels.restore_after(to)


def redo(project: Place) -> list[str]:
    """Redo what was undone last. Returns the paths whose label changed. Raises UserError as `undo`."""
    with open_project(_checked(Path(project))) as opened:
        return opened.labels.redo()


def _checked(place: Path) -> Path:
    if not is_project(place):
        hint = "Give the folder of a project, NAME.workbench."
        raise UserError(f"{place} is not a project, so it has no history.", hint)
    return place
