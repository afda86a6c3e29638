"""Folders of real people: what systems leave, files of other kinds, empty classes, and levels above the classes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from workbench.core.domain import Layout, Reason
from workbench.core.domain_remarks import remarks, unread_kinds
from workbench.core.errors import UserError
from workbench.core.file_names import safe_name
from workbench.core.leftovers import is_leftover
from workbench.data.class_levels import empty_folders, wrapper_levels
from workbench.data.file_kinds import IMAGES, PACKED, SHARD
from workbench.data.folder_poller import FolderPoller
from workbench.data.image_readers import optional_suffixes
from workbench.data.scan import scan_now
from workbench.data.split_names import is_split

HEIC = b"\0\0\0\x18ftypheic" + bytes(99)
LEFT = (
    "@eaDir", "#recycle", "$RECYCLE.BIN", "$Recycle.Bin", ".Trash", ".Trash-1000", ".Trashes",
    "System Volume Information", "__MACOSX", ".ipynb_checkpoints", "lost+found", ".thumbnails",
    ".AppleDouble", "found.000", ".git", "@Recycle",
)  # fmt: skip


def picture(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(len(str(path))).integers(0, 256, (6, 8, 3), np.uint8)
    Image.fromarray(noise).save(path)
    return path


def classes(root: Path, *paths: str) -> dict[str, int]:
    for path in paths:
        picture(root / path)
    return scan_now(root).counts()


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("place", ["", "cat/"])
def test_that_folders_of_systems_are_passed_over_and_counted(place: str, left: str, tmp_path: Path) -> None:
    assert classes(tmp_path, "cat/1.png", "dog/2.png", f"{place}{left}/1.png/thumb.png") == {"cat": 1, "dog": 1}
    domain = scan_now(tmp_path)
    assert (domain.layout, list(domain.leftovers.values()), domain.set_aside) == (Layout.CLASS_FOLDERS, [1], [])
    assert any("passed over" in sentence and next(iter(domain.leftovers)) in sentence for sentence in remarks(domain))
    assert len(FolderPoller(tmp_path, events=False).look()) == 2


def test_that_files_of_systems_are_counted_by_name(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "cat/thumbs.db", "desktop.ini", ".DS_Store", "._1.png", "cat/._1.png", ".cover.png"):
        picture(tmp_path / "cat" / "1.png")
        (tmp_path / name).write_bytes(b"x")
    expected = {"Thumbs.db": 2, "desktop.ini": 1, ".DS_Store": 1, "._*": 2, "hidden files": 1}
    assert scan_now(tmp_path).leftovers == expected


@given(st.sampled_from(LEFT) | st.text(min_size=1, max_size=30))
def test_that_no_name_that_the_program_writes_is_passed_over(name: str) -> None:
    assert not is_leftover(safe_name(name))


SUFFIXES = {suffix for kinds in (IMAGES, PACKED) for part in kinds.values() for suffix in part}


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - optional_suffixes()))
def test_that_files_of_other_kinds_are_named_by_kind(suffix: str, tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    for name in (f"a{suffix}", f"b{suffix.upper()}"):
        (tmp_path / name).write_bytes(b"x")
    domain = scan_now(tmp_path)
    (reason,) = {file.reason for file in domain.set_aside}
    assert reason is (Reason.KIND if any(suffix in part for part in IMAGES.values()) else Reason.PACKED)
    assert unread_kinds(domain, reason).endswith(" 2")
    assert len(domain.samples) == 1


@pytest.mark.parametrize("name", ["00000.tar", "train-000012.tar", "data_0001.tar", "a{0000..0099}.tar"])
def test_that_shards_are_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UserError, match=SHARD) as caught:
        scan_now(tmp_path)
    assert "Unpack" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.zip", "zip archive"),
        ("a.tar.gz", "tar archive"),
        ("train-00000-of-00001.parquet", "Parquet"),
        ("x.tfrecord-00000-of-00010", "TFRecord"),
        ("IMG_1.HEIC", "HEIC"),
    ],
)
def test_that_a_folder_of_other_kinds_only_is_refused_by_name(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HEIC)
    for place in (tmp_path, tmp_path / name):
        with pytest.raises(UserError, match=words) as caught:
            scan_now(place)
        assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "kind"),
    [(HEIC, "HEIC"), (b"\xff\x0a" + bytes(99), "JPEG XL"), (bytes(128) + b"DICM" + bytes(9), "DICOM")],
)
@pytest.mark.parametrize("name", ["photo.jpg", "photo"])
def test_that_a_kind_is_known_behind_another_name(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    (tmp_path / name).write_bytes(content)
    assert [(file.reason, file.detail) for file in scan_now(tmp_path).set_aside] == [(Reason.KIND, kind)]


def test_that_class_folders_without_a_usable_image_are_named(tmp_path: Path) -> None:
    for name in ("none/deep", "train/none"):
        (tmp_path / name).mkdir(parents=True)
    assert classes(tmp_path / "train", "cat/1.png", "dog/2.png") == {"cat": 1, "dog": 1}
    (tmp_path / "train" / "newt").mkdir()
    (tmp_path / "train" / "newt" / "1.heic").write_bytes(HEIC)
    (tmp_path / "train" / "rat").mkdir()
    (tmp_path / "train" / "rat" / "1.png").touch()
    assert scan_now(tmp_path / "train").empty == ["newt", "none", "rat"]
    assert scan_now(tmp_path).empty == ["train/newt", "train/none", "train/rat"]
    assert any("train/none" in sentence for sentence in remarks(scan_now(tmp_path)))


def test_that_a_flat_folder_has_no_empty_classes(tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    (tmp_path / "notes").mkdir()
    assert scan_now(tmp_path).empty == []


TREES: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "one split": (("dataset/train/cat/1.png", "dataset/train/dog/2.png"), {"cat", "dog"}),
    "splits below a wrapper": (("d/train/cat/1.png", "d/test/cat/2.png", "d/test/dog/2.png"), {"cat", "dog"}),
    "two wrappers": (("a/b/train/cat/1.png", "a/b/train/dog/2.png"), {"cat", "dog"}),
    "a test split without labels": (("train/cat/1.png", "train/dog/2.png", "test/3.png"), {"cat", "dog"}),
    "splits alone": (("train/1.png", "test/2.png"), set()),
    "splits twice": (("training_set/training_set/cat/1.png", "test_set/test_set/dog/2.png"), {"cat", "dog"}),
    "splits with years": (("train2017/cat/1.png", "val2017/dog/2.png"), {"cat", "dog"}),
    "a loose image": (("images/cat/1.png", "images/dog/2.png", "images/logo.png"), {"cat", "dog"}),
    "a split of another name": (("train/cat/1.png", "test/dog/1.png", "extra/cat/1.png"), {"cat", "dog"}),
    "classes named like a split": (("train/1.png", "bus/2.png"), {"train", "bus"}),
    "sites": (("north/cat/1.png", "south/cat/1.png"), {"north", "south"}),
    "one class": (("cat/1.png",), {"cat"}),
}


@pytest.mark.parametrize("tree", TREES)
def test_that_splits_and_wrappers_above_the_classes_are_no_classes(tree: str, tmp_path: Path) -> None:
    paths, expected = TREES[tree]
    assert set(classes(tmp_path, *paths)) == expected


CLASS = st.text("abcdefghi", min_size=3, max_size=4).map(lambda text: f"x{text}")


@given(
    st.lists(CLASS, min_size=2, max_size=5, unique=True), st.lists(st.sampled_from("pqr"), max_size=3), st.booleans()
)
def test_that_any_wrappers_and_splits_lead_to_the_classes(names: list[str], above: list[str], splits: bool) -> None:
    roots = [f"{split}/" for split in ("train", "test")] if splits else [""]
    paths = ["/".join([*above, f"{root}{name}", "1.png"]) for root in roots for name in names]
    depth = wrapper_levels(paths) + 1
    assert {path.split("/")[depth - 1] for path in paths} == set(names)
    folders = sorted({path.rpartition("/")[0] for path in paths})
    assert empty_folders(folders, depth, paths[1:]) == [paths[0].rpartition("/")[0]]


@pytest.mark.parametrize(
    "name", ["train", "Test2017", "training_set", "trainImages", "val", "seg_train", "validation-data"]
)
def test_that_names_of_splits_are_known(name: str) -> None:
    assert is_split(name)


@pytest.mark.parametrize("name", ["trainer", "cat", "images", "train_station", "2017", ""])
def test_that_other_names_are_no_splits(name: str) -> None:
    assert not is_split(name)


def test_that_locks_and_temporary_files_of_the_program_are_not_counted(tmp_path: Path) -> None:
    picture(tmp_path / "cat" / "1.png")
    for name in (".predictions.csv.lock", ".lock", ".lock.json", ".0123456789ab.part", "cat/.masks.lock"):
        (tmp_path / name).write_bytes(b"")
    assert scan_now(tmp_path).leftovers == {}
