"""The suites: what they draw, what they make of it, and the section they write."""

import argparse
import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.benchmarks.__main__ import SCRIPTS, SUITES
from tests.benchmarks.results import ROOT
from tests.benchmarks.suites.accuracy import closed
from tests.benchmarks.suites.category import _tables
from tests.benchmarks.suites.labelling import BUDGETS, Curve, _accuracies, _adapted, area, halves, ranking
from tests.benchmarks.suites.recipes import ASKED, asked, title_of
from tests.benchmarks.suites.recipes import SUITES as RECIPES
from tests.benchmarks.suites.shots import drawn
from tests.conftest import make_domain
from workbench.core.compatibility import shift_of
from workbench.core.generators import Returning
from workbench.core.job import Augment, Job, Norm, Shift, Tune
from workbench.data.scan import scan
from workbench.engine.device import fabric_for
from workbench.engine.setup import set_up
from workbench.store.run_folder import RunFolder


def test_that_shots_are_so_many_of_each_class_and_follow_the_seed(domains: tuple[Path, Path]) -> None:
    shots = drawn(domains[1], 3, seed=1)
    assert sorted(shot.label for shot in shots) == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert all(shot.path.startswith(f"{shot.label}/") for shot in shots)
    assert drawn(domains[1], 3, seed=1) == shots != drawn(domains[1], 3, seed=2)


def test_that_a_gap_is_closed_by_what_is_gained_of_what_could_be() -> None:
    assert closed(0.75, 0.6, 0.9) == pytest.approx(0.5)
    assert closed(0.5, 0.6, 0.9) == pytest.approx(-1 / 3)
    assert closed(0.9, 0.9, 0.9) is None


def test_that_runs_with_other_augmentation_or_norm_have_folders_and_sections_of_their_own() -> None:
    def of(**asked_for: object) -> tuple[str, str]:
        plain = dict.fromkeys((*ASKED, "pairs")) | {"suite": "digits"} | asked_for
        arguments = argparse.Namespace(**plain)
        suite = asked(arguments)
        return title_of(arguments, suite), suite.folder("digits", "a", "b")

    assert of() == of(augment=Augment.LIGHT, norm=Norm.BATCH) == ("digits", "digits-a-b-small-all-1000")
    assert len({of(), of(augment=Augment.RAND), of(norm=Norm.IBN), of(image_size=16)}) == 4
    assert of(norm=Norm.IBN)[0] == "digits, norm ibn"


