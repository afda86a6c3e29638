"""Which sample a path in a file means; labelled images as class folders."""

import os
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_domain
from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.file_names import unique_name
from workbench.core.name_matching import composed, stripped
from workbench.data.labels.class_folders import Link, write_class_folders
from workbench.data.labels.contract import Entry, LabelConflict, read_labels
from workbench.data.labels.label_studio import image_path
from workbench.data.labels.path_matching import match_paths
from workbench.data.scan import scan_now


@pytest.fixture
def domain(tmp_path: Path) -> Domain:
    return scan_now(make_domain(tmp_path / "images", seed=3, classes="ab", count=2))


@pytest.mark.parametrize(
    "written",
    ["a/000.png", "./a/000.png", "a\\000.png", "images/a/000.png", "{root}/a/000.png", "../images/a/000.png"],
)
def test_that_a_path_is_found_however_it_is_written(written: str, domain: Domain, tmp_path: Path) -> None:
    entry = Entry(written.format(root=domain.root), "x", "line 2")
    assert match_paths([entry], domain, tmp_path).labels == {"a/000.png": "x"}


@pytest.mark.parametrize(
    "written",
    [
        "http://host:8000/set/a/my%20photo%2B1.png",
        "https://host/bucket/a/my%20photo%2B1.png?X-Amz-Signature=a%2Fb&X-Amz-Expires=3600",
        "s3://bucket/some/a/my photo+1.png",
        "gs://bucket/a/my%20photo%2B1.png#fragment",
        "file:///C:/Users/x/a/my%20photo%2B1.png",
        "a/my%20photo%2B1.png",
        "a/my%2520photo%252B1.png",
        "a/my photo+1.png?v=3",
        "/data/local-files/?d=some/where/a/my%20photo%2B1.png",
        "http://host:8080/data/local-files/?d=a/my%20photo%2B1.png",
        "/data/upload/3/0a1b2c3d-my_photo1.png",
        "/tasks/3/resolve/?fileuri=czM6Ly9iL2EvbXkgcGhvdG8rMS5wbmc=",
        "C:\\Users\\x\\images\\a\\my photo+1.png",
        "\\\\server\\share\\a\\my photo+1.png",
        "/home/other/images/a/my photo+1.png",
        ".\\a\\my photo+1.png",
    ],
)
def test_that_addresses_and_paths_of_other_machines_are_found(written: str, tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "images", seed=3, classes="ab", count=2)
    (folder / "a" / "000.png").rename(folder / "a" / "my photo+1.png")
    path, address = image_path(written)
    found = match_paths([Entry(path, "x", "task 1", address=address)], scan_now(folder), tmp_path / "labels")
    assert found.labels == {"a/my photo+1.png": "x"}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("A/000.png", "“a/000.png” differs in case"),
        ("a/000.jpg", "a/000.png has another ending"),
        ("elsewhere/001.png", "001.png has the same name"),
        ("a/bad.png", "its image was set aside: empty file"),
        ("nothing.png", "no image has this path"),
    ],
)
def test_that_it_is_told_why_an_entry_has_no_image(written: str, reason: str, domain: Domain, tmp_path: Path) -> None:
    (domain.folder / "a" / "bad.png").touch()
    (entry,) = match_paths([Entry(written, "x", "line 2")], scan_now(domain.folder), tmp_path).unknown
    assert reason in entry.problem


def test_that_people_who_agree_give_a_label_and_others_a_conflict(domain: Domain, tmp_path: Path) -> None:
    said = [
        ("a/000.png", "x", "ann"),
        ("./a/000.png", "x", "bob"),
        ("a/001.png", "x", "ann"),
        ("a/001.png", "y", "bob"),
    ]
    entries = [Entry(path, label, "task 1", annotator) for path, label, annotator in said]
    found = match_paths(entries, domain, tmp_path)
    assert (found.labels, found.twice) == ({"a/000.png": "x"}, [])
    assert found.conflicts == [LabelConflict("a/001.png", tuple(entries[2:]))]


@pytest.mark.skipif(sys.platform == "win32", reason="there no name holds one")
def test_that_a_name_with_a_backslash_comes_before_a_folder(tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "images", seed=3, classes="ab", count=2)
    (folder / "a\\000.png").write_bytes((folder / "a" / "000.png").read_bytes() + b" ")
    domain = scan_now(folder)
    entries = [Entry("images/a\\000.png", "x", "line 2"), Entry("images/a/000.png", "y", "line 3")]
    assert match_paths(entries, domain, tmp_path).labels == {"a\\000.png": "x", "a/000.png": "y"}


def test_that_an_address_from_elsewhere_counts_by_its_end_and_a_relative_path_does_not(
    domain: Domain, tmp_path: Path
) -> None:
    entries = [
        Entry("/data/local-files/a/000.png", "x", "line 2"),
        Entry("s3://bucket/b/000.png", "y", "line 3"),
        Entry("other/a/001.png", "z", "line 4"),
    ]
    found = match_paths(entries, domain, tmp_path)
    assert found.labels == {"a/000.png": "x", "b/000.png": "y"}
    assert found.unknown == [entries[2]._replace(problem="no image has this path; a/001.png has the same name")]


