"""Files of labels: what goes out comes back, whatever the paths; a bad file names the line; tools' own examples."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.labels.label_files import NAMES
from workbench.core.errors import UserError
from workbench.core.name_matching import composed, stripped
from workbench.data.labels.contract import (
    EntryChoice,
    Labelled,
    SeveralControlsError,
    format_of,
    formats,
    read_label_file,
    read_labels,
    write_labels,
)

NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PART = st.text(st.characters(exclude_characters="/\0\\", codec="utf-8"), min_size=1, max_size=12).filter(
    lambda part: part not in (".", "..") and len(part.encode()) < 60
)
PATHS = st.lists(PART, min_size=1, max_size=3).map("/".join)
ODD = st.sampled_from(
    ["a b.png", "a,b.png", 'say "a".png', "line\nbreak.png", "\r.png", "ö/ü/日本.png", "'=1+1.png", "%20.png"]
)
TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=12)
LABELS = st.one_of(TEXTS.map(composed), st.sampled_from(["cat", "a, b", "two\nlines", ' "x" ', "0", "null"]))


def prefixes(path: str) -> set[str]:
    parts = path.split("/")
    return {"/".join(parts[:end]) for end in range(1, len(parts))}


def files_of(labels: dict[str, str]) -> dict[str, str]:
    """Without paths that are a folder of another one, or that would be in the way of a file beside an image."""
    folders = {folder for path in labels for folder in prefixes(path)}
    return {path: label for path, label in labels.items() if path not in folders and ".json" not in path}


@pytest.mark.parametrize("name", sorted(formats()))
@settings(max_examples=40, deadline=None)
@given(labels=st.dictionaries(st.one_of(PATHS, ODD), LABELS, max_size=6))
def test_that_what_goes_out_comes_back(
    name: str, labels: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    labels = files_of(labels) if name == "labelme" else labels
    if name == "cvat":  # XML has no control characters
        labels = {path: label for path, label in labels.items() if not NOT_IN_XML.search(path + label)}
    if name == "fiftyone":  # its names have no extension, and each is there once
        labels = {composed(os.path.splitext(path)[0]): label for path, label in labels.items()}
        labels = {path: label for path, label in labels.items() if os.path.splitext(path)[0] == path}
    if name == "csv":  # a table has no space at the ends of its cells
        labels = {path: label for path, label in labels.items() if (stripped(path), stripped(label)) == (path, label)}
    out = tmp_path_factory.mktemp("labels") / NAMES[name]
    write_labels(out, [Labelled(path, label, 4, 3) for path, label in labels.items()], name)
    assert {entry.path: entry.label for entry in read_labels(out, name)} == labels
    if labels:
        assert format_of(out) is formats()[name], "a file tells what it is"


def test_that_labelme_keeps_a_name_that_looks_like_a_drive_or_an_address(tmp_path: Path) -> None:
    write_labels(tmp_path / "out", [Labelled("0/A:", "cat", 4, 3), Labelled("b:c.png", "dog", 4, 3)], "labelme")
    assert {entry.path: entry.label for entry in read_labels(tmp_path / "out", "labelme")} == {
        "0/A:": "cat",
        "b:c.png": "dog",
    }


def test_that_metadata_csv_of_hugging_face_comes_back_too(tmp_path: Path) -> None:
    out = tmp_path / "metadata.csv"
    write_labels(out, [Labelled("a,b.png", "cat")], "huggingface")
    assert out.read_text().splitlines() == ["file_name,label", '"a,b.png",cat']
    assert [(one.path, one.label) for one in read_labels(tmp_path)] == [("a,b.png", "cat")]


def test_that_coco_has_what_its_format_says(tmp_path: Path) -> None:
    write_labels(tmp_path / "c.json", [Labelled("x.png", "b", 40, 30), Labelled("y.png", "a", 8, 9)], "coco")
    assert json.loads((tmp_path / "c.json").read_text()) == {
        "images": [
            {"id": 1, "file_name": "x.png", "width": 40, "height": 30},
            {"id": 2, "file_name": "y.png", "width": 8, "height": 9},
        ],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 2}, {"id": 2, "image_id": 2, "category_id": 1}],
        "categories": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
    }


# As the tools' documentation shows them.
STUDIO_FULL = [
    {
        "id": 8,
        "annotations": [
            {
                "id": 1,
                "was_cancelled": False,
                "result": [
                    {"from_name": "animal", "to_name": "image", "type": "choices", "value": {"choices": ["cat"]}}
                ],
            }
        ],
        "data": {"image": "/data/local-files/?d=a%20b/1.png"},
    },
    {"id": 9, "annotations": [{"was_cancelled": True, "result": []}], "data": {"image": "/data/local-files/?d=2.png"}},
    {"id": 10, "data": {"image": "3.png"}},
]
STUDIO_MIN = [
    {"image": "/data/upload/5/0a1b2c3d-1.png", "id": 8, "choice": "cat", "annotator": 1, "lead_time": 3.2},
    {"image": "2.png", "id": 9, "choice": {"choices": ["dog"]}, "annotator": 1},
    {"image": "3.png", "id": 10, "annotator": 1},
]


@pytest.mark.parametrize(
    ("content", "labels"),
    [(STUDIO_FULL, {"a b/1.png": "cat"}), (STUDIO_MIN, {"1.png": "cat", "2.png": "dog"})],
    ids=["full", "min"],
)
def test_that_both_exports_of_label_studio_are_read(content: object, labels: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "project.json").write_text(json.dumps(content))
    assert {one.path: one.label for one in read_labels(tmp_path / "project.json")} == labels


def test_that_a_control_of_any_name_is_read_from_the_short_export(tmp_path: Path) -> None:
    task = {"image": "1.png", "id": 8, "animal": "cat", "annotator": 1, "annotation_id": 2, "lead_time": 3.2}
    (tmp_path / "l.json").write_text(json.dumps([task]))
    (entry,) = read_labels(tmp_path / "l.json")
    assert (entry.path, entry.label, entry.control) == ("1.png", "cat", "animal")
    (tmp_path / "l.json").write_text(json.dumps([task | {"quality": {"choices": ["good"]}}]))
    with pytest.raises(SeveralControlsError, match="several controls: animal, quality"):
        read_labels(tmp_path / "l.json")


COCO = {
    "images": [{"id": 1.0, "file_name": "x.png", "width": None}, {"id": "2", "path": "/data/y.png"}],
    "categories": [{"id": "3", "name": "cat"}],
    "annotations": [{"image_id": "1", "category_id": 3, "area": float("nan")}, {"image_id": 2, "category_id": 3.0}],
}
ME: dict[str, object] = {
    "version": "5",
    "flags": {"cat": True, "dog": "false", "cow": None},
    "shapes": [],
    "imageHeight": None,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("name", "content", "labels"),
    [
        ("l.json", json.dumps(COCO), {"x.png": "cat", "/data/y.png": "cat"}),
        ("l.json", json.dumps(ME | {"imagePath": "C:\\data\\x.png"}), {"C:\\data\\x.png": "cat"}),
        ("l.json", json.dumps(STUDIO_MIN), {"1.png": "cat", "2.png": "dog"}),
        (
            "metadata.jsonl",
            '{"file_name": "x.png", "label": 1.0}\r\n{"image": "y", "label": 2}',
            {"x.png": "1", "y": "2"},
        ),
    ],
)
def test_that_marks_and_forms_of_numbers_change_nothing(
    encoding: str, name: str, content: str, labels: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding=encoding, newline="")
    assert {entry.path: entry.label for entry in read_labels(tmp_path / name)} == labels


def test_that_files_of_labelme_with_only_shapes_say_so(tmp_path: Path) -> None:
    for number, content in enumerate((ME, ME | {"flags": {}, "shapes": [{"label": "cat"}]}, ME | {"flags": None})):
        (tmp_path / f"{number}.json").write_text(json.dumps(content | {"imagePath": f"{number}.png"}))
    (tmp_path / "broken.json").write_text("{")
    found = read_label_file(tmp_path)
    assert [(entry.path, entry.label) for entry in found.entries] == [("0.png", "cat")]
    assert [(entry.where, entry.problem.split(" (")[0]) for entry in found.unusable] == [
        ("file 1.json", "has only shapes"),
        ("file broken.json", "cannot be read"),
    ]


def test_that_boxes_of_one_class_make_a_label_and_of_two_classes_none(tmp_path: Path) -> None:
    content: dict[str, list[dict[str, object]]] = {
        "images": [{"id": 1, "file_name": "x.png"}],
        "categories": [{"id": 3, "name": "cat"}, {"id": 4, "name": "dog"}],
        "annotations": [{"id": k, "image_id": 1, "category_id": 3, "bbox": [0, 0, k, k]} for k in (1, 2)],
    }
    (tmp_path / "c.json").write_text(json.dumps(content))
    assert [(one.path, one.label) for one in read_labels(tmp_path / "c.json")] == [("x.png", "cat")]
    content["annotations"].append({"id": 3, "image_id": 1, "category_id": 4})
    (tmp_path / "c.json").write_text(json.dumps(content))
    with pytest.raises(UserError, match=r"contains x.png twice \(annotations\[0\] and annotations\[2\]\)"):
        read_labels(tmp_path / "c.json")


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "missing column": ("l.csv", "path,weight\na.png,3\n", "lacks the columns path,label"),
    "no label": ("l.csv", "path,label\na.png,x\nb.png,\n", "Line 3"),
    "no path": ("l.csv", "path,label\n,x\n", "Line 2"),
    "short line": ("l.csv", "path,label\na.png,x\n\nb.png\n", "Line 4"),
    "broken quotes": ("l.csv", 'path,label\n"a"b,x\n', "Line 2"),
    "twice": ("l.csv", "path,label\na.png,x\na.png,y\n", "contains a.png twice .line 2 and line 3., as “x” and “y”"),
    "no text": ("l.csv", b"path,label\n\x81\xff\xfe,x\n", "neither UTF-8"),
    "JSON line": ("metadata.jsonl", '{"file_name": "a.png", "label": "x"}\n{"file_name"\n', "Line 2"),
    "JSON line without a name": ("metadata.jsonl", '{"label": "x"}\n', "Line 1 .* no file_name"),
    "no JSON": ("l.json", "{", "not a label file of a known format"),
    "another JSON": ("l.json", '{"a": 1}', "not a label file of a known format"),
    "COCO without that image": (
        "l.json",
        '{"images": [], "categories": [{"id": 1, "name": "x"}], "annotations": [{"image_id": 1, "category_id": 1}]}',
        r"Annotations\[0\]",
    ),
    "COCO of text": ("l.json", '{"images": ["x"], "categories": [], "annotations": []}', r"Images\[0\]"),
    "COCO of an image by a list": (
        "l.json",
        '{"images": [], "categories": [], "annotations": [{"image_id": [1], "category_id": {}}]}',
        r"Annotations\[0\] .* has an image_id that is not listed",
    ),
    "task without image": ("l.json", '[{"data": {"text": "x"}}]', "Task 1 .* has no image"),
    "task with two answers": ("l.json", '[{"image": "x.png", "choice": {"choices": ["a", "b"]}}]', "several labels"),
    "two flags": ("l.json", '{"imagePath": "x.png", "flags": {"a": true, "b": true}}', "several flags"),
    "flags that are none": ("l.json", '{"imagePath": "x.png", "flags": [1]}', "not an object"),
}


@pytest.mark.parametrize("what", BAD)
def test_that_a_bad_file_says_where_it_is_bad(what: str, tmp_path: Path) -> None:
    name, content, said = BAD[what]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError, match=said):
        read_labels(tmp_path / name)


def test_that_a_task_whose_result_is_no_list_has_no_answer(tmp_path: Path) -> None:
    (tmp_path / "l.json").write_text('[{"image": "x.png", "annotations": [{"result": 5}]}]')
    assert read_labels(tmp_path / "l.json") == []


@settings(max_examples=80, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=3)),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(
                    st.sampled_from(
                        [
                            "images",
                            "annotations",
                            "categories",
                            "id",
                            "name",
                            "file_name",
                            "image",
                            "image_id",
                            "category_id",
                            "data",
                            "result",
                            "value",
                            "choices",
                            "choice",
                            "imagePath",
                            "flags",
                        ]
                    ),
                    inner,
                    max_size=4,
                ),
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    name=st.sampled_from(["l.csv", "l.json", "metadata.jsonl"]),
)
def test_that_no_content_makes_a_reader_fail_otherwise(
    content: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("bad") / name
    file.write_bytes(content)
    try:
        entries = read_labels(file)
    except UserError:
        return
    assert all(entry.path and entry.label for entry in entries)


def test_that_labelme_files_lie_beside_the_images_and_none_is_replaced(tmp_path: Path) -> None:
    labelled = [Labelled("a/1.png", "cat", 40, 30), Labelled("a/1.jpg", "dog", 8, 9)]
    write_labels(tmp_path, labelled, "labelme")
    content = json.loads((tmp_path / "a" / "1.json").read_text())
    assert (content["imagePath"], content["flags"], content["imageWidth"]) == ("1.png", {"cat": True}, 40)
    assert (tmp_path / "a" / "1.jpg.json").is_file()
    with pytest.raises(UserError, match="already exists"):
        write_labels(tmp_path, [Labelled("b/2.png", "cat"), *labelled], "labelme")
    assert not (tmp_path / "b").exists()
    with pytest.raises(UserError, match="outside"):
        write_labels(tmp_path / "new", [Labelled("../2.png", "cat")], "labelme")


def test_that_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        formats()["csv"].write(tmp_path / "l.csv", [Labelled("a.png", "x"), Labelled("\ud800.png", "x")])
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write_labels(tmp_path / "file" / "below.csv", [Labelled("a.png", "x")], "csv")
    assert {path.name for path in tmp_path.iterdir()} == {"l.csv", "file"}
    assert (tmp_path / "l.csv").read_text() == "old"


def test_that_endings_and_names_are_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"does not end with \.csv"):
        write_labels(tmp_path / "labels.txt", [], "csv")
    with pytest.raises(UserError, match="no label format"):
        write_labels(tmp_path / "labels.csv", [], "yaml")
    with pytest.raises(UserError, match="There is no file"):
        read_labels(tmp_path / "nowhere.csv")


def test_that_labelme_files_of_windows_name_images_in_other_folders(tmp_path: Path) -> None:
    (tmp_path / "json").mkdir()
    content = {"imagePath": "..\\images\\1.png", "flags": {"cat": True}, "shapes": []}
    (tmp_path / "json" / "1.json").write_text(json.dumps(content))
    assert [(entry.path, entry.label) for entry in read_labels(tmp_path)] == [("images/1.png", "cat")]


CVAT = """<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta><task><labels><label><name>cat</name><type>tag</type></label></labels></task></meta>
  <image id="0" name="a b/café &amp; 1.png" width="4" height="3"><tag label="cat" source="manual"></tag></image>
  <image id="1" name="2.png" subset="train" width="4" height="3">
    <tag label="dog" source="manual"><attribute name="age">old</attribute></tag>
    <box label="cat" xtl="0" ytl="0" xbr="1" ybr="1"></box>
  </image>
  <image id="2" name="3.png" width="4" height="3"></image>
  <image id="3" name="4.png" width="4" height="3"><polygon label="cat" points="0,0;1,1;0,1"></polygon></image>
  <image id="4" name="5.png" width="4" height="3"><tag label="cat"/><tag label="dog"/></image>
  <image id="5" width="4" height="3"><tag label="cat"/></image>
