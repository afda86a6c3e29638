"""The lock of a run folder: it keeps others out, ends with its process, and tells what is in its way."""

import os
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from workbench.core.errors import UserError
from workbench.store.lock import NAME, locked, locked_output

HOLDING = """
import sys
from pathlib import Path
from workbench.store.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_that_a_folder_is_held_until_its_process_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        begun = time.monotonic()
        with pytest.raises(UserError, match="Another process is using"), locked(tmp_path):
            pass
        assert time.monotonic() - begun < 1, "nobody waits for it"
        holding.kill()
        holding.wait()
        with locked(tmp_path):
            pass


def test_that_a_folder_is_held_against_this_process_too_and_free_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "run"):
            with pytest.raises(UserError, match="Another process is using"), locked(tmp_path / "run"):
                pass
            assert (tmp_path / "run" / NAME).exists()


def test_that_another_thread_may_let_go(tmp_path: Path) -> None:
    held = ExitStack()
    held.enter_context(locked(tmp_path))
    thread = threading.Thread(target=held.close)
    thread.start()
    thread.join()
    with locked(tmp_path):
        pass


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="cannot be written"), locked(tmp_path / "file"):
        pass


@pytest.mark.parametrize("name", ["table.csv", "masks", "{braces}.csv", "x" * 250])
def test_that_an_output_has_one_writer_however_it_is_spelt(tmp_path: Path, name: str) -> None:
    (tmp_path / "linked").symlink_to(tmp_path)
    with locked_output(tmp_path / name):
        for out in (tmp_path / name, tmp_path / "linked" / name, tmp_path / "no" / ".." / name):
            with pytest.raises(UserError, match="Another process is writing"), locked_output(out):
                pass
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [], "nothing is left beside it"
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be written"), locked_output(tmp_path / "file" / name):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed")
def test_that_nobody_holds_a_lock_that_was_removed_while_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, file, fstat = tmp_path / "table.csv", tmp_path / ".table.csv.lock", os.fstat
    removed: list[int] = []

    def removed_first(descriptor: int) -> os.stat_result:
        if not removed:  # the holder before removes the file between the opening and the lock of the next one
            removed.append(descriptor)
            file.unlink()
        return fstat(descriptor)

    monkeypatch.setattr("workbench.store.lock.os.fstat", removed_first)
    with pytest.raises(UserError, match="Another process is writing"), locked_output(out):
        pass
    assert removed
    with locked_output(out):
        assert file.exists(), "the file that is there is the one that is locked"
        with pytest.raises(UserError, match="Another process is writing"), locked_output(out):
            pass
    assert not file.exists()
