"""The README's table of what the window and the command line have in common, held against both."""

import argparse
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

import workbench
from workbench.cli.main import COMMANDS
from workbench.gui.shell.steps import STEPS

README = Path(workbench.__file__).parents[1] / "README.md"
TABLE = README.read_text(encoding="utf-8").split("### The same in both")[1].split("## ")[0]
ROWS = [line.strip("|").split("|") for line in TABLE.splitlines() if line.startswith("| ")][1:]
CALLS = [call for row in ROWS for call in re.findall(r"`(workbench [^`]+)`", row[1])]


def test_that_every_command_and_every_step_is_in_the_table() -> None:
    assert {shlex.split(call)[1] for call in CALLS} == set(COMMANDS)
    window = " ".join(row[0] for row in ROWS)
    assert all(step.title in window for step in STEPS)


def test_that_every_quoted_word_of_the_window_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (README.parent / "workbench/gui").rglob("*.py"))
    for words in re.findall(r"“([^”]+)”", " ".join(row[0] for row in ROWS)):
        assert re.search(rf'"{re.escape(words)}[\\"]', source), f"the window has no “{words}”"


@pytest.mark.parametrize("call", CALLS)
def test_that_a_call_is_one_that_the_command_takes(call: str) -> None:
    _, name, *words = shlex.split(call)
    parser = argparse.ArgumentParser(exit_on_error=False)
    import_module(f"workbench.cli.{name}_command").configure(parser)
    parser.parse_args(words)
