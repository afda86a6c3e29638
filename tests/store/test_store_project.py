"""Projects and run folders on disk."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Finished, Scalars
from workbench.core.job import Job, Shot
from workbench.core.scores import Scores
from workbench.store.label_value import LabelMark
from workbench.store.migrations import STEPS, VERSION
from workbench.store.project import Project
from workbench.store.recent_projects import (
    forget_project,
    project_of,
    recent_projects,
    relocate_project,
    remember_project,
)
from workbench.store.record_table import Status
from workbench.store.run_folder import Result, RunFolder
from workbench.store.run_tables import Prediction
from workbench.store.user_paths import user_data

JOB = Job(method="mcc", source="/s", target="/t", settings={"temperature": 2.0}, shots=(Shot("ü 1.png", "a"),))


def test_that_a_project_remembers_its_folders_and_runs(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    project.set_domain_folder(Side.SOURCE, Path("/data/source"))
    record = project.add_run(JOB)
    project.update_run(record.id, Status.FINISHED, scores=Scores(0.9, None, 0.5), seconds=3.0)
    project.close()
    again = Project.open(tmp_path / "P.workbench")
    assert again.domain_folder(Side.SOURCE) == Path("/data/source")
    assert again.domain_folder(Side.TARGET) is None
    (kept,) = again.runs()
    assert (kept.id, kept.job, kept.status, kept.scores) == ("001-mcc", JOB, Status.FINISHED, Scores(0.9, None, 0.5))
    again.close()


def test_that_a_run_under_way_when_the_program_died_is_marked_interrupted(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    project.add_run(JOB)
    project.close()
    again = Project.open(tmp_path / "P.workbench")
    assert again.runs()[0].status is Status.INTERRUPTED
    again.close()


def test_that_a_project_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    project.database.execute(f"PRAGMA user_version = {VERSION + 1}")
    project.close()
    with pytest.raises(UserError, match="newer version of Domain Workbench"):
        Project.open(tmp_path / "P.workbench")


def test_that_a_damaged_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    folder.mkdir()
    (folder / "project.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(UserError, match=r"cannot be opened: its file project[.]sqlite is damaged"):
        Project.open(folder)


def test_that_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a project"):
        Project.open(tmp_path)


def test_that_a_project_is_never_made_over_another(tmp_path: Path) -> None:
    Project.create(tmp_path / "P.workbench").close()
    with pytest.raises(UserError, match="already"):
        Project.create(tmp_path / "P.workbench")


def test_that_the_schema_is_that_of_this_version(tmp_path: Path) -> None:
    Project.create(tmp_path / "P.workbench").close()
    database = sqlite3.connect(tmp_path / "P.workbench" / "project.sqlite")
    assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    database.close()


def test_that_recent_projects_come_latest_first_and_lost_ones_are_told(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        Project.create(tmp_path / name).close()
        remember_project(tmp_path / name, "/s", "/t")
    remember_project(tmp_path / "one")
    shutil.rmtree(tmp_path / "two")
    assert [(one.name, one.missing) for one in recent_projects()] == [("one", False), ("three", False), ("two", True)]
    relocate_project(tmp_path / "two", tmp_path / "three")
    forget_project(tmp_path / "one")
    assert [(one.name, one.source) for one in recent_projects()] == [("three", "/s")]


def test_that_a_list_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    remember_project(tmp_path)
    (user_data() / "recent.json").write_text(f'["{tmp_path}"]')
    assert [one.folder for one in recent_projects()] == [str(tmp_path)]


def test_that_the_project_of_a_pair_of_folders_is_found(tmp_path: Path) -> None:
    with closing(Project.create(tmp_path / "P.workbench")) as project:
        for side in Side:
            project.set_domain_folder(side, tmp_path / side)
    source, target = str(tmp_path / "source"), str(tmp_path / "target")
    remember_project(tmp_path / "P.workbench", source, target)
    found = project_of(source, target)
    assert found is not None
    assert found.name == "P"
    assert project_of(target, source) is None


def test_that_a_run_folder_gives_back_what_was_written(tmp_path: Path) -> None:
    place = RunFolder(tmp_path / "run")
    place.write_job(JOB)
    place.append(Scalars(1, {"task": 0.5}))
    rows = [Prediction("a, b\n.png", "x", 0.25), Prediction("ü.png", 'quote "', 1.0)]
    place.write_predictions(rows)
    result = Result(Finished("run", Scores(1.0, 0.5, 0.25), 2.0), ("x", "y"))
    place.write_result(result)
    assert (place.job(), list(place.events()), place.predictions(), place.result()) == (
        JOB, [Scalars(1, {"task": 0.5})], rows, result,
    )  # fmt: skip


def test_that_a_line_cut_off_by_a_crash_ends_the_events(tmp_path: Path) -> None:
    place = RunFolder(tmp_path / "run")
    place.write_job(JOB)
    place.append(Scalars(1, {"task": 0.5}))
    with place.events_file.open("ab") as file:
        file.write(b'{"type":"Scal')
    assert list(place.events()) == [Scalars(1, {"task": 0.5})]


def test_that_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a run folder"):
        RunFolder(tmp_path).job()
    with pytest.raises(UserError, match="not finished"):
        RunFolder(tmp_path).result()


def test_that_a_run_in_the_trash_is_hidden_comes_back_and_gives_its_number_to_no_other(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.workbench")
    first, second = project.add_run(JOB), project.add_run(JOB)
    for record in (first, second):
        project.run_folder(record.id).mkdir(parents=True)
    project.run_table.move_to_trash([second.id])
    assert [record.id for record in project.runs()] == [first.id]
    project.run_table.restore([second.id])
    assert [record.id for record in project.runs()] == [first.id, second.id]
    project.run_table.move_to_trash([second.id])
    assert project.run_table.empty_trash() == 1
    assert not project.run_folder(second.id).exists()
    assert project.run_folder(first.id).exists()
    assert project.run_table.trash() == []
    assert project.add_run(JOB).number == 3
    project.close()


def test_that_tags_of_a_run_are_kept_in_order(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.workbench")
    run = project.add_run(JOB).id
    project.run_table.set_tags(run, ["night", "good", "good"])
    assert project.runs()[0].tags == ("good", "night")
    project.run_table.set_tags(run, [])
    assert project.runs()[0].tags == ()
    project.close()


def test_that_a_project_of_the_first_version_keeps_its_runs_and_gains_what_is_new(tmp_path: Path) -> None:
    folder = tmp_path / "old.workbench"
    folder.mkdir()
    database = sqlite3.connect(folder / "project.sqlite")
    database.executescript(f"{STEPS[0]} PRAGMA user_version = 1;")
    database.execute(
        "INSERT INTO run (id, number, created, job, status) VALUES ('001-mcc', 1, 0, ?, 'stopped')",
        (msgspec.json.encode(JOB),),
    )
    database.commit()
    database.close()
    project = Project.open(folder)
    project.run_table.set_tags("001-mcc", ["old"])
    assert [(record.job, record.tags) for record in project.runs()] == [(JOB, ("old",))]
    project.close()


def test_that_labels_of_an_older_project_can_be_undone_and_marked(tmp_path: Path) -> None:
    folder = tmp_path / "Old.workbench"
    folder.mkdir()
    old = sqlite3.connect(folder / "project.sqlite")
    for step in STEPS[:2]:
        old.executescript(step)
    old.execute("INSERT INTO action VALUES (1, 0, 'ann', 'label', NULL)")
    old.execute("INSERT INTO change VALUES (1, 'x.png', NULL, 'cat')")
    old.execute("INSERT INTO label VALUES ('x.png', 'cat')")
    old.execute("PRAGMA user_version = 2")
    old.commit()
    old.close()
    project = Project.open(folder)
    project.labels.apply({"x.png": LabelMark.UNSURE})
    assert project.labels.unsure() == {"x.png"}
    project.labels.undo()
    assert project.labels.current() == {"x.png": "cat"}
    project.labels.undo()
    assert project.labels.all_values() == {}
    project.close()


def test_that_going_back_is_one_step_that_can_be_undone(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    states = [project.labels.all_values()]
    for said in ({"x": "a", "y": "b"}, {"x": LabelMark.UNSURE}, {"x": None, "z": "c"}):
        project.labels.apply(said)
        states.append(project.labels.all_values())
    numbers = [one.number for one in reversed(project.labels.history())]
    for number, state in zip(numbers[:-1], states[1:-1], strict=True):
        project.labels.restore_after(number)
        assert project.labels.all_values() == state
        project.labels.undo()
        assert project.labels.all_values() == states[-1]
    assert project.labels.restore_after(numbers[-1]) == []
    project.close()


def test_that_a_glance_beside_an_open_window_leaves_its_runs_running(tmp_path: Path) -> None:
    window = Project.create(tmp_path / "P.workbench")
    run = window.add_run(JOB)
    Project.open(window.folder, settle=False).close()
    assert [one.status for one in window.runs() if one.id == run.id] == [Status.RUNNING]
    window.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text[: len(text) // 2], "has [123] of 4 values|ends within a line|is not between"),
        (lambda text: text.rstrip(b"\r\n"), "ends within a line"),
        (lambda text: text.replace(b"0.5", b"0,5"), "line 2: it has 5 of 4 values"),
        (lambda text: text.replace(b"0.5", b"5.0"), "line 2: 5.0.* is not between 0 and 1"),
        (lambda text: text.replace(b"0.5", b"nan"), "line 2: .*nan"),
        (lambda text: text.replace(b"path", b"\0\0\0\0"), "line 1"),
        (lambda text: b"", "line 1: it does not name its columns"),
        (lambda text: text.replace(b"b.png", b'"b.png'), "line [234]"),
    ],
)
def test_that_a_damaged_table_of_a_run_is_named_with_its_first_wrong_line(
    tmp_path: Path, damage: Callable[[bytes], bytes], words: str
) -> None:
    place = RunFolder(tmp_path)
    place.write_predictions([Prediction("a.png", "cat", 0.5), Prediction("b.png", "dog", 0.25)])
    place.predictions_file.write_bytes(damage(place.predictions_file.read_bytes()))
    with pytest.raises(UserError, match=rf"predictions\.csv is damaged \(.*({words})"):
        place.predictions()


def test_that_stray_files_and_lines_of_a_run_are_passed_over(tmp_path: Path) -> None:
    place = RunFolder(tmp_path)
    place.append(Scalars(1, {"task": 0.5}))
    with place.events_file.open("ab") as file:
        file.write(b"\xff\0 damaged\n")
    place.append(Scalars(2, {"task": 0.25}))
    assert list(place.events()) == [Scalars(1, {"task": 0.5}), Scalars(2, {"task": 0.25})]
    place.picture_folder.mkdir()
    (place.picture_folder / "copy of 1.msgpack").write_bytes(b"")
    assert place.pictures() == []
    place.job_file.write_bytes(b"{")
    with pytest.raises(UserError, match=r"job\.json is damaged"):
        place.job()
