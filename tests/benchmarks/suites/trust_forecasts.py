"""The suite `trust_forecasts`: how often the interval of a label forecast holds what more labels then bring."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.results import replace_section, where
from tests.benchmarks.suites.recipes import check_own_recipe, command_of, runs_folder
from tests.benchmarks.suites.trust_domains import DomainPair, all_pairs, of_each_family
from tests.benchmarks.suites.trust_models import HEAD, first_trainer, next_head
from workbench.analysis.learning_curve import Point, forecast
from workbench.analysis.measured_accuracy import wilson
from workbench.core.counting import count

SHOT_METHOD = "mcc"
SHOTS = (0, 5, 10, 20, 30)  # random, each with those before; the forecast from all before is for the next in TOLD
TOLD = (20, 30)
MEASURING = 50  # random labels that measure every model
PAIRS = 2  # of each family
DRAWS = 5  # of measuring labels


class ForecastRow(NamedTuple):
    """The forecasts for a number of shots: how many, the share whose interval holds, and the median half-width."""

    shots: int
    forecasts: int
    holds: float
    half_width: float


def run(arguments: argparse.Namespace) -> int:
    """Train the models, print the table, and put it into the file."""
    check_own_recipe(arguments, "methods")
    rows = forecast_rows(all_pairs(arguments.data), arguments.seeds, runs_folder(arguments))
    lines = [f"| {row.shots} | {row.forecasts:,} | {row.holds:.0%} | {100 * row.half_width:.1f} |" for row in rows]
    known = ", ".join(map(str, SHOTS))
    text = "\n".join(
        [
            "## trust_forecasts",
            "",
            f"`{command_of(arguments)}`",
            "",
            f"{PAIRS} pairs of each family of the suite trust, {SHOT_METHOD}, {known} random shots, "
            f"{count(arguments.seeds, 'seed')}. All numbers of shots before the one that is forecast are measured on "
            f"the same {MEASURING} random labels; the truth is the accuracy on all others.",
            "",
            "| shots | forecasts | interval holds | median half-width |",
            "|---|---|---|---|",
            *lines,
            "",
            f"{where()}.",
        ]
    )
    print(text)
    if arguments.out:
        replace_section(arguments.out, "trust_forecasts", text + "\n")
    return 0


def forecast_rows(pairs: Sequence[DomainPair], seeds: int, runs: Path) -> list[ForecastRow]:
    """A row for each number of shots that is forecast."""
    told: dict[int, list[tuple[bool, float]]] = {shots: [] for shots in TOLD}
    for pair in of_each_family(pairs, PAIRS):
        for seed in range(seeds):
            right = _models(pair, seed, runs)
            for shots in TOLD:
                told[shots] += _forecasts(right, shots, seed)
    return [
        ForecastRow(shots, len(found), mean(holds for holds, _ in found), median(half for _, half in found))
        for shots, found in told.items()
    ]


def _models(pair: DomainPair, seed: int, runs: Path) -> dict[int, NDArray[np.bool_]]:
    """Whether the model of each number of shots is right on the target samples that are never shots."""
    file = runs / "forecasts" / f"{pair.name}-{seed}.npy"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, np.stack(list(_trained(pair, seed, runs))))
    return dict(zip(SHOTS, np.load(file), strict=True))


def _trained(pair: DomainPair, seed: int, runs: Path) -> Iterator[NDArray[np.bool_]]:
    """The same, for each number of shots in turn."""
    from workbench.core.domain import Side
    from workbench.core.generators import Returning
    from workbench.engine.evaluation import Evaluator

    problem = first_trainer(pair, HEAD, SHOT_METHOD, seed, runs).problem
    order = np.random.default_rng(seed).permutation(len(problem.target.labels))
    others = np.sort(order[max(SHOTS) :])
    for shots in SHOTS:
        rows = order[:shots]
        trainer = next_head(replace(problem, shots=rows, shot_labels=problem.target.labels[rows]), SHOT_METHOD)
        while trainer.step < trainer.job.steps:
            trainer.advance()
        seen = Returning(Evaluator(trainer).observer.observe(Side.TARGET, others, "")).finish()
        yield seen.predicted == problem.target.labels[others]


def _forecasts(right: dict[int, NDArray[np.bool_]], shots: int, seed: int) -> Iterator[tuple[bool, float]]:
    """Whether each forecast holds the accuracy on all of the target, and its half-width."""
    truth, total = float(right[shots].mean()), len(right[shots])
    random = np.random.default_rng([seed, total])
    before = [known for known in SHOTS if known < shots]
    for _ in range(DRAWS):
        drawn = random.permutation(total)[:MEASURING]
        told = forecast([_point(known, right[known][drawn], total) for known in before], shots - before[-1])
        if told is not None:
            yield told.low <= truth <= told.high, (told.high - told.low) / 2


def _point(shots: int, right: NDArray[np.bool_], population: int) -> Point:
    share = wilson(int(right.sum()), len(right), population)
    return Point(shots, share.value, share.low, share.high)
