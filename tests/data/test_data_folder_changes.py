"""A folder's stamps change with what comes, goes and moves in it, and with nothing else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.machine import needs_links
from workbench.data.folder_changes import changed, current_stamps, stamps, unread


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "target"
    for name in ("a", "b/deep", "empty"):
        (root / name).mkdir(parents=True)
    (root / "a" / "1.png").write_bytes(b"1")
    (root / "labels.csv").write_text("path,label\na/1.png,a\n")
    for path in (root, *root.rglob("*")):
        os.utime(path, ns=(10**18, 10**18))  # long ago, so that any change is seen however coarse the clock
    return root


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file came": lambda root: (root / "a" / "2.png").write_bytes(b"2"),
    "a file came into an empty folder": lambda root: (root / "empty" / "2.png").write_bytes(b"2"),
    "a file came deep below": lambda root: (root / "b" / "deep" / "2.png").write_bytes(b"2"),
    "a file went": lambda root: (root / "a" / "1.png").unlink(),
    "a file was renamed": lambda root: (root / "a" / "1.png").rename(root / "a" / "one.png"),
    "a folder came": lambda root: (root / "c").mkdir(),
    "a table was written": lambda root: (root / "labels.csv").write_text("path,label\na/1.png,b\n"),
    "a folder was renamed": lambda root: (root / "b" / "deep").rename(root / "b" / "deeper"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_that_a_change_is_seen(what: str, folder: Path) -> None:
    before = stamps(folder)
    assert not changed(before)
    CHANGES[what](folder)
    assert changed(before)


def test_that_reading_changes_nothing_and_a_folder_that_is_gone_has_changed(folder: Path) -> None:
    before = stamps(folder)
    assert (folder / "a" / "1.png").read_bytes() == b"1"
    assert not changed(before)
    folder.rename(folder.with_name("elsewhere"))
    assert changed(before)
    assert not changed(stamps(folder)), "still gone"


@needs_links
def test_that_a_link_to_a_folder_above_ends(folder: Path) -> None:
    (folder / "a" / "loop").symlink_to(folder)
    assert str(folder / "b" / "deep") in stamps(folder)


def test_that_a_table_is_watched_where_the_domain_is_one(folder: Path) -> None:
    before = stamps(folder / "labels.csv")
    (folder / "labels.csv").write_text("path,label\n")
    assert changed(before)


def test_that_a_file_that_could_not_be_read_is_looked_at_once_more_where_it_is_young(folder: Path) -> None:
    old, young = folder / "a" / "1.png", folder / "a" / "2.png"
    young.write_bytes(b"2")
    assert not changed(unread([old]))
    before = unread([old, young])
    assert changed(before)
    assert not changed(current_stamps(before))
    old.write_bytes(b"whole")
    assert changed(current_stamps(before) | unread([old]))
