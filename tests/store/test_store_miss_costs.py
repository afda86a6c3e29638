"""The costs of a miss in a project."""

import sqlite3
from contextlib import closing
from pathlib import Path

from workbench.store.migrations import STEPS
from workbench.store.miss_costs import costs_for
from workbench.store.project import Project


def test_that_costs_are_kept_and_belong_to_the_runs_of_the_project(tmp_path: Path) -> None:
    run = tmp_path / "P.workbench" / "runs" / "one"
    with closing(Project.create(tmp_path / "P.workbench")) as project:
        project.miss_costs.set({"porous": 10.0, "sound": 1.0, "scratched": 2.0})
        assert project.miss_costs.current() == {"porous": 10.0, "scratched": 2.0}
    assert costs_for(run, ("sound", "porous")) == {"porous": 10.0}
    assert costs_for(tmp_path / "elsewhere" / "one", ("porous",)) == {}
    with closing(Project.open(tmp_path / "P.workbench")) as project:
        project.miss_costs.set({})
        assert project.miss_costs.current() == {}


def test_that_a_project_from_before_has_none(tmp_path: Path) -> None:
    at = next(number for number, step in enumerate(STEPS) if "miss_cost" in step)
    (tmp_path / "P.workbench").mkdir()
    with closing(sqlite3.connect(tmp_path / "P.workbench" / "project.sqlite")) as database:
        database.executescript(f"{''.join(STEPS[:at])} PRAGMA user_version = {at};")
    with closing(Project.open(tmp_path / "P.workbench")) as project:
        assert project.miss_costs.current() == {}
