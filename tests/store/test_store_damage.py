"""Damaged projects: each opens whole or is refused in a sentence, and the latest backup brings the labels back."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.core.strokes import Stroke, Tool
from workbench.core.translation import TranslationJob
from workbench.store.backups import KEPT, DamagedProjectError, backups_of, restore
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import DATABASE, Project
from workbench.store.project_state import NAME as STATE
from workbench.store.record_table import Status
from workbench.store.translations import Translations
from workbench.store.upkeep import ACTIONS

MUTATIONS = 25
State = tuple[dict[str, LabelValue], dict[str, list[int]], list[str]]


def fill(project: Project, word: str) -> None:
    """Give a project labels, marks, strokes, runs, a translation and keys."""
    for side in Side:
        project.set_domain_folder(side, Path(f"/data/{word}/{side}"))
    for number in range(30):
        project.labels.apply({f"{word}/{n:03d}.png": f"{word} {(n + number) % 5}" for n in range(number, number + 20)})
    project.labels.apply({f"{word}/unsure.png": LabelMark.UNSURE})
    for number in range(8):
        points = tuple((float(n), float(number)) for n in range(12))
        project.labels.paint(f"{word}/{number}.png", [Stroke(Tool.BRUSH, word, (64, 48), points, 3.0)])
    project.labels.undo()
    for _ in range(3):
        run = project.add_run(Job(method="mcc", source="/s", target="/t", settings={"temperature": 2.0}))
        project.update_run(run.id, Status.FINISHED, scores=Scores(0.9, None, 0.5), seconds=3.0)
    Translations(project).add(TranslationJob(translator="cut", source="/s", target="/t"))
    project.run_table.set_tags(run.id, ["good"])
    project.class_keys.keep({word: "q"})


def state(project: Project) -> State:
    """What a person would miss; everything else is read too."""
    project.labels.history(shown=100)
    for path in project.strokes.painted():
        project.strokes.of(path)
    for read in (project.class_keys.current, project.moved_files.known, project.confirmed_labels.current):
        read()
    assert all(project.domain_folder(side) for side in Side)
    runs = [*project.run_table.all_ever(), *Translations(project).all_ever()]
    return project.labels.all_values(), project.strokes.applied(), [record.id for record in runs]


def opened(folder: Path) -> State | UserError:
    """What a project holds, or why it is refused."""
    try:
        project = Project.open(folder)
    except UserError as error:
        return error
    try:
        return state(project)
    finally:
        project.close()


def made(folder: Path, word: str) -> State:
    project = Project.create(folder)
    fill(project, word)
    project.close()
    project = Project.open(folder)
    found = state(project)
    project.close()
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    folder = tmp_path_factory.mktemp("whole") / "P.workbench"
    return folder, made(folder, "cat")


@pytest.fixture(scope="module")
def in_wal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    """A project whose last actions are in the write-ahead log only, as a killed program leaves it."""
    folder = tmp_path_factory.mktemp("killed") / "P.workbench"
    made(folder, "cat")
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM label").fetchall()  # prevents checkpoints
        project = Project.open(folder)
        for number in range(10):
            project.labels.apply({f"cat/late {number}.png": "cat 1"})
        found = state(project)
        project.upkeep.close()  # no backup or checkpoint is under way while the folder is copied
        copy = shutil.copytree(folder, folder.parent / "copy" / folder.name)
        project.close()
    (copy / f"{DATABASE}-shm").unlink()
    assert (copy / f"{DATABASE}-wal").stat().st_size
    return copy, found


def flipped(file: Path, seed: int) -> None:
    content, draw = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(draw.choice((1, 1, 4, 64))):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    file.write_bytes(content)


def truncated(file: Path, seed: int) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: random.Random(seed).randrange(len(content))])


def zeroed(file: Path, seed: int) -> None:
    content, draw = bytearray(file.read_bytes()), random.Random(seed)
    start = draw.randrange(len(content) // 512) * 512
    length = draw.choice((512, 4096, 65536))
    content[start : start + length] = bytes(len(content[start : start + length]))
    file.write_bytes(content)


@pytest.mark.parametrize("mutate", [flipped, truncated, zeroed])
@pytest.mark.parametrize("name", [DATABASE, f"{DATABASE}-wal"])
def test_that_a_mutated_project_opens_whole_or_is_refused(
    name: str, mutate: Callable[[Path, int], None], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder, expected = request.getfixturevalue("in_wal" if name.endswith("wal") else "whole")
    refused = 0
    for seed in range(MUTATIONS):
        copy = shutil.copytree(folder, tmp_path / str(seed) / folder.name)
        mutate(copy / name, seed)
        found = opened(copy)
        if isinstance(found, UserError):
            refused += 1
            assert "cannot be opened" in found.message or "newer version" in found.message
            restored = latest(found) if isinstance(found, DamagedProjectError) else None
            if isinstance(found, DamagedProjectError):
                assert restored is not None, "a backup is offered"
        else:
            assert found == expected, f"seed {seed} changed what the project holds"
        shutil.rmtree(copy.parent)
    assert refused > MUTATIONS // 10


def latest(error: DamagedProjectError) -> State | None:
    """What the offered backup holds."""
    if error.backup is None:
        return None
    restore(error.folder, error.folder / DATABASE, error.backup.path)
    found = opened(error.folder)
    assert not isinstance(found, UserError), found
    return found


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda folder: (folder / DATABASE).write_bytes(b""), "project.sqlite is empty"),
    "missing": (lambda folder: (folder / DATABASE).unlink(), "project.sqlite is missing"),
    "no tables": (lambda folder: _script(folder, "PRAGMA user_version = 0"), "is not the database of a project"),
    "missing table": (lambda folder: _script(folder, "DROP TABLE change"), "table “change” is missing"),
    "other columns": (lambda folder: _script(folder, "ALTER TABLE label DROP COLUMN label"), "other columns"),
    "wrong type": (lambda folder: _script(folder, "UPDATE label SET label = x'ff'"), "a wrong type"),
    "not UTF-8": (lambda folder: _script(folder, "UPDATE action SET user = CAST(x'ff' AS TEXT)"), "cannot be decoded"),
    "no job": (lambda folder: _script(folder, "UPDATE run SET job = x'7b'"), "“run” holds a value that cannot"),
    "deep job": (lambda folder: _script(folder, "UPDATE run SET job = ?", b"[" * 100_000), "“run” holds a value"),
    "trigger": (
        lambda folder: _script(folder, "CREATE TRIGGER t AFTER INSERT ON label BEGIN DELETE FROM label; END"),
        "contains “t”",
    ),
    "other labels": (lambda folder: _script(folder, "UPDATE label SET label = 'dog'"), "disagree with their history"),
    "lost actions": (
        lambda folder: _script(folder, "DELETE FROM turn", "DELETE FROM stroke", "DELETE FROM action WHERE id > 31"),
        "holds only 31 of the 40 actions",
    ),
    "other history": (lambda folder: _script(folder, "UPDATE action SET time = 0"), "history is not that of this"),
    "orphans": (lambda folder: _script(folder, "DELETE FROM action WHERE id < 5"), "refers to a missing row"),
    "no database": (lambda folder: (folder / DATABASE).write_bytes(b"no database at all" * 999), "not a database"),
}


def _script(folder: Path, *statements: object) -> None:
    values = [item for item in statements if isinstance(item, bytes)]
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database, database:
        for statement in statements:
            if isinstance(statement, str):
                database.execute(statement, values)


@pytest.mark.parametrize("kind", DAMAGES)
def test_that_each_damage_is_named_and_its_backup_brings_everything_back(
    kind: str, whole: tuple[Path, State], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(whole[0], tmp_path / "P.workbench")
    damage, words = DAMAGES[kind]
    damage(folder)
    error = opened(folder)
    assert isinstance(error, DamagedProjectError)
    assert words in error.message
    assert error.backup is not None
    assert main(["label", "list", str(folder)], lambda *_: 0) == 2
    assert f"workbench restore {folder}" in capsys.readouterr().err
    assert main(["restore", str(folder)], lambda *_: 0) == 0
    assert opened(folder) == whole[1]
    assert list((folder / "backups").glob("replaced-*/*")), "the damaged files are kept"


def test_that_a_database_of_another_project_is_refused(whole: tuple[Path, State], tmp_path: Path) -> None:
    folder = shutil.copytree(whole[0], tmp_path / "P.workbench")
    made(tmp_path / "Other.workbench", "dog")
    shutil.copyfile(tmp_path / "Other.workbench" / DATABASE, folder / DATABASE)
    error = opened(folder)
    assert isinstance(error, DamagedProjectError)
    assert "belongs to another project" in error.message
    assert latest(error) == whole[1]


def test_that_a_backup_of_another_project_or_a_damaged_one_is_not_offered(
    whole: tuple[Path, State], tmp_path: Path
) -> None:
    folder = shutil.copytree(whole[0], tmp_path / "P.workbench")
    made(tmp_path / "Other.workbench", "dog")
    for name, content in (
        ("29990101T000000Z.sqlite", backups_of(tmp_path / "Other.workbench")[0].read_bytes()),
        ("29990101T000001Z.sqlite", b"SQLite format 3\0 damaged"),
    ):
        (folder / "backups" / name).write_bytes(content)
    (folder / DATABASE).write_bytes(b"")
    error = opened(folder)
    assert isinstance(error, DamagedProjectError)
    assert latest(error) == whole[1]


def test_that_a_copy_of_the_one_file_is_a_project_soon_after_a_label(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    project.labels.apply({"a.png": "cat"})
    project.upkeep.close()  # does now what it would do within seconds
    (tmp_path / "Copy.workbench").mkdir()
    shutil.copyfile(project.folder / DATABASE, tmp_path / "Copy.workbench" / DATABASE)
    copy = Project.open(tmp_path / "Copy.workbench")
    assert copy.labels.current() == {"a.png": "cat"}
    copy.close()
    project.close()


def test_that_backups_are_made_every_hundred_actions_and_a_few_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    seen = set()
    for part in range(KEPT + 2):
        project = Project.open(folder, settle=False)  # as the command line does, without a backup on opening
        for number in range(ACTIONS):
            project.labels.apply({"a.png": f"{part} {number}"})
        project.close()
        latest_file = backups_of(folder)[0]
        renamed = latest_file.with_name(f"2001010{part + 1}T000000Z.sqlite")  # as if made on another day
        seen.add(latest_file.rename(renamed))
    assert len(seen) == KEPT + 2
    assert len(backups_of(folder)) <= KEPT + 1
    with contextlib.closing(sqlite3.connect(backups_of(folder)[0])) as backup:
        assert backup.execute("SELECT max(id) FROM action").fetchone() == ((KEPT + 2) * ACTIONS,)


def test_that_opening_makes_a_backup_only_after_a_change(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    Project.open(folder).close()
    first = backups_of(folder)
    assert len(first) == 1
    Project.open(folder).close()
    assert backups_of(folder) == first
    assert not list(folder.glob("backups/.*"))


def test_that_a_damaged_database_replaces_no_backup(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    Project.open(folder).close()
    before = {path: path.read_bytes() for path in backups_of(folder)}
    project = Project.open(folder, settle=False)
    project.database.execute("PRAGMA ignore_check_constraints = ON")
    project.database.execute("INSERT INTO label VALUES ('a.png', x'ff')")
    for number in range(ACTIONS):
        project.labels.apply({"b.png": f"{number}"})
    project.close()
    assert {path: path.read_bytes() for path in backups_of(folder)} == before
    assert "could not be backed up" in caplog.text


def test_that_a_project_that_is_whole_is_not_restored_by_mistake(
    whole: tuple[Path, State], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(whole[0], tmp_path / "P.workbench")
    assert main(["restore", str(folder)], lambda *_: 0) == 2
    assert "is not damaged" in capsys.readouterr().err
    assert main(["restore", str(folder), "--list"], lambda *_: 0) == 0
    name = capsys.readouterr().out.split()[0]
    assert main(["restore", str(folder), "--backup", "19990101T000000Z"], lambda *_: 0) == 2
    assert main(["restore", str(folder), "--backup", name], lambda *_: 0) == 0
    assert opened(folder) == whole[1]


def test_that_a_new_project_whose_creation_was_cut_off_opens_empty(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    folder.mkdir()
    (folder / DATABASE).touch()
    project = Project.open(folder)
    assert project.labels.current() == {}
    project.close()


def test_that_a_state_file_that_cannot_be_read_is_no_obstacle(whole: tuple[Path, State], tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"\0" * 64, b"[" * 100_000, b'{"id": 3}')):
        folder = shutil.copytree(whole[0], tmp_path / f"{number}.workbench")
        (folder / STATE).write_bytes(content)
        assert opened(folder) == whole[1]
