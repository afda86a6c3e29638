"""What the benches draw: shots by a seed, and classes for each category shift."""

import csv
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.cli.bench_accuracy import closed
from workbench.cli.bench_category import _tables
from workbench.cli.bench_shots import drawn
from workbench.core.fitness import shift_of
from workbench.core.job import Shift
from workbench.core.returning import Returning
from workbench.data.scan import scan


def test_that_shots_are_so_many_of_each_class_and_follow_the_seed(domains: tuple[Path, Path]) -> None:
    shots = drawn(domains[1], 3, seed=1)
    assert sorted(shot.label for shot in shots) == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert all(shot.path.startswith(f"{shot.label}/") for shot in shots)
    assert drawn(domains[1], 3, seed=1) == shots != drawn(domains[1], 3, seed=2)


def test_that_a_gap_is_closed_by_what_is_gained_of_what_could_be() -> None:
    assert closed(0.75, 0.6, 0.9) == pytest.approx(0.5)
    assert closed(0.5, 0.6, 0.9) == pytest.approx(-1 / 3)
    assert closed(0.9, 0.9, 0.9) is None


@pytest.mark.parametrize("setting", [Shift.CLOSED, Shift.PARTIAL, Shift.OPEN, Shift.OPEN_PARTIAL])
def test_that_the_tables_of_a_setting_have_its_classes_and_real_images(setting: Shift, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("two", 2)):
        make_domain(tmp_path / name, seed=seed, classes="abcdefgh", count=3)
    tables = _tables(tmp_path, "one", "two", setting, tmp_path / "tables")
    source, target = (Returning(scan(table)).finish() for table in tables)
    assert shift_of(frozenset(source.classes), frozenset(target.classes)) is setting
    assert len(set(source.classes) & set(target.classes)) == 4
    for table, domain in zip(tables, (source, target), strict=True):
        with table.open(newline="", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == len(domain.samples) == 3 * len(domain.classes)