</annotations>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_that_tags_of_cvat_are_read_and_images_without_one_say_why(encoding: str, tmp_path: Path) -> None:
    declared = encoding if encoding.startswith("iso") else "utf-16" if encoding == "utf-16" else "utf-8"
    (tmp_path / "annotations.xml").write_bytes(CVAT.replace('"utf-8"', f'"{declared}"').encode(encoding))
    found = read_label_file(tmp_path / "annotations.xml")
    assert [(entry.path, entry.label) for entry in found.entries] == [("a b/café & 1.png", "cat"), ("2.png", "dog")]
    assert [(entry.path, entry.where, entry.problem.split(";")[0]) for entry in found.unusable] == [
        ("4.png", "image 4", "has only shapes (1)"),
        ("5.png", "image 5", "has several tags (cat, dog)"),
        ("", "image 6", "has no path"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<annotations><image name='1.png'>", "no valid XML"),
        ("<annotations><track label='cat'/></annotations>", "tracks of a video"),
        ('<!DOCTYPE a [<!ENTITY b "bb">]><annotations><image name="&b;"/></annotations>', "declares a document type"),
        (f"<annotations>{'<a>' * 100_000}", "no valid XML"),
    ],
)
def test_that_xml_that_cvat_does_not_write_is_refused(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "l.xml").write_text(content)
    with pytest.raises(UserError, match=said):
        read_label_file(tmp_path / "l.xml")


