"""`workbench label` as a person uses it: on a project, on files, and with a run."""

import csv
import getpass
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.conftest import make_domain
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.events import Finished
from workbench.core.job import Job, Shot
from workbench.core.scores import Scores
from workbench.engine.run import run as execute
from workbench.library.shot_files import read_shots
from workbench.store.project import Project
from workbench.store.run_folder import Result, RunFolder
from workbench.store.run_tables import Prediction


def run(*words: object, status: int = 0) -> None:
    assert main([str(word) for word in words], window=lambda: 0) == status


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    run("label", *words, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def table(path: Path, rows: dict[str, str]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("path", "label"), *rows.items()])
    return path


def labels_of(folder: Path) -> dict[str, str]:
    project = Project.open(folder)
    try:
        return project.labels.current()
    finally:
        project.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "P.workbench"
    made = Project.create(folder)
    made.set_domain_folder(Side.TARGET, make_domain(tmp_path / "images", seed=4, classes="ab", count=4))
    made.labels.apply({"a/000.png": "cat", "a/001.png": "cat", "b/000.png": "dog"})
    made.close()
    return folder


def test_that_a_list_counts_by_class_and_says_who(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "list", project)
    assert [(one["class"], one["labels"]) for one in found] == [("cat", 2), ("dog", 1)]
    assert [one["user"] for row in found for one in row["by"]] == [getpass.getuser()] * 2
    run("label", "list", project)
    assert getpass.getuser() in capsys.readouterr().out


def test_that_an_import_is_one_action_and_names_what_is_unknown(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "l.csv", {"a/000.png": "cat", "a/001.png": "dog", "b/001.png": "dog", "no.png": "dog"})
    found = told(capsys, "import", project, file)
    assert (found["new"], found["replaced"], found["same"]) == (1, 1, 1)
    assert found["unknown"] == [["no.png", "dog", "line 5", "no image has this path"]]
    assert labels_of(project) == {"a/000.png": "cat", "a/001.png": "dog", "b/000.png": "dog", "b/001.png": "dog"}
    log = told(capsys, "log", project)
    assert (log[0]["why"], log[0]["total"]) == ("imported from l.csv", 2)


