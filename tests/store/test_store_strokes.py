"""Strokes: one append-only history with the labels, which survives restarts and kills."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.machine import kill
from workbench.core.strokes import Stroke, Tool
from workbench.store.project import Project

PATHS = ("a.png", "b/c.png")
Painted = dict[str, tuple[Stroke, ...]]
State = tuple[Painted, dict[str, str]]


def brush(label: str = "road", x: float = 3.0) -> Stroke:
    return Stroke(Tool.BRUSH, label, (64, 32), ((x, 2.5), (x + 4, 7.25)), 5.0)


class History(RuleBasedStateMachine):
    """Any sequence of strokes, labels, wiping, undo, redo and restart leaves what a list of states would."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.place.name) / "P.workbench")
        self.strokes = 0
        self.past: list[State] = []
        self.now: State = ({}, {})
        self.future: list[State] = []
        self.states: dict[int, State] = {}  # after each action

    def _to(self, after: State) -> None:
        if after != self.now:
            self.past.append(self.now)
            self.now, self.future = after, []

    @rule(path=st.sampled_from(PATHS), label=st.sampled_from("xy"))
    def paint(self, path: str, label: str) -> None:
        painted, labels = self.now
        self.strokes += 1  # no two are alike, so that what is alike is the same
        one = brush(label, self.strokes)
        self.project.labels.paint(path, [one])
        self._to(({**painted, path: (*painted.get(path, ()), one)}, labels))

    @rule(path=st.sampled_from(PATHS))
    def wipe(self, path: str) -> None:
        painted, labels = self.now
        assert bool(self.project.labels.wipe(path)) == (path in painted)
        self._to(({other: strokes for other, strokes in painted.items() if other != path}, labels))

    @rule(path=st.sampled_from(PATHS), label=st.sampled_from("xy"))
    def name(self, path: str, label: str) -> None:
        self.project.labels.apply({path: label})
        self._to((self.now[0], {**self.now[1], path: label}))

    @rule()
    def undo(self) -> None:
        assert bool(self.project.labels.undo()) == bool(self.past)
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert bool(self.project.labels.redo()) == bool(self.future)
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @rule(chance=st.floats(0, 0.999))
    def go_back(self, chance: float) -> None:
        actions = sorted(self.states)
        if actions:
            then = actions[int(chance * len(actions))]
            self.project.labels.restore_after(then)
            self._to(self.states[then])

    @rule()
    def restart(self) -> None:
        self.project.close()
        self.project = Project.open(Path(self.place.name) / "P.workbench")

    @invariant()
    def all_is_as_in_the_model(self) -> None:
        strokes = self.project.labels.strokes
        found = {path: tuple(one.stroke for one in strokes.of(path)) for path in PATHS}
        assert {path: kept for path, kept in found.items() if kept} == self.now[0]
        assert self.project.labels.current() == self.now[1]
        assert strokes.painted() == self.now[0].keys()
        (last,) = self.project.database.execute("SELECT max(id) FROM action").fetchone()
        if last is not None:
            self.states[last] = self.now

    def teardown(self) -> None:
        self.project.close()
        self.place.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "P.workbench")


def test_that_a_stroke_comes_back_as_it_was_painted(project: Project) -> None:
    strokes = [
        brush(),
        Stroke(Tool.ERASER, "", (64, 32), ((1.25, 30.5),), 12.0),
        Stroke(Tool.POLYGON, "sky", (64, 32), ((0, 0), (10, 0), (5, 8))),
        Stroke(Tool.REGION, "car", (64, 32), runs=(5, 10, 54, 12)),
    ]
    project.labels.paint("a.png", strokes)
    project.close()
    again = Project.open(project.folder)
    assert [one.stroke for one in again.labels.strokes.of("a.png")] == strokes
    assert len(again.labels.undo()) == 1, "they were one action"
    assert again.labels.strokes.of("a.png") == []
    again.close()


def test_that_labels_and_strokes_are_undone_in_the_order_in_which_they_were_made(project: Project) -> None:
    project.labels.paint("a.png", [brush("road")])
    project.labels.apply({"b.png": "x"})
    project.labels.paint("a.png", [brush("sky")])
    assert project.labels.undo() == ["a.png"]
    assert project.labels.undo() == ["b.png"]
    assert [one.stroke.label for one in project.labels.strokes.of("a.png")] == ["road"]
    project.close()


def test_that_an_image_that_was_only_erased_is_not_painted(project: Project) -> None:
    project.labels.paint("a.png", [Stroke(Tool.ERASER, "", (64, 32), ((3, 3),), 4.0)])
    assert project.labels.strokes.painted() == set()
    project.labels.paint("a.png", [brush()])
    assert project.labels.strokes.painted(["a.png", "z.png"]) == {"a.png"}
    assert project.labels.strokes.painted(["z.png"]) == set()
    project.close()


def test_that_the_history_tells_who_painted_what(project: Project) -> None:
    project.labels.paint("a.png", [brush("road"), brush("sky")])
    project.labels.wipe("a.png")
    wiped, painted = project.labels.history()
    assert (painted.total, painted.strokes, painted.kind) == (0, 2, "label")
    assert [(one.path, one.label, one.tool, one.stands) for one in painted.painted] == [
        ("a.png", "road", "brush", True),
        ("a.png", "sky", "brush", True),
    ]
    assert [one.stands for one in wiped.painted] == [False, False]
    project.close()


def test_that_every_finished_stroke_survives_kill_9_in_the_middle_of_painting(tmp_path: Path) -> None:
    folder = tmp_path / "P.workbench"
    Project.create(folder).close()
    script = (
        "import sys; from pathlib import Path; from workbench.store.project import Project\n"
        "from workbench.core.strokes import Stroke, Tool\n"
        "project = Project.open(Path(sys.argv[1]))\n"
        "for number in range(100000):\n"
        "    project.labels.paint('a.png', [Stroke(Tool.BRUSH, 'road', (64, 32), ((number, 1.0),), 3.0)])\n"
        "    print(number, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        shown = [int(process.stdout.readline()) for _ in range(20)]
        kill(process.pid)
        shown += [int(line) for line in process.stdout]
    project = Project.open(folder)
    kept = [one.stroke.points[0][0] for one in project.labels.strokes.of("a.png")]
    assert kept[: len(shown)] == shown, "in the order in which they were painted"
    assert len(kept) <= len(shown) + 1, "at most the one under way was committed and not shown"
    project.close()
