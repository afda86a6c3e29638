"""A process that labels at random until it is killed, and the plain model that its database is held against.

`python -m tests.journeys.labels_at_random PROJECT FIRST` prints the number of each operation once it is done.
"""

import random
import sys
from pathlib import Path

from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import Project

PATHS = [f"{number}.png" for number in range(40)]


def operation(number: int) -> "dict[str, LabelValue] | str":
    """What is done at that number: something said of one image or of many, "undo", or "redo"."""
    chance = random.Random(number)
    kind = chance.choices(["say", "many", "undo", "redo"], [6, 1, 3, 2])[0]
    if kind in ("undo", "redo"):
        return kind
    chosen = chance.sample(PATHS, 30 if kind == "many" else 1)
    said: LabelValue = chance.choice(["a", "b", "unknown", LabelMark.UNSURE, None])
    return dict.fromkeys(chosen, said)


def do(project: Project, number: int) -> None:
    """An operation on a real project."""
    match operation(number):
        case "undo":
            project.labels.undo()
        case "redo":
            project.labels.redo()
        case dict(labels):
            project.labels.apply(labels)


class Model:
    """What the database should hold, as a list of states."""

    def __init__(self) -> None:
        self.now: dict[str, LabelValue] = {}
        self.past: list[dict[str, LabelValue]] = []
        self.future: list[dict[str, LabelValue]] = []
        self.actions = 0  # that changed anything

    def do(self, number: int) -> None:
        """The same operation."""
        match operation(number):
            case "undo" if self.past:
                self.future.append(self.now)
                self.now = self.past.pop()
                self.actions += 1
            case "redo" if self.future:
                self.past.append(self.now)
                self.now = self.future.pop()
                self.actions += 1
            case dict(labels):
                after: dict[str, LabelValue] = {
                    path: said for path, said in (self.now | labels).items() if said is not None
                }
                if after != self.now:
                    self.past.append(self.now)
                    self.now, self.future = after, []
                    self.actions += 1


def main() -> None:
    """Label until killed."""
    project = Project.open(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        do(project, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main()
