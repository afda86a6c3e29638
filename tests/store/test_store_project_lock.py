"""One window at a time has a project open; others are told where. A project that can only be read can be listed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.store.database import snapshot
from workbench.store.project import DATABASE, Project
from workbench.store.record_table import Status

JOB = Job(method="mcc", source="/s", target="/t")
WINDOW = """
import sys
from pathlib import Path
from workbench.core.job import Job
from workbench.store.project import Project
project = Project.open(Path(sys.argv[1]))
project.add_run(Job(method="mcc", source="/s", target="/t"))
print("open", flush=True)
sys.stdin.read()
"""


def test_that_a_second_window_is_told_where_the_project_is_open_and_its_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    command = [sys.executable, "-c", WINDOW, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "open\n"
        with pytest.raises(UserError, match=rf"open in another window, on .* \(process {window.pid}\), since 20"):
            Project.open(folder)
        beside = Project.open(folder, settle=False)
        assert [run.status for run in beside.runs()] == [Status.RUNNING]
        beside.close()
        assert main(["restore", str(folder), "--backup", _backup(folder)], lambda *_: 0) == 2
        window.kill()
        window.wait()
    project = Project.open(folder)
    assert [run.status for run in project.runs()] == [Status.INTERRUPTED], "the lock ends with its process"
    project.close()


def _backup(folder: Path) -> str:
    file = folder / "backups" / "20260101T000000Z.sqlite"
    file.parent.mkdir(exist_ok=True)
    shutil.copyfile(folder / DATABASE, file)
    return file.stem


def test_that_a_refused_or_closed_project_is_free(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    content = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(b"")
    for _ in range(2):
        with pytest.raises(UserError, match="is empty"):
            Project.open(folder)
    (folder / DATABASE).write_bytes(content)
    for _ in range(2):
        Project.open(folder).close()
    assert not (folder / ".lock.json").exists()


@pytest.mark.parametrize("in_wal", [False, True])
def test_that_a_project_that_can_only_be_read_is_listed_and_left_as_it_is(
    in_wal: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Project.create(tmp_path / "P.workbench")
    made.labels.apply({"a.png": "cat"})
    if in_wal:
        made.labels.apply({"b.png": "dog"})
        folder = shutil.copytree(made.folder, tmp_path / "Copy.workbench", ignore=shutil.ignore_patterns("*-shm"))
        made.close()
    else:
        made.close()
        folder = made.folder
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **options: mode != os.W_OK and access(path, mode, **options))
    assert main(["label", "list", str(folder)], lambda *_: 0) == 0
    assert "cat" in capsys.readouterr().out
    assert main(["runs", str(folder)], lambda *_: 0) == 0
    for settle in (False, True):  # a window settles what it opens
        project = Project.open(folder, settle=settle)
        assert project.read_only
        assert project.labels.current() == {"a.png": "cat"} | ({"b.png": "dog"} if in_wal else {})
        with pytest.raises(UserError, match="read-only"):
            project.labels.apply({"c.png": "cat"})
        project.close()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_that_a_snapshot_of_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 400)
    with pytest.raises(UserError, match="is damaged"):
        snapshot(tmp_path / DATABASE)
