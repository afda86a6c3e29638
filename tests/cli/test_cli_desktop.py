"""`workbench desktop`: the entry starts this program from whatever path it lies at, and is removed without a trace."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli import desktop_command
from workbench.cli.main import main as command_line

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux desktops")


def main(*words: str) -> int:
    return command_line(["desktop", *words], lambda: 0)


def exec_of(text: str) -> list[str]:
    """The Exec key as a launcher reads it: a value of type string first, then words with quotes."""
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(text)
    value = re.sub(r"\\(.)", r"\1", entry["Desktop Entry"]["Exec"])
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    return [(re.sub(r"\\(.)", r"\1", quoted) if quoted else plain).replace("%%", "%") for quoted, plain in words]


def test_that_the_entry_starts_the_program_and_goes_away(capsys: pytest.CaptureFixture[str]) -> None:
    data = Path(os.environ["XDG_DATA_HOME"])
    assert main("install") == 0
    files = sorted(path for path in data.rglob("*") if path.is_file() and path.suffix in (".desktop", ".svg"))
    assert [path.name for path in files] == ["domain-workbench.desktop", "domain-workbench.svg"]
    command = exec_of(files[0].read_text(encoding="utf-8"))
    assert command[-2:] == ["open", "%f"]
    answered = subprocess.run([*command[:-2], "methods", "dann"], capture_output=True, text=True, check=True)
    assert "critic" in answered.stdout
    if validate := shutil.which("desktop-file-validate"):
        subprocess.run([validate, files[0]], check=True)
    capsys.readouterr()
    assert main("remove") == 0
    assert "Removed" in capsys.readouterr().out
    assert not any(path.exists() for path in files)
    assert main("remove") == 0
    assert "no entry" in capsys.readouterr().out


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1).map(
        lambda text: f"/{text}"
    )
)
def test_that_any_path_of_python_reaches_the_launcher(path: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", path)
        assert exec_of(desktop_command.desktop_entry())[0] == path


def test_that_a_folder_that_cannot_be_written_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    data = Path(os.environ["XDG_DATA_HOME"])
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text("a file")
    assert main("install") == 2
    assert f"{data} cannot be changed" in capsys.readouterr().err
