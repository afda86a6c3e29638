"""The costs of missing a class in a project: the decision that exported models take."""

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

from workbench.core.miss_costs import MissCosts
from workbench.core.name_matching import composed
from workbench.store.transaction import saving


def costs_for(run: Path, classes: Collection[str]) -> dict[str, float]:
    """The costs in the project of a run folder, of those classes that the model has; empty without a project."""
    from workbench.store.project import Project, is_project

    folder = run.absolute().parent.parent
    if not is_project(folder):
        return {}
    with contextlib.closing(Project.open(folder, settle=False)) as project:
        return {name: cost for name, cost in project.miss_costs.current().items() if name in classes}


class MissCostTable:
    """Reads and writes the costs. A class without a row costs 1."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, float]:
        """The costs that differ from 1, by class."""
        return {composed(label): cost for label, cost in self.database.execute("SELECT label, cost FROM miss_cost")}

    def set(self, costs: MissCosts) -> None:
        """Replace all costs. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM miss_cost")
            rows = ((name, cost) for name, cost in costs.items() if cost != 1)
            self.database.executemany("INSERT INTO miss_cost VALUES (?, ?)", rows)