def test_that_a_bad_file_changes_nothing(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = labels_of(project)
    broken = 'path,label\na/000.png,dog\n"b/000.png,dog\n'
    for content in (broken, "path,weight\na/000.png,3\n", "path,label\nno.png,dog\n"):
        (tmp_path / "bad.csv").write_text(content)
        run("label", "import", project, tmp_path / "bad.csv", status=2)
        assert capsys.readouterr().err
        assert labels_of(project) == before


def test_that_an_odd_entry_loses_only_itself(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.csv").write_text("path,label\na/000.png,dog\nb/000.png,\nb/001.png,dog,or,cat\n")
    run("label", "import", project, tmp_path / "odd.csv")
    said = capsys.readouterr()
    assert said.out == "0 new labels, 1 replaced, 0 unchanged; 2 unusable.\n"
    assert said.err.splitlines() == [
        "  a/000.png: “cat” → “dog”",
        "Cannot be used: b/000.png (line 3) lacks a path or a label",
        "Cannot be used: b/001.png (line 4) has 4 values, but the header has 2",
    ]
    assert labels_of(project)["a/000.png"] == "dog"


def test_that_a_dry_run_shows_what_an_import_does_and_changes_nothing(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = labels_of(project)
    file = table(tmp_path / "l.csv", {"a/000.png": "dog", "b/001.png": "dog", "A/001.png": "dog", "x/001.png": "dog"})
    found = told(capsys, "import", project, file, "--dry-run")
    assert (found["new"], found["replaced"]) == (1, 1)
    assert found["replacements"] == {"a/000.png": ["cat", "dog"]}
    assert [entry[3] for entry in found["unknown"]] == [
        "“a/001.png” differs in case, space or digits",
        "no image has this path; a/001.png has the same name",
    ]
    assert labels_of(project) == before
    run("label", "import", tmp_path / "none.csv", file, "--dry-run")
    assert not (tmp_path / "none.csv").exists()


def test_that_annotators_and_controls_are_chosen(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["image,id,animal,quality,annotator,annotation_id,created_at,updated_at,lead_time"]
    rows += [
        f"/data/upload/1/0a1b2c3d-002.png,{k},{animal},good,{who},{k},now,now,1"
        for k, who, animal in ((1, "ann@x", "cat"), (2, "bob@x", "dog"))
    ]
    (tmp_path / "images" / "a" / "002.png").rename(tmp_path / "images" / "002.png")
    (tmp_path / "studio.csv").write_text("\n".join(rows))
    run("label", "import", project, tmp_path / "studio.csv", status=2)
    assert "several controls: animal, quality. Choose one: --control animal" in capsys.readouterr().err
    found = told(capsys, "import", project, tmp_path / "studio.csv", "--control", "quality")
    assert (found["new"], found["conflicts"]) == (1, [])
    run("label", "import", project, tmp_path / "studio.csv", "--control", "animal", status=2)
    assert "002.png: “cat” (ann@x) | “dog” (bob@x)" in capsys.readouterr().err
    run("label", "import", project, tmp_path / "studio.csv", "--control", "animal", "--annotator", "ANN@x")
    assert labels_of(project)["002.png"] == "cat"
    run("label", "import", project, tmp_path / "studio.csv", "--control", "animal", "--annotator", "eve", status=2)
    assert "It has: ann@x, bob@x." in capsys.readouterr().err


def test_that_an_old_export_finds_images_that_were_moved_since(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("label", "export", project, tmp_path / "old.csv")  # which also reads what is in the files
    (tmp_path / "images" / "c").mkdir()
    (tmp_path / "images" / "a" / "000.png").rename(tmp_path / "images" / "c" / "moved.png")
    found = told(capsys, "import", project, tmp_path / "old.csv")
    assert (found["followed"], found["same"], found["unknown"]) == (1, 3, [])
    assert labels_of(project) == {"c/moved.png": "cat", "a/001.png": "cat", "b/000.png": "dog"}


@pytest.mark.parametrize("name", ["csv", "coco", "huggingface", "label_studio", "labelme"])
def test_that_labels_go_from_project_to_project_by_any_format(name: str, project: Path, tmp_path: Path) -> None:
    ends = {"coco": ".json", "label_studio": ".json", "huggingface": ".jsonl", "labelme": ""}
    out = tmp_path / f"out{ends.get(name, '.csv')}"
    run("label", "export", project, out, "--format", name)
    other = Project.create(tmp_path / "Q.workbench")
    other.set_domain_folder(Side.TARGET, tmp_path / "images")
    other.close()
    run("label", "import", tmp_path / "Q.workbench", out)
    assert labels_of(tmp_path / "Q.workbench") == labels_of(project)


def test_that_class_folders_hold_the_labelled_images(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "export", project, "--folder", tmp_path / "out", "--link", "hard")["labels"] == 3
    assert {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.png")} == {
        "cat/000.png",
        "cat/001.png",
        "dog/000.png",
    }
    run("label", "export", project, status=2)


def test_that_a_file_of_labels_takes_and_gives_without_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = make_domain(tmp_path / "images", seed=4, classes="ab", count=2)
    mine = table(tmp_path / "mine.csv", {"a/000.png": "cat"})
    theirs = table(tmp_path / "theirs.csv", {"a/000.png": "dog", "images/b/000.png": "dog", "gone.png": "dog"})
    found = told(capsys, "import", mine, theirs, "--images", images)
    assert (found["new"], found["replaced"], [one[0] for one in found["unknown"]]) == (1, 1, ["gone.png"])
    assert [(one["class"], one["labels"]) for one in told(capsys, "list", mine)] == [("dog", 2)]
    run("label", "export", mine, tmp_path / "c.json", "--format", "coco", "--images", images)
    assert json.loads((tmp_path / "c.json").read_text())["images"][0]["width"] == 16
    run("label", "export", mine, "--folder", tmp_path / "out", status=2)
    run("label", "log", mine, status=2)


@pytest.mark.parametrize(
    "content",
    [
        b"path, label\na/000.png, 0\nb/001.png, 1\n",
        b"path;label\r\na/000.png;0\r\nb/001.png;1\r\n;\r\n",
        "sep=;\r\nPfad;Path;Label\r\n\u00e4;a/000.png;0\r\n\u00f6;b/001.png;1\r\n".encode("cp1252"),
        b"\xff\xfe" + "path\tlabel\r\na/000.png\t0\r\nb/001.png\t1\r\n".encode("utf-16-le"),
    ],
    ids=["spaces", "semicolons", "German Excel", "Unicode text of Excel"],
)
def test_that_tables_of_spreadsheets_are_imported_and_taught(content: bytes, tmp_path: Path) -> None:
    images = make_domain(tmp_path / "images", seed=4, classes="ab", count=2)
    (tmp_path / "theirs.csv").write_bytes(content)
    run("label", "import", tmp_path / "out.csv", tmp_path / "theirs.csv", "--images", images)
    assert (tmp_path / "out.csv").read_text() == "path,label\na/000.png,0\nb/001.png,1\n"
    assert read_shots(tmp_path / "theirs.csv", images) == (Shot("a/000.png", "0"), Shot("b/001.png", "1"))


def test_that_what_a_file_says_beside_its_labels_is_kept_when_it_is_written_anew(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine.csv", table(tmp_path / "theirs.csv", {"b.png": "dog"})
    mine.write_text("path,label,camera\na.png,cat,3\n")
    run("label", "import", mine, theirs)
    run("label", "import", mine, theirs)
    assert {one.name: one.read_text() for one in tmp_path.glob("mine*")} == {
        "mine.csv": "path,label\na.png,cat\nb.png,dog\n",
        "mine.csv.before": "path,label,camera\na.png,cat,3\n",
    }


def test_that_two_people_are_merged_with_conflicts_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = table(tmp_path / "one.csv", {"1.png": "a", "2.png": "b", "3.png": "a", "4.png": "b"})
    two = table(tmp_path / "two.csv", {"1.png": "a", "2.png": "b", "3.png": "b", "5.png": "b"})
    run("label", "merge", one, two, "--take", "second", "--out", tmp_path / "both.csv")
    said = capsys.readouterr().out
    assert "3.png: “a” | “b”" in said
    assert "kappa 0.40" in said  # pₒ = 2/3, pₑ = (2/3)(1/3) + (1/3)(2/3) = 4/9
    rows = csv.reader((tmp_path / "both.csv").read_text().splitlines())
    assert dict(rows) == {"path": "label", "1.png": "a", "2.png": "b", "3.png": "b", "4.png": "b", "5.png": "b"}


def test_that_a_run_suggests_what_its_shots_have_not(
    job: Job, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shots = tuple(Shot(f"{name}/{number:03d}.png", name) for name in "ab" for number in range(23))
    for _ in execute(msgspec.structs.replace(job, shots=shots), tmp_path / "run"):
        pass
    left = {f"{name}/{number:03d}.png" for name in "abc" for number in range(24)} - {shot.path for shot in shots}
    found = told(capsys, "suggest", tmp_path / "run", "--strategy", "margin", "--count", "100")
    assert {one["path"] for one in found} == left
    run("label", "suggest", tmp_path / "run", "--count", "3", "--strategy", "clue")
    assert len(capsys.readouterr().out.splitlines()) == 3
    run("label", "suggest", tmp_path / "run", "--strategy", "magic", status=2)


def test_that_a_review_lists_the_surest_contradictions_of_the_projects_labels(
    project: Path, job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    place = RunFolder(project / "runs" / "001-mcc")
    place.write_job(job)
    place.write_predictions(
        [Prediction("a/000.png", "dog", 0.6), Prediction("a/001.png", "dog", 0.9), Prediction("b/000.png", "dog", 1.0)]
    )
    place.write_result(Result(Finished(str(place.path), Scores(None, None, 0.0), 1.0), ("cat", "dog")))
    found = told(capsys, "review", place.path)
    assert [(one["path"], one["label"], one["predicted"]) for one in found] == [
        ("a/001.png", "cat", "dog"),
        ("a/000.png", "cat", "dog"),
    ]
    run("label", "review", place.path)
    assert "contradicts 2 of 3 labels" in capsys.readouterr().out


def test_that_steps_are_taken_back_one_by_one_or_many_at_once(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = labels_of(project)
    (first,) = told(capsys, "log", project)
    run("label", "import", project, table(tmp_path / "l.csv", {"a/001.png": "dog", "b/001.png": "dog"}))
    after = labels_of(project)
    assert sorted(told(capsys, "undo", project)["changed"]) == ["a/001.png", "b/001.png"]
    assert labels_of(project) == before
    told(capsys, "redo", project)
    assert labels_of(project) == after
    told(capsys, "undo", project, "--to", first["number"])
    assert labels_of(project) == before
    told(capsys, "undo", project)
    assert labels_of(project) == after, "going back is a step too"
    run("label", "redo", project)
    run("label", "redo", project)
    assert "nothing to redo" in capsys.readouterr().out
    run("label", "undo", project, "--to", 99, status=2)
    assert "no step 99" in capsys.readouterr().err
    run("label", "undo", tmp_path / "l.csv", status=2)
    assert "no history" in capsys.readouterr().err