@pytest.mark.parametrize("setting", [Shift.CLOSED, Shift.PARTIAL, Shift.OPEN, Shift.OPEN_PARTIAL])
def test_that_the_tables_of_a_setting_have_its_classes_and_real_images(setting: Shift, tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("two", 2)):
        make_domain(tmp_path / name, seed=seed, classes="abcdefgh", count=3)
    suite = RECIPES["category"]._replace(disjoint=False)
    tables = _tables(suite, tmp_path, "one", "two", setting, tmp_path / "tables")
    source, target = (Returning(scan(table)).finish() for table in tables)
    assert shift_of(frozenset(source.classes), frozenset(target.classes)) is setting
    assert len(set(source.classes) & set(target.classes)) == 4
    for table, domain in zip(tables, (source, target), strict=True):
        with table.open(newline="", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == len(domain.samples) == 3 * len(domain.classes)


def test_that_no_picture_of_an_emoji_source_has_a_twin_in_its_target(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_domain(tmp_path / name, seed=0, classes="ab", count=40)
    suite = RECIPES["emoji"]
    job, above = suite.job(tmp_path, "one", "two", "mcc"), suite.job(tmp_path, "two", "two", "mcc")
    source, target = ({path.stem for path in Path(folder).glob("*/*")} for folder in (job.source, job.target))
    assert source
    assert target
    assert not source & target
    assert source | target == {path.stem for path in (tmp_path / "one").glob("*/*")}
    assert above.source == above.target == job.target
    assert len(Returning(scan(Path(job.source))).finish().samples) == sum(
        path.stem in source for path in (tmp_path / "one").glob("*/*")
    )


def test_that_images_that_may_be_labelled_never_measure() -> None:
    known = np.arange(21) != 4
    offered, measured = halves(known, seed=1)
    assert sorted([*offered, *measured]) == np.flatnonzero(known).tolist()
    assert abs(len(offered) - len(measured)) <= 1
    assert offered.tolist() != halves(known, seed=2)[0].tolist()


def test_that_the_area_is_the_mean_height_between_ten_and_fifty_labels() -> None:
    assert BUDGETS == (0, 10, 20, 50, 100, 200)
    # two trapezoids: 10 labels wide at a mean of 0.55, 30 wide at 0.7
    assert area((0.1, 0.5, 0.6, 0.8, 0.9, 1.0)) == pytest.approx((10 * 0.55 + 30 * 0.7) / 40)


def test_that_strategies_are_ranked_by_area_against_random_pair_by_pair() -> None:
    flat = [Curve((height,) * 6) for height in (0.5, 0.7)]
    better = [Curve((height,) * 6) for height in (0.52, 0.71)]
    lines = ranking({("p", "random"): flat, ("p", "clue"): better}).splitlines()
    assert lines[-2].startswith("| clue | 61.5 | +1.5 (+1.0 to +2.0) | 2 of 2 |")
    assert lines[-1] == "| random | 60.0 |  |  |"


def test_that_a_curve_has_an_accuracy_for_each_budget_from_a_head_trained_anew(job: Job) -> None:
    frozen = msgspec.structs.replace(
        job, method="mcc", backbone="efficientnet_lite0", tune=Tune.HEAD, image_size=32, steps=3
    )
    problem = Returning(set_up(frozen, fabric_for(frozen))).finish().trainer.problem
    curve = list(_accuracies(problem, "margin", lambda: _adapted(problem, ())))
    assert len(curve) == len(BUDGETS)
    assert all(0 <= value <= 1 for value in curve)
    assert curve == list(_accuracies(problem, "margin", lambda: _adapted(problem, ()))), "the same again"


def benchmark(*words: object) -> str:
    command = [sys.executable, "-m", "tests.benchmarks", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_that_the_list_names_every_benchmark_and_each_can_be_imported() -> None:
    listed = benchmark()
    for name, module in [(name, f"suites.{module}") for name, (module, _) in SUITES.items()] + [
        (n, n) for n in SCRIPTS
    ]:
        assert f"  {name} " in listed
        assert importlib.util.find_spec(f"tests.benchmarks.{module}") is not None


def test_that_a_suite_measures_pairs_and_writes_its_section_once(domains: tuple[Path, Path], tmp_path: Path) -> None:
    table = tmp_path / "RESULTS.md"
    source, target = domains
    where = ["--data", source.parent, "--pairs", f"{source.name}:{target.name}", "--runs", tmp_path / "runs"]
    what = ["--methods", "source_only", "--steps", "3", "--seeds", "2", "--out", table]
    benchmark("digits", *where, *what)
    once = table.read_text()
    accuracies = re.search(r"\| source → target \| source_only \|.*\| (\S+) (\S+) \|  \| (\S+) \|", once)
    assert accuracies is not None
    *by_seed, supervised = map(float, accuracies.groups())
    above = []
    for seed, told in enumerate(by_seed):
        run, labelled = (
            RunFolder(tmp_path / "runs" / f"digits-{name}-target-source_only-small-all-3-{seed}").result().finished
            for name in ("source", "target")
        )
        assert told == pytest.approx(100 * (run.scores.target_accuracy or 0), abs=0.05)
        above.append(100 * (labelled.scores.source_accuracy or 0))
    assert supervised == pytest.approx(sum(above) / 2, abs=0.05)
    benchmark("digits", *where, *what)  # the runs are there: measured again in no time
    assert table.read_text() == once
