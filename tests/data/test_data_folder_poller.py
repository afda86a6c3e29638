"""A folder looked at again and again: nothing that comes is missed, and what stays is not listed each time."""

import os
import shutil
from pathlib import Path

import pytest

from tests.machine import needs_links
from workbench.data.folder_poller import FolderPoller

NEVER, ALWAYS = 1e-9, 1e9  # share of the time for listing everything
LONG_AGO = (1_000_000_000, 1_000_000_000)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a/1.png", "a/2.png", "b/3.png", "4.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"image")
    settle(tmp_path)
    return tmp_path


def settle(root: Path) -> None:
    """As if all had been there for long."""
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        os.utime(folder, LONG_AGO)


def paths(arrivals: FolderPoller) -> list[str]:
    return [one.path for one in arrivals.look()]


def test_that_only_folders_that_changed_are_listed_again(root: Path) -> None:
    arrivals = FolderPoller(root, NEVER, events=False)
    assert paths(arrivals) == ["4.png", "a/1.png", "a/2.png", "b/3.png"]
    assert paths(arrivals) == []
    (root / "a" / "5.png").write_bytes(b"image")
    assert paths(arrivals) == ["a/1.png", "a/2.png", "a/5.png"]
    (root / "b" / "deeper" / "still").mkdir(parents=True)
    (root / "b" / "deeper" / "still" / "6.png").write_bytes(b"image")
    assert {"b/3.png", "b/deeper/still/6.png"} <= set(paths(arrivals))


def test_that_a_folder_that_changed_just_now_is_listed_until_its_time_of_change_can_be_trusted(root: Path) -> None:
    arrivals = FolderPoller(root, NEVER, events=False)
    (root / "a" / "5.png").write_bytes(b"image")
    arrivals.look()
    assert paths(arrivals) == ["a/1.png", "a/2.png", "a/5.png"]
    settle(root)
    arrivals.look()
    assert paths(arrivals) == []


def test_that_a_file_written_over_in_place_is_seen_when_all_is_listed(root: Path) -> None:
    arrivals = FolderPoller(root, ALWAYS, events=False)
    before = {one.path: one.bytes for one in arrivals.look()}
    (root / "a" / "1.png").write_bytes(b"a larger image")
    after = {one.path: one.bytes for one in arrivals.look()}
    assert after == before | {"a/1.png": 14}


@needs_links
def test_that_folders_that_go_and_come_and_links_in_circles_do_no_harm(root: Path) -> None:
    (root / "b" / "round").symlink_to(root)
    arrivals = FolderPoller(root, NEVER, events=False)
    assert len(arrivals.look()) == 4
    shutil.rmtree(root / "a")
    arrivals.look()
    (root / "a").mkdir()
    (root / "a" / "7.png").write_bytes(b"image")
    assert "a/7.png" in paths(arrivals)
    shutil.rmtree(root)
    assert paths(arrivals) == []
    assert arrivals.now("4.png") is None
    root.mkdir()
    (root / "8.png").write_bytes(b"image")
    assert paths(arrivals) == ["8.png"]
