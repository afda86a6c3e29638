"""The guides for contributors, followed to the letter: each example becomes a package, and its commands are run."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import workbench
from tests.conftest import make_domain

ROOT = Path(workbench.__file__).parents[1]
GUIDES = sorted((ROOT / "resources" / "docs").glob("add-a-*.md"))
BLOCK = re.compile(r"(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.stem for guide in GUIDES])
def test_that_the_example_of_a_guide_works(guide: Path, tmp_path: Path) -> None:
    make_domain(tmp_path / "shop", seed=1)
    make_domain(tmp_path / "street", seed=2, negative=True)
    _masks_beside_images(tmp_path / "beside")
    blocks = BLOCK.findall(guide.read_text(encoding="utf-8"))
    for name, _, text in blocks:
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
    _install(tmp_path)
    commands = [line for name, kind, text in blocks if kind == "sh" and not name for line in text.splitlines()]
    assert commands
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "workbench"
        command_line = [sys.executable, "-m", "workbench", *words]
        result = subprocess.run(
            command_line, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
        assert "could not be loaded" not in result.stderr


def test_that_a_third_task_is_found_by_all_that_asks_for_tasks(tmp_path: Path) -> None:
    """Its package only declares it: nothing in the program names it."""
    make_domain(tmp_path / "shop", seed=1)
    make_domain(tmp_path / "street", seed=2, negative=True)
    guide = next(guide for guide in GUIDES if guide.stem == "add-a-task")
    for name, _, text in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
    _install(tmp_path)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    result = subprocess.run(
        [sys.executable, "-c", THIRD_TASK], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["Grades", "ordinal", "grade", "grade", "GradeExport", "grade"]


THIRD_TASK = """
import argparse
from workbench.cli import adapt_command
from workbench.core.generators import Returning
from workbench.engine.auto import short_list
from workbench.engine.catalogue import catalogue
from workbench.engine.prepare import prepare
from workbench.export.tasks.registry import exporter, exporters

parser = argparse.ArgumentParser()
adapt_command.configure(parser)
arguments = parser.parse_args(["shop", "street", "--task", "grade", "--method", "ordinal", "--cache", "cache"])
adapt_command.read_extra(arguments, [])
job = adapt_command.job_of(arguments)
problem = Returning(prepare(job)).finish()
print(catalogue().task("grade").title, *short_list("grade"))
print(problem.task, problem.job.decided_task, type(exporter("grade")).__name__, exporters()["grade"].name)
"""


def _install(folder: Path) -> None:
    """What `pip install` leaves of a package for Python to find its entry points."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _masks_beside_images(folder: Path) -> None:
    folder.mkdir()
    for number in range(2):
        mask = np.zeros((16, 16), np.uint8)
        mask[4:12, 4:12] = 1
        Image.fromarray(mask * 200).save(folder / f"{number}.png")
        Image.fromarray(mask).save(folder / f"{number}.mask.png")
