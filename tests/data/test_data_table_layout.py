"""Which table of a folder is its layout: one that labels the images that are there, and that nothing contradicts."""

from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.core.domain import Domain, Layout, Reason
from workbench.data.scan import scan_now

CLASSES = {"a": 4, "b": 4, "c": 4}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_domain(tmp_path / "images", seed=1, count=4)


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    (tmp_path / "flat").mkdir()
    images = sorted(make_domain(tmp_path / "images", seed=1, count=4).rglob("*.png"))
    for number, image in enumerate(images):
        image.rename(tmp_path / "flat" / f"{number}.png")
    return tmp_path / "flat"


def paths(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.png"))]


def table(folder: Path, name: str, header: str, rows: list[str]) -> None:
    (folder / name).write_text("\n".join([header, *rows]) + "\n")


def as_class_folders(domain: Domain, note: str) -> None:
    assert (domain.layout, domain.counts()) == (Layout.CLASS_FOLDERS, CLASSES)
    (told,) = domain.notes
    assert told.startswith(note)


@pytest.mark.parametrize("name", ["exif.csv", "EXIF.CSV", "exif.tsv", "metadata.csv"])
@pytest.mark.parametrize("share", [1, 2])
def test_that_a_table_without_labels_hides_no_class_folder(name: str, share: int, folder: Path) -> None:
    table(folder, name, "file,width", [f"{path},16" for path in paths(folder)[::share]])
    as_class_folders(scan_now(folder), f"{name} has no labels. It was passed over")


def test_that_a_table_of_some_images_is_named_and_passed_over(folder: Path) -> None:
    table(folder, "part.csv", "path,label", [f"{path},x" for path in paths(folder)[:5]])
    as_class_folders(scan_now(folder), "part.csv names only 5 of the 12 images.")
    assert scan_now(folder / "part.csv").counts() == {"x": 5}, "it is the layout where it is asked for"


def test_that_a_table_of_other_images_is_named_and_passed_over(folder: Path) -> None:
    table(folder, "other.csv", "path,label", ["elsewhere/1.png,x"])
    as_class_folders(scan_now(folder), "other.csv names no image that is there.")


def test_that_a_table_that_contradicts_the_class_folders_is_told(folder: Path) -> None:
    wrong = ["b" if number < 3 else path[0] for number, path in enumerate(paths(folder))]
    table(
        folder,
        "labels.csv",
        "path,label",
        [f"{path},{label}" for path, label in zip(paths(folder), wrong, strict=True)],
    )
    said = "labels.csv and the class folders disagree on 3 of 12 images, such as a/000.png: “b”, but it lies in “a”."
    as_class_folders(scan_now(folder), said)
    asked = scan_now(folder / "labels.csv")
    assert (asked.counts(), asked.notes) == ({"a": 1, "b": 7, "c": 4}, [said])


def test_that_an_invalid_table_is_named_and_passed_over(folder: Path) -> None:
    table(folder, "labels.csv", "path,label", ['"a/000.png,a'])
    as_class_folders(scan_now(folder), "labels.csv was passed over. Line 2 of ")


def test_that_a_table_that_agrees_changes_nothing(folder: Path) -> None:
    table(folder, "labels.csv", "path;label", [f"{path};{path[0]}" for path in paths(folder)])
    domain = scan_now(folder)
    assert (domain.counts(), domain.notes) == (CLASSES, [])


def test_that_a_table_names_the_classes_where_folders_name_something_else(folder: Path) -> None:
    labels = ["cat", "dog"] * 6
    table(
        folder,
        "labels.csv",
        "path,label",
        [f"{path},{label}" for path, label in zip(paths(folder), labels, strict=True)],
    )
    domain = scan_now(folder)
    assert (domain.layout, domain.counts()) == (Layout.CSV, {"cat": 6, "dog": 6})
    assert domain.notes == ["labels.csv gives the labels, not the names of the folders."]


def test_that_images_that_come_after_their_table_are_there_without_labels(flat: Path) -> None:
    table(flat, "labels.csv", "path,label", [f"{path},x" for path in paths(flat)[:-1]])
    domain = scan_now(flat)
    assert (len(domain.samples), domain.counts()) == (12, {"x": 11})
    assert domain.notes == ["Images that are not in labels.csv have no label: 1."]


def test_that_two_tables_that_differ_are_named_and_passed_over(flat: Path) -> None:
    for name, label in (("ann.csv", "x"), ("bob.csv", "y")):
        table(flat, name, "path,label", [f"{path},{label}" for path in paths(flat)])
    domain = scan_now(flat)
    assert (domain.layout, domain.labelled) == (Layout.FLAT, False)
    assert domain.notes[0].startswith("ann.csv, bob.csv label the images differently.")
    table(flat, "bob.csv", "path,width", [f"{path},3" for path in paths(flat)])
    assert scan_now(flat).counts() == {"x": 12}


@pytest.mark.parametrize(
    "written",
    ["/home/else/flat/{}", "C:\\data\\flat\\{}", "https://host/flat/{}?size=2", "s3://bucket/{}", ".\\{}", "{}?v=1"],
)
def test_that_paths_of_other_machines_lead_to_the_images_of_the_folder(written: str, flat: Path) -> None:
    table(flat, "labels.csv", "path,label", [f"{written.format(path)},x" for path in paths(flat)])
    for place in (flat, flat / "labels.csv"):
        assert scan_now(place).counts() == {"x": 12}


def test_that_rows_without_a_file_are_set_aside(flat: Path) -> None:
    table(flat, "labels.csv", "path,label", [*(f"{path},x" for path in paths(flat)), "gone.png,x", "0.PNG,x"])
    domain = scan_now(flat)
    assert [(one.path, one.reason) for one in domain.set_aside] == [
        ("gone.png", Reason.MISSING),
        ("0.PNG", Reason.MISSING),
    ]
    assert domain.set_aside[1].detail == "line 15 of labels.csv; there is “0.png”"


def test_that_a_table_of_images_elsewhere_is_the_layout_of_a_folder_without_any(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    table(tmp_path / "lists", "list.csv", "path,label", [f"../images/{path},x" for path in paths(folder)])
    assert scan_now(tmp_path / "lists").counts() == {"x": 12}


@pytest.mark.parametrize(
    "header",
    [
        "path,predicted,confidence",
        "path,predicted,confidence,unknown",
        "path;predicted;confidence;unknown;bytes;modified;reason",
        "path,reason,detail",
        "path,accuracy,road,sky",
    ],
)
def test_that_outputs_of_the_program_are_told_by_content(header: str, flat: Path) -> None:
    delimiter = ";" if ";" in header else ","
    rows = [delimiter.join([path, *"0" * header.count(delimiter)]) for path in paths(flat)]
    table(flat, "renamed by someone.csv", header, rows)
    domain = scan_now(flat)
    assert (domain.layout, len(domain.samples)) == (Layout.FLAT, 12)
    assert "holds" in domain.notes[0]