def test_that_what_xml_cannot_store_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="XML cannot store"):
        write_labels(tmp_path / "l.xml", [Labelled("a\x01.png", "cat")], "cvat")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "labels", "problems"),
    [
        ({"classes": ["cat", "dog"], "labels": {"a/1": 0, "2": 1.0, "3": None}}, {"a/1": "cat", "2": "dog"}, 0),
        ({"classes": None, "labels": {"a/1": "cat", "2": ["dog"]}}, {"a/1": "cat", "2": "dog"}, 0),
        ({"labels": {"1": {"label": "cat", "confidence": 0.9}, "2": {"label": None}}}, {"1": "cat"}, 0),
        ({"classes": ["cat"], "labels": {"1": "cat", "2": "cow", "3": 7, "4": -1, "5": True}}, {"1": "cat"}, 4),
        ({"labels": {"1": ["cat", "dog"], "2": {}}}, {}, 1),
    ],
)
def test_that_labels_of_fiftyone_are_read(
    content: dict[str, object], labels: dict[str, str], problems: int, tmp_path: Path
) -> None:
    (tmp_path / "labels.json").write_text(json.dumps(content))
    found = read_label_file(tmp_path / "labels.json")
    assert {entry.path: entry.label for entry in found.entries} == labels
    assert len(found.unusable) == problems


