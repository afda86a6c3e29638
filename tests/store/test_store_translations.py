"""The translations of a project: kept, settled after a crash, and added to a project of an older version."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from workbench.core.events import TranslationFinished
from workbench.core.job import Job
from workbench.core.translation import Quality, TranslationJob
from workbench.store.migrations import STEPS
from workbench.store.project import DATABASE, Project
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder
from workbench.store.translations import Translations

JOB = TranslationJob(translator="cyclegan", source="/s", target="/t", settings={"width": 8})
QUALITY = Quality(fid=1.0, kid=0.1, fid_before=2.0, kid_before=0.2, kept=None, content=0.1, diversity=0.9, images=8)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.create(tmp_path / "some.workbench")
    yield project
    project.close()


def test_that_a_translation_is_there_after_a_restart(project: Project) -> None:
    kept = Translations(project)
    first, second = kept.add(JOB), kept.add(JOB)
    assert (first.id, second.id) == ("t001-cyclegan", "t002-cyclegan")
    kept.update(first.id, Status.FINISHED, quality=QUALITY, seconds=3.0)
    kept.set_written(first.id, "/out")
    project.close()
    again = Project.open(project.folder)
    one, other = Translations(again).all()
    again.close()
    assert (one.job, one.status, one.quality, one.seconds, one.written) == (JOB, Status.FINISHED, QUALITY, 3.0, "/out")
    assert other.status is Status.RUNNING


def test_that_a_translation_under_way_is_settled_when_its_project_is_opened_again(project: Project) -> None:
    kept = Translations(project)
    lost, done = kept.add(JOB), kept.add(JOB)
    folder = kept.files(done.id)
    folder.path.mkdir(parents=True)
    folder.write_result(TranslationFinished(str(folder.path), QUALITY, 5.0, 10.0))
    kept.settle()
    by_id = {record.id: record for record in kept.all()}
    assert by_id[lost.id].status is Status.INTERRUPTED
    assert (by_id[done.id].status, by_id[done.id].quality) == (Status.FINISHED, QUALITY)


def test_that_a_project_from_before_translations_takes_them(tmp_path: Path) -> None:
    folder = tmp_path / "old.workbench"
    folder.mkdir()
    database = sqlite3.connect(folder / DATABASE)
    database.executescript(f"{STEPS[0]} {STEPS[1]} PRAGMA user_version = 2;")
    database.close()
    project = Project.open(folder)
    assert Translations(project).all() == []
    project.close()


def test_that_tags_and_trash_of_a_translation_are_its_own(project: Project) -> None:
    kept, run = Translations(project), project.add_run(Job(method="mcc", source="/s", target="/t"))
    first, second = kept.add(JOB), kept.add(JOB)
    for record in (first, second):
        kept.place(record.id).mkdir(parents=True)
    kept.set_tags(first.id, ["night", "good"])
    kept.move_to_trash([second.id])
    assert [(one.id, one.tags) for one in kept.all()] == [(first.id, ("good", "night"))]
    assert [one.id for one in kept.trash()] == [second.id]
    assert [(one.id, one.tags) for one in project.runs()] == [(run.id, ())]
    kept.restore([second.id])
    assert [one.id for one in kept.all()] == [first.id, second.id]
    kept.move_to_trash([second.id])
    assert project.run_table.empty_trash() == 0, "each has a trash of its own"
    assert kept.empty_trash() == 1
    assert not kept.place(second.id).exists()
    assert kept.add(JOB).number == 3


def test_that_tags_given_before_translations_had_any_stay(tmp_path: Path) -> None:
    folder = tmp_path / "old.workbench"
    folder.mkdir()
    database = sqlite3.connect(folder / DATABASE)
    database.executescript(f"{''.join(STEPS[:7])} PRAGMA user_version = 7;")
    job = msgspec.json.encode(Job(method="mcc", source="/s", target="/t"))
    database.execute(
        "INSERT INTO run (id, number, created, job, status) VALUES ('001-mcc', 1, 0, ?, 'stopped')", (job,)
    )
    database.execute("INSERT INTO tag VALUES ('001-mcc', 'night')")
    database.commit()
    database.close()
    project = Project.open(folder)
    assert [one.tags for one in project.runs()] == [("night",)]
    project.close()


def test_that_what_a_run_trained_becomes_a_translation_once(project: Project) -> None:
    kept = Translations(project)
    for number in range(2):
        project.add_run(Job(method="cycada", source="/s", target="/t"))
        run = RunFolder(project.run_folder(f"{number + 1:03d}-cycada"))
        run.path.mkdir(parents=True)
        left = TranslationFolder(run.translator)
        left.path.mkdir()
        left.write_job(msgspec.structs.replace(JOB, run=run.path.name))
        left.write_result(TranslationFinished(str(left.path), QUALITY, 7.0, 0.0))
    RunFolder(project.run_folder("001-cycada")).result_file.write_text("{}")  # the other is not at its end
    (taken,) = kept.take_over(project.runs())
    (record,) = kept.all()
    assert record.id == taken.id == "t001-cycada"
    assert (record.status, record.quality, record.seconds) == (Status.FINISHED, QUALITY, 7.0)
    assert (record.job.run, record.tags) == ("001-cycada", ("run 1",))
    assert kept.files(record.id).result().quality == QUALITY
    assert kept.take_over(project.runs()) == []
