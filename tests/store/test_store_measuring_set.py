"""The measuring set: a uniform draw that needs no memory, in one history with the labels, whose labels never teach."""

import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from workbench.core.domain import Sample
from workbench.store.database_check import DamagedDatabaseError, check
from workbench.store.draws import point_of, rank_of
from workbench.store.history import actions
from workbench.store.label_value import LabelMark
from workbench.store.measuring_set import DRAWN, RELEASED
from workbench.store.project import Project


def samples(*paths: str) -> list[Sample]:
    return [Sample(path, None, 40, 30, "PNG", 1, 1) for path in paths]


def numbered(count: int, prefix: str = "") -> list[Sample]:
    return samples(*(f"{prefix}{number:04d}.png" for number in range(count)))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(Project.create(tmp_path / "P.workbench")) as made:
        yield made


def test_that_a_draw_takes_the_lowest_ranks_and_is_the_same_whatever_the_order_and_the_steps(project: Project) -> None:
    target, drawing = numbered(200), project.measuring_set
    ranks = {sample.path: rank_of(drawing.identity, sample.path) for sample in target}
    first = drawing.draw(reversed(target), 20)
    assert first == sorted(ranks, key=lambda path: ranks[path])[:20]
    second = drawing.draw(target, 10)
    assert [*drawing.current()] == [*first, *second] == sorted(ranks, key=lambda path: ranks[path])[:30]
    project.labels.undo()
    project.labels.undo()
    assert drawing.draw(target, 30) == [*first, *second]


def test_that_images_that_arrive_are_as_likely_to_be_drawn_as_those_that_were_there() -> None:
    """The share of newcomers among the lowest 100 of 1,000 ranks, over many projects: 40 % of the target came later."""
    shares = []
    for number in range(200):
        identity = f"{number:032x}"
        paths = [f"{index}.png" for index in range(600)] + [f"new/{index}.png" for index in range(400)]
        lowest = sorted(paths, key=lambda path: rank_of(identity, path))[:100]
        shares.append(sum(path.startswith("new/") for path in lowest) / 100)
    deviation = (0.4 * 0.6 / 100 * (900 / 999) / len(shares)) ** 0.5
    assert abs(sum(shares) / len(shares) - 0.4) < 4 * deviation


def test_that_each_image_is_equally_likely_to_be_drawn() -> None:
    paths = [f"{index}.png" for index in range(50)]
    tally: Counter[str] = Counter()
    for number in range(2000):
        tally.update(sorted(paths, key=lambda path: rank_of(f"{number:x}", path))[:10])
    expected = 2000 * 10 / 50
    chi_squared = sum((tally[path] - expected) ** 2 / (expected * (1 - 10 / 50)) for path in paths)
    assert chi_squared < 98  # 99.99 % of a χ² distribution with 49 degrees of freedom is below 98.2


def test_that_a_rank_does_not_depend_on_the_unicode_form_of_a_path() -> None:
    written = {unicodedata.normalize(form, "è/Größe.png") for form in ("NFC", "NFD")}
    assert len(written) == 2
    assert len({rank_of("p", path) for path in written}) == 1
    assert len({point_of("p", path, 640, 480) for path in written}) == 1
    assert rank_of("p", "a.png") != rank_of("q", "a.png")


def test_that_points_are_uniform_and_inside_of_the_image() -> None:
    points = [point_of("p", f"{number}.png", 7, 5) for number in range(7000)]
    tally = Counter(points)
    assert set(tally) == {(x, y) for x in range(7) for y in range(5)}
    assert sum((number - 200) ** 2 / 200 for number in tally.values()) < 80  # χ² with 34 degrees of freedom


def test_that_labelled_and_painted_images_are_not_drawn_and_unsure_ones_are(project: Project) -> None:
    project.labels.apply({"0001.png": "a", "0002.png": LabelMark.UNSURE})
    assert set(project.measuring_set.draw(numbered(4), 10)) == {"0000.png", "0002.png", "0003.png"}
    assert project.measuring_set.draw(numbered(4), 10) == []


def test_that_a_drawn_image_gives_no_shot_until_all_are_released(project: Project) -> None:
    (path,) = project.measuring_set.draw(numbered(1), 1)
    project.labels.apply({path: "a", "other.png": "b"})
    assert [shot.path for shot in project.shots()] == ["other.png"]
    assert project.labels.teaching() == {"other.png": "b"}
    project.measuring_set.release()
    assert [(shot.path, shot.label) for shot in project.shots()] == [(path, "a"), ("other.png", "b")]
    assert [(step.why, step.draws) for step in actions(project.database, 9)] == [(RELEASED, 1), ("", 0), (DRAWN, 1)]
    project.labels.undo()
    assert [*project.measuring_set.current()] == [path]


def test_that_undo_redo_and_going_back_restore_the_set(project: Project) -> None:
    target, drawing = numbered(20), project.measuring_set
    drawing.draw(target, 3)
    first = drawing.current()
    (drawn,) = actions(project.database, 1)
    project.labels.apply(dict.fromkeys(first, "a"))
    drawing.draw(target, 4)
    both = drawing.current()
    assert set(project.labels.undo()) == both.keys() - first.keys()
    assert drawing.current() == first
    assert set(project.labels.redo()) == both.keys() - first.keys()
    assert drawing.current() == both
    drawing.release()
    assert project.labels.restore_after(drawn.number)
    assert drawing.current() == first
    assert project.labels.current() == {}
    project.labels.undo()
    assert drawing.current() == {}
    check(project.database)


def test_that_a_draw_of_another_program_is_read(project: Project) -> None:
    with closing(Project.open(project.folder, settle=False)) as other:
        drawn = other.measuring_set.draw(numbered(5), 2)
    assert project.labels.read_external_actions() == sorted(drawn)


def test_that_a_draw_follows_its_image_with_and_without_a_label(project: Project) -> None:
    first, second = project.measuring_set.draw(numbered(2), 2)
    project.labels.apply({first: "a"})
    ranks = {path: sample.rank for path, sample in project.measuring_set.current().items()}
    project.labels.move({first: second, second: "moved.png"}, "moved")
    after = {path: sample.rank for path, sample in project.measuring_set.current().items()}
    assert after == {second: ranks[first], "moved.png": ranks[second]}
    assert project.labels.current() == {second: "a"}
    project.labels.undo()
    assert {path: sample.rank for path, sample in project.measuring_set.current().items()} == ranks
    check(project.database)


def test_that_a_set_that_disagrees_with_its_history_is_damage(project: Project) -> None:
    path, _ = project.measuring_set.draw(numbered(5), 2)
    check(project.database)
    with closing(sqlite3.connect(project.folder / "project.sqlite")) as database, database:
        database.execute("DELETE FROM drawn WHERE path = ?", (path,))
    with pytest.raises(DamagedDatabaseError, match="drawn images disagree"):
        check(project.database)
