"""The parts of the session: what each holds, and when its signals are emitted."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import read
from tests.made_projects import MadeProject
from workbench.core.domain import UNKNOWN, Side
from workbench.data.scan import scan_now
from workbench.gui.label.moved_labels import MovedLabels
from workbench.gui.session.folder_watcher import FolderWatcher
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.workers import Workers
from workbench.gui.shell.status_bar import StatusBar
from workbench.gui.tasks.discovery import task_rules
from workbench.store.label_value import LabelMark
from workbench.store.project import Project
from workbench.store.run_tables import Prediction

FIRST, SECOND, THIRD = "a/000.png", "b/000.png", "c/000.png"


@pytest.fixture
def session(qtbot: QtBot, classification_project: MadeProject) -> Iterator[Session]:
    """A session with a project of the classes a, b and c, whose folders are read."""
    made, parent = classification_project, QWidget()
    qtbot.addWidget(parent)
    session = Session(Workers(parent), task_rules(), parent)
    session.show(Project.open(made.folder))
    read(session, {side: scan_now(folder) for side, folder in zip(Side, (made.source, made.target), strict=True)})
    yield session
    session.close_project()


def heard(session: Session) -> list[str]:
    """The names of the signals that are emitted from now on, in order."""
    names: list[str] = []
    for name, signal in (
        ("task", session.domains.task_changed),
        ("source", session.domains.source_changed),
        ("domain", session.domains.changed),
        ("project", session.project_changed),
        ("classes", session.labels.classes_changed),
        ("labels", session.labels.changed),
        ("selection", session.selection.changed),
        ("predictions", session.predictions.changed),
    ):
        signal.connect(lambda *_, name=name: names.append(name))
    return names


def test_that_another_source_tells_of_its_classes_before_it_tells_of_itself(
    session: Session, streets: tuple[Path, Path]
) -> None:
    domain, names = scan_now(streets[0]), heard(session)
    read(session, {Side.SOURCE: domain})
    assert names == ["classes", "task", "source", "domain"], "the labels hear of the task first"
    assert session.domains.task.name == "segment"
    assert session.labels.classes == ["sky", "road", "box"]
    assert not set(session.labels.keys.values()) & session.domains.task.keys.keys(), "the painter needs its own keys"
    del names[:]
    read(session, {Side.SOURCE: domain})
    assert names == [], "the same domain, read again, is no news"


def test_that_a_label_is_told_by_its_path_and_a_class_that_is_new_gets_a_key(session: Session, qtbot: QtBot) -> None:
    labels = session.labels
    with qtbot.waitSignals([labels.classes_changed, labels.changed]):
        assert labels.apply({FIRST: "new", SECOND: LabelMark.UNSURE})
    assert (labels.by_path, labels.unsure, labels.classes) == ({FIRST: "new"}, {SECOND}, ["a", "b", "c", "new"])
    assert labels.shots["new"] == labels.shot_count == labels.labelled == 1
    key = labels.keys["new"]
    with qtbot.waitSignal(labels.changed) as told:
        labels.undo()
    assert sorted(told.args[0]) == [FIRST, SECOND]
    assert (labels.by_path, labels.unsure, labels.classes) == ({}, set(), ["a", "b", "c"])
    labels.redo()
    assert labels.keys["new"] == key
    assert not labels.apply({}), "nothing was to be labelled"


def test_that_unknown_is_a_label_that_teaches_nothing(session: Session) -> None:
    session.labels.apply({FIRST: "a", SECOND: UNKNOWN})
    assert session.labels.class_labels == {FIRST: "a"}
    assert session.labels.shot_count == 1
    assert session.labels.classes == ["a", "b", "c"]


def test_that_a_change_that_the_project_does_not_take_changes_nothing_and_is_told(
    session: Session, qtbot: QtBot
) -> None:
    assert session.project is not None
    other = Project.open(session.project.folder, settle=False)
    other.database.execute("BEGIN IMMEDIATE")
    names = heard(session)
    with qtbot.waitSignal(session.failed, timeout=10_000) as told:
        assert not session.labels.apply({FIRST: "a"})
    other.database.rollback()
    other.close()
    assert "could not be saved" in told.args[0]
    assert session.labels.by_path == {}
    assert names == []


def test_that_a_selection_is_told_once_with_who_changed_it(session: Session, qtbot: QtBot) -> None:
    view = QObject(session)
    with qtbot.waitSignal(session.selection.changed) as told:
        session.selection.choose({(Side.TARGET, FIRST)}, view)
    assert told.args == [view]
    with qtbot.assertNotEmitted(session.selection.changed):
        session.selection.choose(frozenset({(Side.TARGET, FIRST)}))


def test_that_predictions_are_of_one_model_and_count_what_it_rejects(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.predictions.changed):
        session.predictions.replace([Prediction(FIRST, "a", 0.9), Prediction(SECOND, UNKNOWN, 0.4)])
    assert session.predictions.rejected == 1
    session.predictions.replace([Prediction(THIRD, "c", 0.8)])
    assert session.predictions.by_path.keys() == {THIRD}
    assert session.predictions.rejected == 0


def test_that_a_project_that_is_left_leaves_nothing_behind(session: Session) -> None:
    session.labels.apply({FIRST: "a"})
    session.selection.choose({(Side.TARGET, FIRST)})
    session.predictions.replace([Prediction(FIRST, "a", 0.9)])
    names = heard(session)
    session.close_project()
    assert names == ["project", "classes"]
    assert (session.labels.by_path, session.labels.classes, session.labels.keys) == ({}, [], {})
    assert not session.selection.ids
    assert not session.predictions.by_path
    assert not session.domains.by_side
    assert session.domains.samples(Side.TARGET) == []


@pytest.mark.parametrize(("of_run", "of_folder"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_that_predictions_belong_to_samples_whose_names_changed_their_unicode_form(
    of_run: Literal["NFC", "NFD"],
    of_folder: Literal["NFC", "NFD"],
    session: Session,
    domains: tuple[Path, Path],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    accented = normalize(of_folder, "café.png")
    for name in (accented, "b.png"):
        (tmp_path / name).write_bytes((domains[1] / FIRST).read_bytes())
    predictions = [Prediction(normalize(of_run, "café.png"), "a", 0.9), Prediction("b.png", "b", 0.8)]
    session.predictions.replace(predictions)  # before the folder is read
    with qtbot.waitSignal(session.predictions.changed):
        read(session, {Side.TARGET: scan_now(tmp_path)})
    assert set(session.predictions.by_path) == {accented, "b.png"}
    assert session.predictions.by_path[accented] == Prediction(accented, "a", 0.9)
    session.predictions.replace(predictions)  # after it was read
    assert set(session.predictions.by_path) == {accented, "b.png"}


def test_that_a_project_that_cannot_be_written_is_opened_for_reading(
    classification_project: MadeProject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, parent, access = classification_project, QWidget(), os.access
    qtbot.addWidget(parent)
    with closing(Project.open(made.folder)) as project:
        project.labels.apply({FIRST: "new"})
    before = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(os, "access", lambda path, mode, **options: mode != os.W_OK and access(path, mode, **options))
    session = Session(Workers(parent), task_rules(), parent)
    watcher, moved = FolderWatcher(session, RunsController(session)), MovedLabels(session)
    bar = StatusBar(session, watcher, moved)
    qtbot.addWidget(bar)
    failed: list[str] = []
    session.failed.connect(lambda message, _hint: failed.append(message))
    session.show(Project.open(made.folder))
    read(session, {side: scan_now(folder) for side, folder in zip(Side, (made.source, made.target), strict=True)})
    assert session.labels.by_path[FIRST] == "new"
    assert failed == [], "opening changes nothing"
    assert "Open for reading" in bar.saved.text()
    assert not session.labels.apply({SECOND: "a"})
    assert "read-only" in failed[0]
    assert SECOND not in session.labels.by_path
    session.close_project()
    watcher.background.close()
    moved.background.close()
    assert {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()} == before
