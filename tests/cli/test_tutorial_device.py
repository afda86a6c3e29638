"""The tutorial in the terminal, followed to the letter: its commands run in order and print and write what it says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import workbench
from tests.journeys.few_digits import few_digits
from workbench.cli.main import main
from workbench.core.model_formats import ModelFormat, missing_extra

PAGE = Path(workbench.__file__).parents[1] / "resources" / "docs" / "tutorials" / "take-a-model-to-a-device.md"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILES = re.compile(r"`((?:calibration|model[\w-]*)/[\w./-]+|threes\.csv|model\.pte)`")
NUMBER = re.compile(r"[-+]?\d[\d,.]*(?:e[-+]?\d+)?")


def test_that_its_commands_print_and_write_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    few_digits(tmp_path / "sample")
    text = PAGE.read_text(encoding="utf-8")
    blocks, printed = BLOCK.findall(text), ""
    assert {kind for kind, _ in blocks} == {"sh", "text"}
    for kind, block in blocks:
        if kind == "sh":
            printed = "\n".join(execute(command, capfd) for command in block.splitlines())
        else:
            lines = {masked(line) for line in printed.splitlines()}
            assert [line for line in block.splitlines() if line != "…" and masked(line) not in lines] == [], printed
    named = set(FILES.findall(text))
    assert len(named) > 10
    missing = {name for name in named if not (tmp_path / name).exists()}
    assert missing == ({"model.pte"} & named if missing_extra(ModelFormat.EXECUTORCH) else set())
    assert (tmp_path / "threes.csv").read_text(encoding="utf-8").startswith("path,predicted,confidence,unknown\n")
    images = [*tmp_path.glob("sample/digits/optdigits/*/*")]
    assert len([*(tmp_path / "calibration" / "images").iterdir()]) == min(128, len(images))


def execute(command: str, capfd: pytest.CaptureFixture[str]) -> str:
    """Run a command of the page; what it prints. One that needs a missing extra must say so."""
    program, *words = shlex.split(command)
    if program == "python":
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout
    assert program == "workbench"
    status = main(words, window=lambda: 0)
    out, error = capfd.readouterr()
    if "executorch" in words and (extra := missing_extra(ModelFormat.EXECUTORCH)):
        assert status == 2
        assert f"[{extra}]" in error
    else:
        assert status == 0, f"{command}\n{out}\n{error}"
    return out


def masked(line: str) -> str:
    """A line without its numbers and its widths."""
    return " ".join(NUMBER.sub("#", line).split())