def test_that_unknown_paths_are_asked_for_by_content_and_double_ones_told(domain: Domain, tmp_path: Path) -> None:
    entries = [Entry(path, "x", "") for path in ("a/000.png", "./a/000.png", "was/1.png", "was/2.png")]
    found = match_paths(
        entries, domain, tmp_path, lambda paths: {"was/1.png": "b/000.png"} if "was/1.png" in paths else {}
    )
    assert found.labels == {"a/000.png": "x", "b/000.png": "x"}
    unknown = [entries[3]._replace(problem="no image has this path")]
    assert (found.followed, found.unknown, found.twice) == (1, unknown, [entries[1]])


LABELS = (  # a table has no space at the ends of its cells, and names have one Unicode form
    st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), min_size=1, max_size=140)
    .map(composed)
    .filter(lambda text: stripped(text) == text)
)
ODD = st.sampled_from(
    ["a/b", "..", ".", "CON", "con", "x" * 300, "_", "a:b", "A", "a", "labels.csv", ".hidden", "tail."]
)


@settings(max_examples=40, deadline=None)
@given(labels=st.lists(st.one_of(ODD, LABELS), min_size=4, max_size=4), link=st.sampled_from(Link))
def test_that_class_folders_hold_each_image_once_under_any_class_name(
    labels: list[str], link: Link, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("folders")
    images = root / "images"
    paths = ["a/1.png", "b/1.png", "b/1 (2).png", "c.png"]
    for path in paths:
        (images / path).parent.mkdir(parents=True, exist_ok=True)
        (images / path).write_bytes(path.encode())
    named = dict(zip(paths, labels, strict=True))
    filed = write_class_folders(root / "out", images, named, link)
    assert {one.original: one.label for one in filed} == named
    for one in filed:
        place = root / "out" / one.path
        assert place.read_bytes() == one.original.encode()
        assert place.is_symlink() == (link is Link.SYMBOLIC)
        assert os.path.samefile(place, images / one.original) == (link is not Link.COPY)
    folders = {one.path.split("/")[0] for one in filed}
    assert len({name.casefold() for name in folders}) == len(set(labels)), "a folder for each class"
    assert {entry.path: entry.label for entry in read_labels(root / "out" / "labels.csv")} == {
        one.path: one.label for one in filed
    }
    assert {path.name for path in root.iterdir()} == {"images", "out"}


def test_that_very_many_images_of_one_name_find_theirs_at_once() -> None:
    taken: Counter[str] = Counter()
    names = [unique_name("image", ".png", taken) for _ in range(20_000)]  # minutes, were each looked for from the first
    assert names[:2] + names[-1:] == ["image.png", "image (2).png", "image (20000).png"]
    assert len(set(names)) == len(names)


def test_that_class_folders_can_be_read_as_a_source(domain: Domain, tmp_path: Path) -> None:
    labels = {sample.path: f"class {sample.label}" for sample in domain.samples}
    write_class_folders(tmp_path / "out", domain.folder, labels)
    read = scan_now(tmp_path / "out")
    assert read.counts() == {"class a": 2, "class b": 2}


def test_that_a_missing_image_or_a_full_folder_leaves_nothing_behind(domain: Domain, tmp_path: Path) -> None:
    for link in Link:
        with pytest.raises(UserError, match="cannot be written"):
            write_class_folders(tmp_path / "out", domain.folder, {"a/000.png": "x", "gone.png": "y"}, link)
        assert not (tmp_path / "out").exists()
    with pytest.raises(UserError, match="already exists"):
        write_class_folders(domain.folder, domain.folder, {"a/000.png": "x"})
    assert {path.name for path in tmp_path.iterdir()} == {"images"}


def test_that_very_many_paths_without_an_image_are_told_at_once(domain: Domain, tmp_path: Path) -> None:
    first = domain.samples[0]
    samples = [msgspec.structs.replace(first, path=f"a/{number}.png") for number in range(20_000)]
    many = msgspec.structs.replace(domain, samples=samples)
    entries = [Entry(f"/data/upload/1/0a1b2c3d-x{number}.png", "x", "") for number in range(20_000)]
    begun = time.monotonic()
    assert len(match_paths(entries, many, tmp_path).unknown) == 20_000
    assert time.monotonic() - begun < 60, "hours, were each compared with each"


def test_that_a_name_without_an_extension_means_the_only_image_of_that_name(tmp_path: Path) -> None:
    folder = make_domain(tmp_path / "set" / "data", seed=3, classes="ab", count=2)
    (folder / "b" / "001.jpg").write_bytes((folder / "b" / "001.png").read_bytes())
    (folder / "a" / "001.png").rename(folder / "a" / "v1.5.png")
    names = ("a/000", "a/v1.5", "b/001", "a/000.jpg", "c")
    entries = [Entry(name, "x", f"label {name}", address=f"/data/{name}") for name in names]
    for root in (folder, folder.parent):
        found = match_paths(entries, scan_now(root), tmp_path / "set")
        assert {path.removeprefix("data/") for path in found.labels} == {"a/000.png", "a/v1.5.png"}
        assert [entry.path for entry in found.unknown] == ["b/001", "a/000.jpg", "c"], "two of that name, another, none"
