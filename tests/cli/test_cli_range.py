"""`--range`: told by scan, taken by every command that reads folders."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.test_cli_commands import last_line, workbench
from workbench.core.deep_range import given_range
from workbench.store.run_folder import RunFolder

TINY = ["--backbone", "small", "--steps", "3", "--batch", "4", "--image-size", "16", "--method", "source_only"]


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("deep")
    chance = np.random.default_rng(0)
    for side in "st":
        for kind in "ab":
            (root / side / kind).mkdir(parents=True)
            for number in range(6):
                values = chance.integers(0, 2000 if kind == "a" else 4000, (16, 16), np.uint16)
                Image.fromarray(values).save(root / side / kind / f"{number}.png")
    return root / "s", root / "t"


def test_that_scan_tells_the_range_and_takes_another(deep: tuple[Path, Path], tmp_path: Path) -> None:
    assert "Range of 12 deep images (black to white): 0 to 4,095." in workbench("scan", deep[0]).stdout
    told = last_line(workbench("scan", deep[0], "--json", "--cache", tmp_path))
    assert told["range"]["integers"] == [0, 4095]
    assert told["traits"] == {"integers": 12}
    other = workbench("scan", deep[0], "--range", "-100", "900").stdout
    assert "-100 to 900" in other
    refused = workbench("scan", deep[0], "--range", "9", "1", status=2)
    assert "empty or not finite" in refused.stderr


def test_that_the_range_of_a_run_is_the_stated_one_and_predict_takes_another(
    deep: tuple[Path, Path], tmp_path: Path
) -> None:
    run = tmp_path / "run"
    workbench("adapt", *deep, *TINY, "--range", 0, 1000, "--target-range", 0, 2000, "--out", run)
    job = RunFolder(run).job()
    assert (job.source_range, job.target_range) == (given_range(0, 1000), given_range(0, 2000))
    found = {}
    for name, flags in (("own", []), ("same", ["--range", 0, 2000]), ("other", ["--range", 0, 60000])):
        workbench("predict", run, deep[1], "--out", tmp_path / f"{name}.csv", *flags)
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            found[name] = [row["confidence"] for row in csv.DictReader(file)]
    assert found["own"] == found["same"] != found["other"]
    workbench("inspect", *deep, "--model", run, "--images", 8, "--range", 0, 3000)
    told = json.loads(workbench("evaluate", run, deep[1], "--json").stdout.splitlines()[-1])
    assert told["accuracy"] == job_accuracy(run)


def job_accuracy(run: Path) -> float:
    accuracy = RunFolder(run).result().finished.scores.target_accuracy
    assert accuracy is not None
    return accuracy
