"""Worker, command line and window where POSIX is not: `tests/without_posix` takes it away from each process."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.talking import PATIENCE, Talk
from workbench.core.domain import Side
from workbench.core.events import Finished
from workbench.core.job import Job
from workbench.store.lock import NAME as LOCK
from workbench.store.project import Project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.worker.client import WorkerClient
from workbench.worker.commands import Run, Scan
from workbench.worker.replies import Ready, Scanned

HERE = Path(__file__).parent
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import workbench.gui.shell.app as app
from workbench.core.job import Job
from workbench.core.events import Finished
from workbench.worker.replies import Failed

def begin():
    (window,) = [one for one in QApplication.topLevelWidgets() if type(one).__name__ == "Window"]
    session, runs = window.session, window.runs

    def start(*_about):
        if session.domains.complete and session.catalogue is not None and not runs.all():
            session.labels.apply({"a/000.png": "a"})
            runs.start(Job(method="source_only", source="", target="", steps=3, batch=8, image_size=16))

    def ended(event):
        if isinstance(event, Finished | Failed):
            QTimer.singleShot(0, window.close)

    session.domains.changed.connect(start)
    session.catalogue_changed.connect(start)
    runs.event_received.connect(ended)
    start()

QTimer.singleShot(0, begin)
sys.exit(app.run_window(Path(sys.argv[1])))
"""


@pytest.fixture(autouse=True)
def _other_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(HERE / "without_posix"), str(HERE.parent))))


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    client = WorkerClient(tmp_path / "worker.log")
    client.start()
    yield Talk(client)
    client.close()


def python(*words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, words)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert answer.returncode == status, answer.stderr
    return answer


def workbench(*words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    return python("-m", "workbench", *words, status=status)


@pytest.mark.parametrize(
    "use", ["os.nice(5)", "os.geteuid()", "os.killpg", "signal.SIGKILL", "__import__('fcntl')", "__import__('pwd')"]
)
def test_that_what_only_posix_has_is_gone(use: str) -> None:
    answer = python("-c", f"import os, signal; {use}", status=1)
    assert "AttributeError" in answer.stderr or "ModuleNotFoundError" in answer.stderr


def test_that_a_worker_runs_a_job(talk: Talk, job: Job, tmp_path: Path) -> None:
    talk.until(Ready)
    talk.ask(Scan(job.target))
    assert len(talk.until(Scanned).domain.samples) == 72
    talk.ask(Run(job, str(tmp_path / "run")))
    talk.until(Finished)
    assert len(RunFolder(tmp_path / "run").predictions()) == 72


def test_that_a_job_is_run_resumed_and_left_as_folders_of_copies(job: Job, tmp_path: Path) -> None:
    small = ["--steps", "6", "--batch", "8", "--image-size", "16", "--cache", tmp_path / "cache"]
    workbench("adapt", job.source, job.target, "--method", "source_only", *small, "--out", tmp_path / "run")
    out = tmp_path / "sorted"
    workbench("predict", tmp_path / "run", job.target, "--out", out, "--format", "folders", "--link")
    copies = list(out.rglob("*.png"))
    assert len(copies) == 72
    assert not any(file.is_symlink() for file in copies), "no link can be made here, so these are copies"


def test_that_labels_are_kept_and_exported_as_copies(domains: tuple[Path, Path], tmp_path: Path) -> None:
    table, out = tmp_path / "labels.csv", tmp_path / "folders"
    with table.open("w", newline="") as file:
        csv.writer(file).writerows((("path", "label"), ("a\\000.png", "x"), ("b\\001.png", "y")))
    project = Project.create(tmp_path / "P.workbench")
    for side, folder in zip(Side, domains, strict=True):
        project.set_domain_folder(side, folder)
    project.close()
    assert "2 new labels" in workbench("label", "import", project.folder, table).stdout
    workbench("label", "export", project.folder, "--folder", out, "--link", "symbolic")
    assert sorted(file.relative_to(out).as_posix() for file in out.rglob("*.png")) == ["x/000.png", "y/001.png"]


def test_that_the_window_opens_a_project_labels_and_adapts(domains: tuple[Path, Path], tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    for side, folder in zip(Side, domains, strict=True):
        project.set_domain_folder(side, folder)
    project.close()
    (
        project.folder / LOCK
    ).unlink()  # of another kind than that of a process without fcntl, which takes any file for one
    answer = python("-c", WINDOW, project.folder)
    assert "Traceback" not in answer.stderr
    project = Project.open(project.folder)
    assert project.labels.current() == {"a/000.png": "a"}
    assert [record.status for record in project.runs()] == [Status.FINISHED]
    project.close()
