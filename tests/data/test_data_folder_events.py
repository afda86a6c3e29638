"""Reports of the operating system: what they name, and when the caller has to look for itself."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.data.folder_changes import differs, stamps
from workbench.data.folder_events import MOST_FOLDERS, FolderEvents, is_local, of_image
from workbench.data.folder_poller import FolderPoller

PATIENCE = 20.0  # seconds
LONG_AGO = (10**9, 10**9)
FILES = ("a/1.png", "a/2.png", "b/3.png")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    if not is_local(tmp_path):
        pytest.skip("the folder for tests is on no local drive")
    root = tmp_path / "in"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"image")
    for folder in (root, root / "a", root / "b"):
        os.utime(folder, LONG_AGO)
    return root


def watched(root: Path) -> FolderEvents:
    """Events whose first, incomplete reports are taken."""
    events = FolderEvents(root)
    while not events.take(3).complete:
        pass
    return events


def reported(events: FolderEvents, wanted: set[str]) -> set[str]:
    """What is reported until all of that is."""
    ends, paths = time.monotonic() + PATIENCE, set[str]()
    while not wanted <= paths:
        assert time.monotonic() < ends, f"{wanted - paths} was not reported"
        paths |= events.take(3).paths
    return paths


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a file came": (lambda root: (root / "a" / "new.png").write_bytes(b""), {"a/new.png"}),
    "a file was written over": (lambda root: (root / "a" / "1.png").write_bytes(b"another"), {"a/1.png"}),
    "a file went": (lambda root: (root / "b" / "3.png").unlink(), {"b/3.png"}),
    "a file was renamed": (lambda root: (root / "b" / "3.png").rename(root / "4.png"), {"b/3.png", "4.png"}),
    "a folder came": (lambda root: (root / "c").mkdir(), {"c"}),
    "a folder went": (lambda root: shutil.rmtree(root / "b"), {"b/3.png", "b"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_that_a_change_is_reported_by_its_path(what: str, root: Path) -> None:
    events, (change, wanted) = watched(root), CHANGES[what]
    change(root)
    assert reported(events, wanted) <= wanted | {"a", "b", ".", *FILES}


@pytest.mark.skipif(sys.platform != "linux", reason="macOS also reports what happened shortly before")
def test_that_the_first_report_is_incomplete_and_reading_is_no_change(root: Path) -> None:
    events = FolderEvents(root)
    assert not events.take(3).complete
    assert (root / "a" / "1.png").read_bytes() == b"image"
    assert events.take(3) == (frozenset(), True)


def test_that_another_folder_under_the_same_name_is_watched_from_its_start(root: Path) -> None:
    events = watched(root)
    root.rename(root.with_name("before"))
    assert not events.take(3).complete
    assert not events.take(3).complete, "as long as there is no folder"
    root.mkdir()
    assert not events.take(1).complete, "what came until now was not reported"
    (root / "new.png").write_bytes(b"")
    reported(events, {"new.png"})


def test_that_what_is_not_reported_is_left_to_the_caller(root: Path) -> None:
    for events, folders in ((FolderEvents(root), MOST_FOLDERS + 1), (FolderEvents(root / "nowhere"), 1)):
        assert [events.take(folders) for _ in range(3)] == [(frozenset(), False)] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="a file system that is everywhere on Linux")
def test_that_only_known_file_systems_are_local() -> None:
    assert not is_local("/proc/self")


@pytest.mark.parametrize(("name", "expected"), [("notes.txt", False), ("labels.csv", True), ("a/1.png", True)])
def test_that_a_folder_differs_where_an_image_or_a_table_was_written_over(
    name: str, expected: bool, root: Path
) -> None:
    (root / name).write_text("before")
    events, known = watched(root), stamps(root)
    (root / name).write_text("and after")
    looks = 10_000 if expected else 100
    assert any(differs(known, events) for _ in range(looks)) is expected


@pytest.mark.parametrize(
    ("path", "image"),
    [("a/1.png", True), ("1", True), ("1.txt", False), (".hidden/1.png", False), ("a/Thumbs.db", False), (".", False)],
)
def test_which_paths_may_be_of_images(path: str, image: bool) -> None:
    assert of_image(path) is image


def test_that_arrivals_are_seen_though_their_folder_keeps_its_time(root: Path) -> None:
    arrivals = FolderPoller(root, 1e-9)
    for _ in range(3):
        arrivals.look()
    (root / "a" / "1.png").write_bytes(b"written over")
    (root / "deep" / "deeper").mkdir(parents=True)
    for number in range(50):
        (root / "deep" / "deeper" / f"{number}.png").write_bytes(b"image")
    wanted = {("a/1.png", 12), *((f"deep/deeper/{number}.png", 5) for number in range(50))}
    ends, seen = time.monotonic() + PATIENCE, set[tuple[str, int]]()
    while not wanted <= seen:
        assert time.monotonic() < ends, f"{wanted - seen} was not seen"
        seen |= {(found.path, found.bytes) for found in arrivals.look()}
    os.utime(root / "deep" / "deeper", LONG_AGO)


def test_that_watching_keeps_no_process_alive(root: Path) -> None:
    code = (
        "import sys; from workbench.data.folder_events import FolderEvents; events = FolderEvents(sys.argv[1]); "
        "print(events.take(3).complete, events.take(3).complete)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "False True", "")