def test_that_two_images_of_one_name_are_not_written_for_fiftyone(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="but for their extension"):
        write_labels(tmp_path / "labels.json", [Labelled("a.png", "x"), Labelled("a.jpg", "y")], "fiftyone")


# As FiftyOne 1.22 exports it.
FIFTYONE = {
    "samples": [
        {
            "_id": {"$oid": "65f0"},
            "filepath": "data/a b.png",
            "tags": ["validation"],
            "ground_truth": {"_id": {"$oid": "65f1"}, "_cls": "Classification", "tags": [], "label": "cat"},
            "prediction": {"_cls": "Classification", "tags": [], "label": "dog", "confidence": 0.7},
            "boxes": {"_cls": "Detections", "detections": []},
            "uniqueness": 0.3,
        },
        {"filepath": "data/2.png", "ground_truth": None, "prediction": None},
        {"filepath": "/home/me/data/3.png", "ground_truth": {"_cls": "Classification", "label": None}},
    ]
}


def test_that_a_field_of_fiftyone_is_a_control(tmp_path: Path) -> None:
    (tmp_path / "samples.json").write_text(json.dumps(FIFTYONE))
    with pytest.raises(SeveralControlsError, match="ground_truth, prediction"):
        read_label_file(tmp_path / "samples.json")
    for control, label in (("ground_truth", "cat"), ("prediction", "dog")):
        (entry,) = read_label_file(tmp_path / "samples.json", choice=EntryChoice(control=control)).entries
        assert (entry.path, entry.label) == ("data/a b.png", label)


def test_that_fiftyone_keeps_the_role_of_a_label(tmp_path: Path) -> None:
    out = tmp_path / "samples.json"
    write_labels(out, [Labelled("1.png", "cat", measures=True), Labelled("2.png", "dog", 4, 3)], "fiftyone_samples")
    assert [(one.path, one.measures) for one in read_labels(out)] == [("1.png", True), ("2.png", False)]
    assert json.loads(out.read_text())["samples"][1]["metadata"] == {"_cls": "ImageMetadata", "width": 4, "height": 3}
