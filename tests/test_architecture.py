"""The shape of the code itself: small files with a first line that says what they are. CI runs the import contracts."""

import ast
import re
from pathlib import Path

import pytest

import workbench

ROOT = Path(workbench.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if path.stat().st_size)
SETTINGS = {"Settings"}  # each method has one of its own, nested in its class
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_that_a_file_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    module = ast.parse(text)
    assert ast.get_docstring(module) or path.name == "__init__.py", "its first line says what it is"
    assert len(text.splitlines()) <= 300, "a longer file holds two things"
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long to read"


def test_that_the_window_only_places_panels() -> None:
    assert len((ROOT / "gui" / "shell" / "window.py").read_text(encoding="utf-8").splitlines()) < 150


def test_that_every_class_has_a_name_of_its_own() -> None:
    modules: dict[str, list[str]] = {}
    for path, name in zip(FILES, NAMES, strict=True):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name not in SETTINGS:
                modules.setdefault(node.name, []).append(name)
    assert {name: where for name, where in modules.items() if len(where) > 1} == {}


ON_A_TASK = re.compile(
    r"TaskName|\bTask\.|\.table\b.* is (not )?None|\btable is (not )?None|isinstance\(.*Pixel|_pixels\b"
)


def test_that_the_window_asks_which_task_only_among_the_tasks() -> None:
    """The classes of pixels are data: whoever shows them takes them as they are, and asks for no task by them."""
    window = [(path, name) for path, name in zip(FILES, NAMES, strict=True) if name.startswith("gui/")]
    branches = [
        f"{name}:{number}: {line.strip()}"
        for path, name in window
        if not name.startswith("gui/tasks/")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ON_A_TASK.search(line)
    ]
    assert branches == []
