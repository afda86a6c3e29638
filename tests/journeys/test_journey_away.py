"""A model leaves the machine: predictions and a watch from its folder alone, on the command line as a person types."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import make_domain
from tests.machine import needs_interrupts
from workbench.cli.main import main

PATIENCE = 120.0  # seconds


def workbench(*words: object, at: Path) -> str:
    command = [sys.executable, "-m", "workbench", *map(str, words)]
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder somewhere else; the run, and the images that it learned from, are gone."""
    here, away = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("away")
    make_domain(here / "source", seed=1)
    make_domain(here / "target", seed=2, negative=True)
    learn = ["--method", "adabn", "--steps", "30", "--batch", "8", "--image-size", "16", "--cache", f"{here}/cache"]
    assert main(["adapt", f"{here}/source", f"{here}/target", *learn, "--out", f"{here}/run"], window=lambda: 0) == 0
    assert main(["export", f"{here}/run", "--format", "folder", "--out", f"{here}/model"], window=lambda: 0) == 0
    shutil.move(here / "model", away / "model")
    shutil.move(here / "run" / "predictions.csv", away / "said-before.csv")
    shutil.rmtree(here)
    return away / "model"


def test_that_a_new_folder_is_predicted_from_the_exported_folder_alone(model: Path) -> None:
    arrived = make_domain(model.parent / "new", seed=2, negative=True)  # the target's own images, to know the answer
    (arrived / "a" / "broken.png").write_bytes(b"no image")
    said = workbench("predict", "model", "new", "--out", "predictions.csv", at=model.parent)
    assert "72" in said
    assert named(model.parent / "predictions.csv") == named(model.parent / "said-before.csv")


def named(table: Path) -> dict[str, str]:
    with table.open(newline="") as file:
        return {row["path"]: row["predicted"] for row in csv.DictReader(file) if row["predicted"]}


class Watch:
    """`workbench watch` under way; what it says, line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []

    def until(self, wanted: Callable[[list[str]], bool]) -> None:
        """Hear what is said, until it is enough."""
        assert self.process.stdout is not None
        while not wanted(self.said):
            line = self.process.stdout.readline()
            assert line, f"it ended: {self.said}"
            self.said.append(line.rstrip("\n"))

    def predicted(self, count: int) -> None:
        self.until(lambda said: len(self.images(said)) == count)

    def images(self, said: list[str]) -> list[str]:
        return [line.split("\t")[2] for line in said if line.count("\t") >= 2]  # a fourth says what is unusual

    def end(self) -> str:
        os.kill(self.process.pid, signal.SIGINT)
        last, _ = self.process.communicate()
        assert self.process.returncode == 0, last
        return last


@contextmanager
def watching(model: Path) -> Iterator[Watch]:
    words = ["watch", "model", "arriving", "--out", "watched.csv", "--window", "30", "--every", "0.1"]
    with subprocess.Popen(
        [sys.executable, "-m", "workbench", *words],
        cwd=model.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            watch = Watch(process)
            watch.until(lambda said: any(line.startswith("Watching arriving") for line in said))
            yield watch
        finally:
            late.cancel()
            process.kill()


@needs_interrupts
def test_that_a_watch_sees_images_come_warns_of_the_shifted_ones_and_goes_on_after_a_restart(model: Path) -> None:
    arriving = model.parent / "arriving"
    arriving.mkdir()
    with watching(model) as watch:
        make_domain(arriving / "monday", seed=12, count=12, negative=True)
        watch.predicted(36)
        assert not [line for line in watch.said if "WARNING" in line], "they look like the target"
        make_domain(arriving / "tuesday", seed=12, count=12)  # no negative: dark where the target is bright
        watch.predicted(72)
        watch.until(lambda said: any("WARNING" in line for line in said))
        (warning,) = (line for line in watch.said if "WARNING" in line)
        assert "no longer look like the target" in warning
        assert "brightness" in warning
        assert "72 predictions were added" in watch.end()
    make_domain(arriving / "wednesday", seed=13, count=1, negative=True)
    with watching(model) as watch:
        watch.predicted(3)
        assert {path.split("/")[0] for path in watch.images(watch.said)} == {"wednesday"}
        assert "3 predictions were added" in watch.end()
    with (model.parent / "watched.csv").open(newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    assert len(paths) == len(set(paths)) == 75
