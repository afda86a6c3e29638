"""The shape of the code itself: small files with a first line that says what they are. CI runs the import contracts."""

import ast
from pathlib import Path

import pytest

import workbench

ROOT = Path(workbench.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if path.stat().st_size)
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
    assert len((ROOT / "gui" / "window.py").read_text(encoding="utf-8").splitlines()) < 150


def test_that_no_panel_imports_a_panel() -> None:
    for folder in ("gui/panels", "gui/inspectors"):
        for path in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    allowed = ("workbench.gui.inspectors.base",)
                    assert node.module in allowed or not (node.module or "").startswith(
                        ("workbench.gui.panels", "workbench.gui.inspectors", "workbench.gui.window")
                    ), f"{path.name} imports {node.module}"
