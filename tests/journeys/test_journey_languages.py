"""The window in each language that it has: nothing is cut on a small screen, and nothing is left in English."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.gui.kit.language import ENGLISH, languages

HERE = Path(__file__).parent
OTHERS = [name for name in languages() if name != ENGLISH]


@pytest.mark.parametrize(
    "checks", ["language_checks.py", pytest.param("test_journey_screens.py", marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("language", OTHERS)
def test_that_the_window_fits_its_screen_in_every_language(language: str, checks: str) -> None:
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", str(HERE / checks)]
    environment = os.environ | {"TESTED_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
