"""The tutorials against the program: what their tables of troubles quote is a text of it, and a test follows each."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import workbench

ROOT = Path(workbench.__file__).parents[1]
PAGES = sorted((ROOT / "resources" / "docs" / "tutorials").glob("*.md"))
TROUBLES = "## What went wrong, and what to do"


@cache
def texts() -> str:
    """Every text of the program; “…” stands where a value is put in."""
    found = []
    for file in (ROOT / "workbench").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    found.append(text)
                case ast.JoinedStr(values=parts):
                    found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts))
    return "\n".join(found)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_that_the_troubles_of_a_tutorial_are_told_in_words_of_the_program(page: Path) -> None:
    _, _, troubles = page.read_text(encoding="utf-8").partition(TROUBLES)
    quotes = re.findall(r"“([^”]+)”", troubles)
    assert quotes
    pieces = [piece.strip() for quote in quotes for piece in quote.split("…") if piece.strip()]
    assert [piece for piece in pieces if piece not in texts()] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_that_a_tutorial_is_followed_by_a_test(page: Path) -> None:
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_tutorial_*.py")]
    assert [text for text in tests if f'"{page.stem}"' in text or f'"{page.name}"' in text]
