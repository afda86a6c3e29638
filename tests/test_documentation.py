"""The documentation against the program: commands, words of the window, links, and file formats."""

import argparse
import contextlib
import re
import shlex
import sqlite3
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import workbench
from workbench.cli.main import COMMANDS
from workbench.core.events import AnyEvent
from workbench.core.job import Job
from workbench.core.manifest import Cost, Manifest, Preprocessing
from workbench.core.scores import Scores
from workbench.core.translation import Quality, TranslationJob
from workbench.gui.kit.step import Step
from workbench.gui.shell.window import Window
from workbench.store.migrations import migrate
from workbench.store.run_folder import Result

ROOT = Path(workbench.__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md", *sorted((ROOT / "resources" / "docs").rglob("*.md"))]
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
TABLE = TEXTS[ROOT / "resources/docs/command-line.md"].split("## The same job in the window")[1]
ROWS = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| ")][1:]
CALLS = [call for row in ROWS for call in re.findall(r"`(workbench [^`]+)`", row[1])]
BLOCKS = [
    block
    for page, text in TEXTS.items()
    if not page.name.startswith("add-a-")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
]
EXAMPLES = [  # those of the guides are run by test_guides.py
    line for block in BLOCKS for line in block.splitlines() if line.startswith("workbench ")
]
FORMATS = TEXTS[ROOT / "resources/docs/file-formats.md"]


def test_that_every_command_and_every_step_is_in_the_table() -> None:
    assert {shlex.split(call)[1] for call in CALLS} == set(COMMANDS)
    words = " ".join(row[0] for row in ROWS)
    steps = [step for step in Step.__subclasses__() if step.__module__.startswith("workbench.gui.")]
    assert len(steps) == 6, Window
    assert all(step.title in words for step in steps)


def test_that_every_quoted_word_of_the_window_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "workbench/gui").rglob("*.py"))
    for words in re.findall(r"“([^”]+)”", " ".join(row[0] for row in ROWS)):
        assert re.search(rf'"{re.escape(words)}[\\"]', source), f"the window has no “{words}”"


@pytest.mark.parametrize("call", [*CALLS, *EXAMPLES])
def test_that_a_command_of_the_documentation_is_one_that_the_program_takes(call: str) -> None:
    _, name, *words = shlex.split(call, comments=True)
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(f"workbench.cli.{name}_command").configure(parser)
    parser.parse_args(words)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_that_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", TEXTS[page])
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_that_every_test_that_shows_an_expectation_exists() -> None:
    table = TEXTS[ROOT / "resources/docs/journeys.md"].split("## What is expected of the window")[1]
    shown = re.findall(r"`([\w/]+\.py)::(\w+)`", table)
    assert len(shown) > 10
    for file, name in shown:
        path = ROOT / "tests" / file
        assert path.exists(), file
        assert f"def {name}(" in path.read_text(encoding="utf-8"), f"{file} has no {name}"
    assert [line for line in table.splitlines() if "| yes |" in line and "::" not in line] == []


@pytest.mark.parametrize("kind", [Job, TranslationJob, Manifest, Preprocessing, Cost, Scores, Quality, Result])
def test_that_every_field_of_a_file_is_described(kind: type[Any]) -> None:
    assert [name for name in _disk_names(kind) if f"`{name}`" not in FORMATS] == []


@pytest.mark.parametrize("event", get_args(AnyEvent), ids=lambda event: str(event.__name__))
def test_that_every_event_is_described_with_its_fields(event: type[Any]) -> None:
    (row,) = [line for line in FORMATS.splitlines() if line.startswith(f"| `{event.__struct_config__.tag}` |")]
    assert "as `" in row or [name for name in _disk_names(event) if f"`{name}`" not in row] == []


def test_that_the_architecture_names_every_folder() -> None:
    text = TEXTS[ROOT / "resources/docs/architecture.md"]
    folders = [path.parent for path in (ROOT / "workbench").glob("*/__init__.py")]
    assert [folder.name for folder in folders if f"| `{folder.name}/` |" not in text] == []
    rooms = [path.parent.name for path in (ROOT / "workbench" / "gui").glob("*/__init__.py")]
    window = text.split("## The window")[1].split("## Errors")[0]
    assert [room for room in rooms if room not in window] == []


def test_that_every_table_and_column_of_the_database_is_described() -> None:
    section = FORMATS.split("### Schema of")[1].split("## A run")[0]
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        migrate(database)
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            assert f"| `{table}` |" in section, table
            for _, column, *_ in database.execute(f"PRAGMA table_info({table})"):
                assert f"`{column}`" in section, f"{table}.{column}"


def _disk_names(kind: type[Any]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(kind)]
