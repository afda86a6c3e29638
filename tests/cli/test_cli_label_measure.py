"""`workbench label measure` as a person uses it, over runs of the engine; and its labels where others would teach."""

import csv
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.made_projects import MadeProject
from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.library.shot_files import read_shots
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder


def run(*words: object, status: int = 0) -> None:
    assert main([str(word) for word in words], window=lambda: 0) == status


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    run("label", *words, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def filled(path: Path, change: str = "") -> Path:
    """A sheet with the class of each image, by which its folder is named; `change` in the place of the first label."""
    head, *rows = rows_of(path)
    lines = [(*row[:-1], row[0][0]) for row in rows]
    if change:
        lines[0] = (*lines[0][:-1], change)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return path


def test_that_images_are_drawn_labelled_in_a_table_and_measure_every_run(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, sheet = classification_project.folder, tmp_path / "sheet.csv"
    run("label", "measure", place, "--count", 12, "--out", sheet)
    said = capsys.readouterr().out
    assert said.startswith("12 images drawn at random.\nMeasuring set: 0 of 12 images labelled.\n")
    assert "001-source_only (source_only): not measured. No random target image has a label yet." in said
    assert [row[1] for row in rows_of(sheet)] == ["label", *[""] * 12]
    found = told(capsys, "measure", place, "--labels", filled(sheet))
    assert (found["drawn"], found["labelled"], found["pending"], found["left_out"]) == (12, 12, [], [])
    plain, other = found["runs"]
    assert (plain["method"], plain["target"]["kind"], plain["target"]["count"]) == ("source_only", "measured", 12)
    assert plain["target"]["low"] <= plain["target"]["value"] <= plain["target"]["high"]
    assert plain["target"]["by_class"].keys() >= {"a"}
    assert plain["source_only"] is None
    assert (other["source_only"]["run"], other["source_only"]["count"]) == (1, other["target"]["count"])
    assert plain["half_width_with_10_more"] < plain["half_width"]
    run("label", "measure", place)
    said = capsys.readouterr().out
    assert "Measuring set: 12 of 12 images labelled." in said
    assert "002-mcc (mcc): " in said
    assert "against source only (run 1)" in said
    assert "Always “" in said
    assert "10 more labels would narrow it from ±" in said
    run("label", "measure", place, "--run", place / "runs" / "002-mcc")
    said = capsys.readouterr().out
    assert "001-source_only" not in said
    assert "found; " in said


def test_that_a_second_call_lists_what_is_left_and_draws_nothing(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, sheet = classification_project.folder, tmp_path / "sheet.csv"
    first = told(capsys, "measure", place, "--count", 5, "--out", sheet)
    again = told(capsys, "measure", place)
    assert again["pending"] == first["pending"]
    head, *lines = rows_of(filled(sheet))
    with sheet.open("w", newline="") as file:
        csv.writer(file).writerows([head, *lines[:2], *((line[0], "") for line in lines[2:])])
    found = told(capsys, "measure", place, "--labels", sheet)
    assert (found["labelled"], len(found["pending"]), found["left_out"]) == (2, 3, [])
    run("label", "measure", place)
    assert "compared with source only (run 1) once all drawn images are labelled" in capsys.readouterr().out
    assert told(capsys, "measure", place, "--count", 2)["drawn"] == 7


def test_that_labels_of_other_images_do_not_measure(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, sheet = classification_project.folder, tmp_path / "sheet.csv"
    run("label", "measure", place, "--labels", sheet, status=2)
    assert "No image is drawn yet." in capsys.readouterr().err
    drawn = {entry["path"] for entry in told(capsys, "measure", place, "--count", 2)["pending"]}
    other = next(path for path in ("a/000.png", "a/001.png", "a/002.png") if path not in drawn)
    sheet.write_text(f"path,label\n{other},a\n")
    run("label", "measure", place, "--labels", sheet, status=2)
    assert "has no label of a drawn image" in capsys.readouterr().err
    sheet.write_text(f"path,label\n{other},a\nnone.png,a\n{min(drawn)},b\n")
    found = told(capsys, "measure", place, "--labels", sheet)
    assert {(entry[0], entry[3].split(",")[0].split(";")[0]) for entry in found["left_out"]} == {
        (other, "is not drawn"),
        ("none.png", "no image has this path"),
    }
    with closing(Project.open(place)) as project:
        assert project.labels.current() == {min(drawn): "b"}
        assert project.shots() == ()


def test_that_a_released_set_teaches(classification_project: MadeProject, capsys: pytest.CaptureFixture[str]) -> None:
    place = classification_project.folder
    drawn = [entry["path"] for entry in told(capsys, "measure", place, "--count", 2)["pending"]]
    with closing(Project.open(place)) as project:
        project.labels.apply(dict.fromkeys(drawn, "a"))
    assert told(capsys, "measure", place, "--release") == {"released": drawn}
    with closing(Project.open(place)) as project:
        assert [shot.path for shot in project.shots()] == sorted(drawn)
    run("label", "log", place)
    assert "label, released to teach: 2 images" in capsys.readouterr().out
    run("label", "undo", place)
    assert told(capsys, "measure", place)["labelled"] == 2


def test_that_exported_measuring_labels_do_not_teach(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, target = classification_project.folder, classification_project.target
    (drawn,) = (entry["path"] for entry in told(capsys, "measure", place, "--count", 1)["pending"])
    other = next(path for path in ("a/000.png", "a/001.png") if path != drawn)
    with closing(Project.open(place)) as project:
        project.labels.apply({drawn: "c", other: "b"})
    found = told(capsys, "list", place)
    assert [(row["class"], row["labels"], row["measuring"]) for row in found] == [("b", 1, 0), ("c", 1, 1)]
    run("label", "export", place, tmp_path / "all.csv")
    assert sorted(rows_of(tmp_path / "all.csv")) == sorted(
        [["path", "label", "role"], [other, "b", "teach"], [drawn, "c", "measure"]]
    )
    assert [shot.path for shot in read_shots(tmp_path / "all.csv", target)] == [other]
    capsys.readouterr()
    run("label", "export", place, tmp_path / "coco.json", "--format", "coco")
    said = capsys.readouterr()
    assert (said.out.startswith("Wrote 1 label"), "Left out: 1 label for measuring" in said.err) == (True, True)
    run("label", "export", place, "--folder", tmp_path / "folders")
    assert [path.parent.name for path in (tmp_path / "folders").rglob("*.png")] == ["b"]
    only = tmp_path / "only.csv"
    only.write_text(f"path,label,role\n{drawn},c,measure\n")
    with pytest.raises(UserError, match="are for measuring"):
        read_shots(only, target)


def test_that_an_import_keeps_the_role_or_leaves_the_label_out(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, file = classification_project.folder, tmp_path / "labels.csv"
    (drawn,) = (entry["path"] for entry in told(capsys, "measure", place, "--count", 1)["pending"])
    other = next(path for path in ("a/000.png", "a/001.png") if path != drawn)
    file.write_text(f"path,label,role\n{drawn},c,measure\n{other},b,measure\n")
    found = told(capsys, "import", place, file)
    assert (found["new"], [entry[0] for entry in found["unknown"]]) == (1, [other])
    assert "not in this project's measuring set" in found["unknown"][0][3]
    with closing(Project.open(place)) as project:
        assert (project.labels.current(), project.shots()) == ({drawn: "c"}, ())
    run("label", "import", tmp_path / "copy.csv", file)
    assert {tuple(row) for row in rows_of(tmp_path / "copy.csv")} >= {(drawn, "c", "measure"), (other, "b", "measure")}


def test_that_pixels_are_asked_for_at_points_and_another_point_is_left_out(
    segmentation_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, sheet = segmentation_project.folder, tmp_path / "sheet.csv"
    pending = told(capsys, "measure", place, "--count", 3, "--out", sheet)["pending"]
    assert rows_of(sheet)[0] == ["path", "x", "y", "label"]
    assert all({"path", "x", "y"} == entry.keys() for entry in pending)
    lines = [f"{entry['path']},{entry['x']},{entry['y']},road" for entry in pending[:2]]
    lines.append(f"{pending[2]['path']},{pending[2]['x'] + 1},{pending[2]['y']},road")
    sheet.write_text("\n".join(["path,x,y,label", *lines]))
    found = told(capsys, "measure", place, "--labels", sheet)
    assert found["labelled"] == 2
    assert [entry[0] for entry in found["left_out"]] == [pending[2]["path"]]
    assert found["runs"][0]["target"]["count"] == 2


def test_that_suggestions_pass_over_drawn_images(
    classification_project: MadeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    place = classification_project.folder
    drawn = {entry["path"] for entry in told(capsys, "measure", place, "--count", 20)["pending"]}
    suggested = told(capsys, "suggest", place / "runs" / "001-source_only", "--count", 24, "--strategy", "random")
    assert len(suggested) == 4
    assert drawn.isdisjoint(entry["path"] for entry in suggested)


def test_that_auto_chooses_by_the_labels_of_a_project(
    classification_project: MadeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = classification_project
    drawn = [entry["path"] for entry in told(capsys, "measure", made.folder, "--count", 12)["pending"]]
    with closing(Project.open(made.folder)) as project:
        project.labels.apply({path: path[0] for path in drawn})
    words = (
        "adapt",
        made.source,
        made.target,
        "--image-size",
        16,
        "--batch",
        8,
        "--steps",
        4,
        "--project",
        made.folder,
    )
    run(*words, "--method", "mcc", "--out", tmp_path / "named", status=2)
    assert "Use --method auto, or leave out --project." in capsys.readouterr().err
    run(*words, "--method", "auto", "--out", tmp_path / "run")
    assert "12 random labels " in capsys.readouterr().out
    place = RunFolder(tmp_path / "run")
    assert [label.path for label in place.drawn()] == drawn
    assert place.job().shots == ()


def test_that_labels_of_another_target_choose_nothing(
    classification_project: MadeProject, streets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = classification_project
    (drawn,) = (entry["path"] for entry in told(capsys, "measure", made.folder, "--count", 1)["pending"])
    with closing(Project.open(made.folder)) as project:
        project.labels.apply({drawn: "a"})
    run("adapt", made.source, streets[1], "--method", "auto", "--project", made.folder, "--out", tmp_path, status=2)
    assert "lacks the measuring set of P.workbench (1 labelled image)." in capsys.readouterr().err


def test_that_costs_of_a_miss_are_kept_for_what_leaves_the_project(
    classification_project: MadeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    place = classification_project.folder
    run("label", "measure", place, "--cost", "a=10", "b=0.5")
    assert capsys.readouterr().out == "A miss costs: a 10, b 0.5, others 1. Exported models decide so.\n"
    assert told(capsys, "measure", place, "--cost", "a=10")["costs"] == {"a": 10.0}
    run("label", "measure", place, "--cost", "z=10", status=2)
    assert "The model has no class “z”." in capsys.readouterr().err
    run("label", "measure", place, "--cost")
    assert capsys.readouterr().out == "Every miss costs 1.\n"
