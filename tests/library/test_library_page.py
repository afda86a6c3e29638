"""The page about the library: its examples are executed in order, in one process, and it lists every name."""

import re
from pathlib import Path

import pytest

import workbench
from tests.conftest import make_domain

PAGE = Path(workbench.__file__).parents[1] / "resources" / "docs" / "library.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_that_the_examples_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_domain(tmp_path / "shop", seed=1, count=8)
    make_domain(tmp_path / "street", seed=2, count=8, negative=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(compile(example, PAGE.name, "exec"), names)
    said = capsys.readouterr().out
    assert "20 of 20" in said
    assert "“adapt” has no option “stpes”. Did you mean “steps”?" in said


def test_that_every_name_is_listed() -> None:
    assert [name for name in workbench.__all__ if not re.search(rf"`@?(workbench\.)?{name}\b", TEXT)] == []
