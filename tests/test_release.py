"""What a release uploads: a wheel with the documentation inside, whose window starts."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = (
    "workbench",
    "resources",
    ".ci",
    ".github",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "tests/benchmarks/RESULTS.md",
)
START = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench.gui.shell import app
from workbench.gui.shell.manual import manual_page
def close():
    print(manual_page(), QApplication.windowIcon().isNull())
    QApplication.closeAllWindows()
QTimer.singleShot(0, close)
sys.exit(app.run_window())
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the wheel, built by the release script in a copy of the checkout."""
    root = tmp_path_factory.mktemp("release")
    for part in PARTS:
        (root / "copy" / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, root / "copy" / part)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)  # the copy's own package, not the one under test
    subprocess.run([root / "copy" / ".ci" / "release", root / "dist"], check=True, env=environment, capture_output=True)
    assert not (root / "copy" / "workbench" / "resources").exists(), "what is built for the wheel stays in it"
    (wheel,) = (root / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(root / "unpacked")
    return root / "unpacked"


def test_that_the_window_of_the_wheel_starts_with_its_icon_and_documentation(unpacked: Path, tmp_path: Path) -> None:
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    environment = os.environ | home | {"PYTHONPATH": str(unpacked)}
    started = subprocess.run(
        [sys.executable, "-c", START], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert started.stdout.split() == [str(unpacked / "workbench/resources/manual/index.html"), "False"]


def test_that_the_command_of_the_wheel_answers(unpacked: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "workbench", "methods", "dann"]
    answered = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "critic" in answered.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("methods", "dann"), "critic"),
        (("-m", "workbench", "methods", "dann"), "critic"),
        (("-m", "workbench.gui.export.print_command"), ""),  # as the command line prints a PDF
        (("-c", "import sys; print(sys.argv[1:], __name__)", "a b"), "['a b'] __main__"),
    ],
)
def test_that_the_program_of_a_packaged_folder_stands_for_its_python(
    words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / ".ci/packaged_program.py"), *words]
    answered = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    by_python = subprocess.run(
        [sys.executable, *(words if words[0].startswith("-") else ("-m", "workbench", *words))],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told in answered.stdout
    assert (answered.returncode, answered.stdout) == (by_python.returncode, by_python.stdout)
