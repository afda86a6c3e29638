"""Scanning: every layout, every kind of trouble, and no file opened twice."""

import csv
import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.machine import needs_links, not_root
from workbench.core.domain import Layout, Reason
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.data.scan import scan_now


def picture(path: Path, size: tuple[int, int] = (8, 6), **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(len(str(path))).integers(0, 256, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(path, **options)
    return path


def labels(folder: Path) -> dict[str, str | None]:
    return {sample.path: sample.label for sample in scan_now(folder).samples}


def set_aside(folder: Path) -> dict[str, Reason]:
    return {one.path: one.reason for one in scan_now(folder).set_aside}


def test_that_class_folders_name_the_classes(tmp_path: Path) -> None:
    for name in ("cat/1.png", "dog/2.jpg", "dog/3.bmp"):
        picture(tmp_path / name)
    domain = scan_now(tmp_path)
    assert domain.layout is Layout.CLASS_FOLDERS
    assert domain.counts() == {"cat": 1, "dog": 2}


def test_that_a_flat_folder_has_no_labels(tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    domain = scan_now(tmp_path)
    assert (domain.layout, domain.labelled) == (Layout.FLAT, False)


def test_that_images_outside_class_folders_are_told(tmp_path: Path) -> None:
    for name in ("train/cat/1", "train/dog/1", "test/1", "test/2"):
        picture(tmp_path / f"{name}.png")
    domain = scan_now(tmp_path)
    assert domain.counts() == {"cat": 1, "dog": 1}
    assert domain.notes == ["Images outside the class folders have no label: 2, such as test/1.png."]


def test_that_images_below_class_folders_keep_the_first_level_as_class(tmp_path: Path) -> None:
    for name in ("cat/2020/1.png", "cat/2021/1.png", "dog/2020/1.png"):
        picture(tmp_path / name)
    domain = scan_now(tmp_path)
    assert (domain.layout, domain.counts()) == (Layout.NESTED, {"cat": 2, "dog": 1})
    assert scan_now(tmp_path, class_level=2).counts() == {"2020": 2, "2021": 1}


@pytest.mark.parametrize("wrapper", ["train", "images"])
def test_that_splits_and_wrappers_are_looked_through(wrapper: str, tmp_path: Path) -> None:
    for name in ("cat/1.png", "dog/2.png"):
        picture(tmp_path / wrapper / name)
    if wrapper == "train":
        picture(tmp_path / "test" / "cat" / "3.png")
    assert set(scan_now(tmp_path).classes) == {"cat", "dog"}


def test_that_a_csv_names_paths_and_labels(tmp_path: Path) -> None:
    picture(tmp_path / "images" / "one.png")
    picture(tmp_path / "images" / "two.png")
    (tmp_path / "list.csv").write_text(
        "path,label\nimages/one.png,cat\nimages/two.png,\nimages/no.png,dog\n", "utf-8-sig"
    )
    assert labels(tmp_path / "list.csv") == {"images/one.png": "cat", "images/two.png": None}
    assert set_aside(tmp_path / "list.csv") == {"images/no.png": Reason.MISSING}
    assert scan_now(tmp_path).layout is Layout.CSV


def test_that_a_path_listed_twice_is_set_aside_with_both_lines(tmp_path: Path) -> None:
    picture(tmp_path / "one.png")
    (tmp_path / "list.csv").write_text("path,label\none.png,a\none.png,a\n")
    domain = scan_now(tmp_path / "list.csv")
    assert ([(sample.path, sample.label) for sample in domain.samples], domain.notes) == ([("one.png", "a")], [])
    assert domain.set_aside[0].reason is Reason.DUPLICATE
    assert domain.set_aside[0].detail == "line 3 of list.csv repeats line 2 of list.csv"


@pytest.mark.parametrize("listed", ["list.csv", ""])
def test_that_no_label_counts_where_rows_of_a_table_disagree(listed: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        picture(tmp_path / f"{name}.png")
    (tmp_path / "list.csv").write_text("path,label\none.png,b\ntwo.png,b\none.png,a\n")
    domain = scan_now(tmp_path / listed)
    assert labels(tmp_path / listed) == {"one.png": None, "two.png": "b"}
    (note,) = domain.notes
    assert note == "list.csv gives 1 image several labels, such as “a”, “b” for one.png, so none of them counts."


@pytest.mark.parametrize("name", ["metadata.csv", "metadata.jsonl"])
def test_that_hugging_face_metadata_is_read(name: str, tmp_path: Path) -> None:
    for split in ("train", "test"):
        picture(tmp_path / split / "0.png")
        rows = [{"file_name": "0.png", "label": split}]
        text = json.dumps(rows[0]) if name.endswith("l") else f"file_name,label\n0.png,{split}\n"
        (tmp_path / split / name).write_text(text)
    assert labels(tmp_path) == {"train/0.png": "train", "test/0.png": "test"}


@pytest.mark.parametrize(
    ("content", "words"),
    [("a,b\n1,2\n", "no column of image paths"), ("path,label\n,cat\n", "Line 2 .* has no image path")],
)
def test_that_a_csv_that_is_no_list_is_refused_by_line(content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(content)
    with pytest.raises(UserError, match=words):
        scan_now(tmp_path / "list.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\\0"), min_size=1, max_size=40
        ).filter(lambda name: name.strip(". ") == name and len(name.encode()) < 200),
        min_size=1,
        max_size=5,
        unique_by=lambda name: name.casefold(),
    )
)
def test_that_any_file_name_survives_a_csv(tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / str(len(os.listdir(tmp_path)))
    content = picture(tmp_path / "picture.png").read_bytes()
    folder.mkdir()
    for name in names:
        (folder / f"{name}.png").write_bytes(content)
    with (folder / "list.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["path", "label"], *([f"{name}.png", f"label {name}"] for name in names)])
    assert {path: str(label) for path, label in labels(folder / "list.csv").items()} == {
        f"{name}.png": composed(f"label {name}".strip()) for name in names
    }


def damaged(folder: Path) -> dict[str, Reason]:
    """One file of each kind of trouble, and what it should be set aside for."""
    folder.mkdir()
    picture(folder / "good.png")
    (folder / "empty.png").touch()
    (folder / "text.jpg").write_text("this is no picture")
    for kind in ("png", "jpg", "gif", "bmp", "webp", "tiff"):
        whole = picture(folder / f"cut.{kind}", (64, 64)).read_bytes()
        (folder / f"cut.{kind}").write_bytes(whole[: len(whole) * 2 // 3])
    content = bytearray(picture(folder / "flipped.png", (40, 40)).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (folder / "flipped.png").write_bytes(content)
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    (folder / "GOOD.png").write_bytes((folder / "good.png").read_bytes())
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.png").symlink_to(folder / "self.png")
    (folder / "dangling.png").symlink_to(folder / "nowhere.png")
    return {
        "empty.png": Reason.EMPTY,
        "text.jpg": Reason.UNREADABLE,
        "bomb.png": Reason.TOO_LARGE,
        "good.png": Reason.DUPLICATE,  # "GOOD.png" comes first
        "loop": Reason.LINK_LOOP,
        "self.png": Reason.LINK_LOOP,
        "dangling.png": Reason.MISSING,
    }


@needs_links
def test_that_each_kind_of_trouble_is_set_aside_with_its_reason(tmp_path: Path) -> None:
    expected = damaged(tmp_path / "folder")
    found = set_aside(tmp_path / "folder")
    assert {path: found[path] for path in expected} == expected
    cut = {path: reason for path, reason in found.items() if path not in expected}
    assert set(cut) == {"cut.png", "cut.jpg", "cut.gif", "cut.bmp", "cut.webp", "cut.tiff", "flipped.png"}
    assert set(cut.values()) <= {Reason.TRUNCATED, Reason.UNREADABLE}
    assert [sample.path for sample in scan_now(tmp_path / "folder").samples] == ["GOOD.png"]


@not_root
def test_that_files_without_permission_are_set_aside(tmp_path: Path) -> None:
    picture(tmp_path / "good.png")
    picture(tmp_path / "secret.png").chmod(0)
    assert set_aside(tmp_path) == {"secret.png": Reason.PERMISSION}


def test_that_other_files_are_counted_and_hidden_ones_are_not(tmp_path: Path) -> None:
    picture(tmp_path / "1.png")
    for name in ("notes.txt", "data.bin", ".hidden.png", "Thumbs.db"):
        (tmp_path / name).write_text("x")
    assert scan_now(tmp_path).ignored == 2


def test_that_exif_orientation_turns_the_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(tmp_path / "turned.jpg", (20, 10), exif=exif)
    assert [(sample.width, sample.height) for sample in scan_now(tmp_path).samples] == [(10, 20)]


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_that_what_is_no_folder_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(UserError):
        scan_now(tmp_path / name)


def test_that_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no image"):
        scan_now(tmp_path)


def test_that_a_second_start_opens_no_image_file(tmp_path: Path) -> None:
    for number in range(5):
        picture(tmp_path / "images" / "ab"[number % 2] / f"{number}.png")
    script = (
        "import sys; from pathlib import Path; from workbench.data.scan import scan_now; "
        "from workbench.data.cache import ImageCache\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == 'open' else None)\n"
        "domain = scan_now(Path(sys.argv[1]), cache=Path(sys.argv[2]))\n"
        "work = ImageCache(Path(sys.argv[2])).images(domain, 16)\n"
        "for _ in work: pass\n"
        "print(sum('.png' in path for path in opened))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "images"), str(tmp_path / "cache")]
    counts = [int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(2)]
    assert counts[0] >= 5
    assert counts[1] == 0


def test_that_backslashes_of_a_table_separate_folders(tmp_path: Path) -> None:
    picture(tmp_path / "images" / "one.png")
    (tmp_path / "list.csv").write_text("path,label\nimages\\one.png,cat\n")
    assert labels(tmp_path / "list.csv") == {"images/one.png": "cat"}


@pytest.mark.skipif(sys.platform == "win32", reason="there no name holds one")
def test_that_a_file_whose_name_holds_a_backslash_is_itself(tmp_path: Path) -> None:
    for name in ("images/one.png", "images\\one.png"):
        picture(tmp_path / name)
    (tmp_path / "list.csv").write_text("path,label\nimages\\one.png,cat\nimages/one.png,dog\n")
    assert labels(tmp_path / "list.csv") == {"images\\one.png": "cat", "images/one.png": "dog"}
