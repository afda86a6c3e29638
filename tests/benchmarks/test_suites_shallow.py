"""The suite `shallow`: which samples it draws, and what it measures of them."""

import numpy as np
import pytest

from tests.benchmarks.suites.shallow import MOST, drawn, of_ours
from workbench.core.job import Job, Shift, Tune
from workbench.engine.problem import Problem, Rows

NONE = np.empty(0, np.int64)


def problem(source: list[str], target: list[str]) -> Problem:
    """Features of two classes that lie apart, with the target moved."""
    random = np.random.default_rng(0)

    def rows(paths: list[str], offset: float) -> Rows:
        labels = np.array([int(path[0]) for path in paths])
        inputs = (random.normal(size=(len(paths), 5)) + offset + 6 * labels[:, None]).astype(np.float32)
        return Rows(tuple(paths), inputs, labels, "", "")

    job = Job(method="source_only", source="", target="", tune=Tune.HEAD, batch=8, device="cpu", shift=Shift.CLOSED)
    return Problem(job, ("0", "1"), rows(source, 0.0), rows(target, 3.0), NONE, NONE, NONE, NONE, 0)


DRAWINGS = [f"{number % 2}/{number:03d}.png" for number in range(60)]


def test_that_no_drawing_is_in_both_domains_and_none_is_wasted() -> None:
    part = drawn(problem(DRAWINGS, DRAWINGS[:40]), seed=1)
    here, there = set(part.source.paths), set(part.target.paths)
    assert not here & there
    assert here | there >= set(DRAWINGS[:40])
    assert len(here) == 30
    assert drawn(problem(DRAWINGS, DRAWINGS[:40]), seed=2).source.paths != part.source.paths


def test_that_samples_of_other_folders_are_drawn_from_all_of_them() -> None:
    many = [f"{number % 2}/a{number:04d}.png" for number in range(MOST + 200)]
    part = drawn(problem(many, DRAWINGS), seed=1)
    assert len(part.source.paths) == MOST
    assert part.target.paths == tuple(DRAWINGS)
    assert part.source.labels.tolist() == [int(path[0]) for path in part.source.paths]


@pytest.mark.parametrize("name", ["label_prop", "coral", "ot_mapping"])
def test_that_a_method_is_measured_on_the_features(name: str) -> None:
    part = drawn(problem([f"{row % 2}/a{row}.png" for row in range(60)], DRAWINGS), seed=0)
    reached = of_ours(part, name, steps=2)
    assert reached.accuracy > 0.9
    assert reached.seconds > 0
