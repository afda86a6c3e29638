"""Labels: an append-only history that survives restarts and kills, held against a plain model."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.machine import kill
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.project import Project

PATHS = st.sampled_from([f"{number}.png" for number in range(6)])
LABELS: st.SearchStrategy[LabelValue] = st.sampled_from([None, "a", "b", "c", LabelMark.UNSURE])


class History(RuleBasedStateMachine):
    """Any sequence of labelling, undo, redo and restart leaves the labels that a list of states would."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.place.name) / "P.workbench")
        self.past: list[dict[str, LabelValue]] = []
        self.now: dict[str, LabelValue] = {}
        self.future: list[dict[str, LabelValue]] = []

    @rule(labels=st.dictionaries(PATHS, LABELS, min_size=1))
    def label(self, labels: dict[str, LabelValue]) -> None:
        after: dict[str, LabelValue] = {
            path: label for path, label in {**self.now, **labels}.items() if label is not None
        }
        self.project.labels.apply(labels)
        if after != self.now:
            self.past.append(self.now)
            self.now, self.future = after, []

    @rule()
    def undo(self) -> None:
        changed = self.project.labels.undo()
        assert bool(changed) == bool(self.past)
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        changed = self.project.labels.redo()
        assert bool(changed) == bool(self.future)
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @rule()
    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(Path(self.place.name) / "P.workbench")

    @invariant()
    def labels_are_those_of_the_model(self) -> None:
        labels = self.project.labels
        assert labels.values([f"{number}.png" for number in range(6)]) == self.now
        assert labels.current() == {path: said for path, said in self.now.items() if isinstance(said, str)}
        assert labels.unsure() == {path for path, said in self.now.items() if said is LabelMark.UNSURE}

    def teardown(self) -> None:
        self.project.close()
        self.place.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "P.workbench")


def test_that_history_keeps_who_when_and_what_and_forgets_nothing(project: Project) -> None:
    project.labels.apply({"x.png": "a"})
    project.labels.apply({"x.png": "b"})
    project.labels.undo()
    rows = project.database.execute(
        "SELECT kind, user, time > 0, path, before, after FROM action JOIN change ON action = id ORDER BY id"
    ).fetchall()
    user = rows[0][1]
    assert user
    assert rows == [
        ("label", user, 1, "x.png", None, "a"),
        ("label", user, 1, "x.png", "a", "b"),
        ("undo", user, 1, "x.png", "b", "a"),
    ]
    project.close()


def test_that_a_thousand_images_are_one_action_and_one_undo(project: Project) -> None:
    project.labels.apply({f"{number}.png": "a" for number in range(1000)})
    assert len(project.labels.undo()) == 1000
    assert project.labels.current() == {}
    project.close()


def test_that_a_sample_somebody_was_unsure_of_is_no_shot(project: Project) -> None:
    project.labels.apply({"x.png": "a", "y.png": "b"})
    project.labels.apply({"x.png": LabelMark.UNSURE})
    assert [shot.path for shot in project.shots()] == ["y.png"]
    project.labels.undo()
    assert [shot.path for shot in project.shots()] == ["x.png", "y.png"]
    project.close()


def test_that_a_key_is_kept_and_belongs_to_one_class(project: Project) -> None:
    project.class_keys.keep({"cat": "k", "dog": "j"})
    project.class_keys.keep({"eel": "k"})
    project.close()
    again = Project.open(project.folder)
    assert again.class_keys.current() == {"dog": "j", "eel": "k"}
    again.class_keys.forget()
    assert again.class_keys.current() == {}
    again.close()


def test_that_a_project_that_was_written_to_from_two_sides_opens_again(project: Project) -> None:
    project.labels.apply({"a": "x"})
    beside = Project.open(project.folder, settle=False)
    project.labels.undo()
    beside.labels.apply({"b": "y"})
    beside.close()
    project.labels._commit("redo", 1, [("a", None, "x")])  # before it has heard of the other one
    again = Project.open(project.folder, settle=False)
    assert again.labels.current() == {"a": "x", "b": "y"}
    assert again.labels.undo() == ["a"]
    assert again.labels.undo() == ["b"]
    assert again.labels.undo() == []
    again.close()


def test_that_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    script = (
        "import sys; from pathlib import Path; from workbench.store.project import Project\n"
        "project = Project.open(Path(sys.argv[1]))\n"
        "for number in range(100000):\n"
        "    project.labels.apply({f'{number}.png': 'a'}); print(number, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        shown = [int(process.stdout.readline()) for _ in range(20)]
        kill(process.pid)
        shown += [int(line) for line in process.stdout]
    project = Project.open(folder)
    assert project.labels.current().keys() >= {f"{number}.png" for number in shown}
    project.close()


def test_that_what_another_program_wrote_is_news_once_and_is_not_undone_unseen(tmp_path: Path) -> None:
    here = Project.create(tmp_path / "P.workbench")
    there = Project.open(here.folder, settle=False)
    here.labels.apply({"1.png": "a"})
    assert here.labels.read_external_actions() == []
    there.labels.apply({"1.png": "b", "2.png": "b"}, "from a file")
    there.labels.apply({"3.png": LabelMark.UNSURE})
    here.labels.apply({"4.png": "a"})
    assert set(here.labels.read_external_actions()) >= {"1.png", "2.png", "3.png"}
    assert here.labels.read_external_actions() == []
    assert here.labels.current() == {"1.png": "b", "2.png": "b", "4.png": "a"}
    assert here.labels.undo() == ["4.png"]
    assert here.labels.undo() == ["3.png"]
    assert there.labels.undo() != ["3.png"], "what was undone elsewhere is taken in first"
    assert there.labels.undo() == ["1.png", "2.png"]
    assert here.labels.redo() == ["1.png", "2.png"], "seen first"
    assert here.labels.current() == {"1.png": "a"}
    assert here.labels.redo() == ["1.png", "2.png"]
    assert here.labels.current() == {"1.png": "b", "2.png": "b"}
    here.close()
    there.close()
