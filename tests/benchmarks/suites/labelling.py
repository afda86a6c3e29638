"""The suite `labelling`: accuracy against the number of labels, for each strategy that chooses what to label."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import spread
from tests.benchmarks.suites.recipes import asked, command_of, runs_folder, title_of
from workbench.core.job import Job

if TYPE_CHECKING:
    from workbench.analysis.strategies.contract import Pool
    from workbench.engine.problem import Problem

BUDGETS = (0, 10, 20, 50, 100, 200)
FEW = (10, 50)  # labels between which the default is decided
REFERENCE = "random"
WITHOUT, WITH = "mcc", "mme"  # methods for no label, and for some
RATE = 0.003  # the learning rate: few steps, so long ones


class Curve(msgspec.Struct, frozen=True):
    """Accuracy on the half of the target that is never labelled, at each budget, of one strategy, pair and seed."""

    accuracies: tuple[float, ...]


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the tables, and put them into the file."""
    from workbench.analysis.strategies.contract import strategies

    suite, runs = asked(arguments), runs_folder(arguments)
    names = arguments.methods or list(strategies())
    found: dict[tuple[str, str], list[Curve]] = {}  # of a pair and a strategy, one for each seed
    for source, target in suite.pairs:
        pair = f"{source} → {target}"
        for seed in range(arguments.seeds):
            job = msgspec.structs.replace(
                suite.job(arguments.data, source, target, WITH), seed=seed, settings={"learning_rate": RATE}
            )
            prefix = suite.folder("labelling", source, target, seed)
            for name, curve in _of_seed(job, names, partial(_file, runs, prefix)):
                found.setdefault((pair, name), []).append(curve)
                print(f"{pair}, seed {seed}, {name}: {_percent(curve.accuracies)}", flush=True)
    title = title_of(arguments, suite)
    rows = [_row(pair, name, curves) for (pair, name), curves in found.items()]
    words = (
        f"{suite.backbone}, tune {suite.tune}, {suite.steps:,} steps of 64 + 64 at a rate of {RATE}, anew at each "
        f"budget: {WITHOUT} without labels, {WITH} with them. A simulated annotator names what a strategy takes from "
        "the model of the budget before, out of one half of the target, drawn by the seed. Accuracy, %, is on the "
        "other half, so that no strategy gains by taking hard images out of the measure; mean ± standard deviation "
        f"over seeds. Area: mean accuracy from {FEW[0]} to {FEW[1]} labels."
    )
    budgets = " | ".join(f"{budget}" for budget in BUDGETS)
    table = section(title, command_of(arguments), words, f"pair | strategy | {budgets} | area", rows, where())
    table += "\n" + ranking(found)
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def area(accuracies: tuple[float, ...]) -> float:
    """Mean height of the curve between the budgets of FEW (trapezoids, over the number of labels)."""
    low, high = (BUDGETS.index(budget) for budget in FEW)
    x = np.array(BUDGETS[low : high + 1], np.float64)
    y = np.array(accuracies[low : high + 1])
    return float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum() / (x[-1] - x[0]))


def ranking(found: dict[tuple[str, str], list[Curve]]) -> str:
    """A table of strategies by their area, with the difference from random over pairs and seeds, and its interval."""
    by_name: dict[str, list[float]] = {}
    for (_, name), curves in sorted(found.items()):  # pairs in the same order for each
        by_name.setdefault(name, []).extend(area(curve.accuracies) for curve in curves)
    lines = ["| strategy | area, % | more than random, points (95 %) | better than random |", "|---|---|---|---|"]
    for name, areas in sorted(by_name.items(), key=lambda item: -mean(item[1])):
        cells = [name, f"{100 * mean(areas):.1f}", "", ""]
        if REFERENCE in by_name and name != REFERENCE:
            more = 100 * (np.array(areas) - np.array(by_name[REFERENCE]))
            low, high = _interval(more)
            cells[2:] = [f"{more.mean():+.1f} ({low:+.1f} to {high:+.1f})", f"{(more > 0).sum()} of {len(more)}"]
        lines.append(f"| {' | '.join(cells)} |")
    words = f"Over all pairs and seeds, the mean accuracy from {FEW[0]} to {FEW[1]} labels; intervals by bootstrap:"
    return "\n".join([words, "", *lines]) + "\n"


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    chance = np.random.default_rng(0)
    means = values[chance.integers(0, len(values), (2000, len(values)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def _row(pair: str, name: str, curves: list[Curve]) -> str:
    cells = [spread([curve.accuracies[place] for curve in curves]) for place in range(len(BUDGETS))]
    return f"| {pair} | {name} | {' | '.join(cells)} | {spread([area(curve.accuracies) for curve in curves])} |"


def _percent(shares: tuple[float, ...]) -> str:
    return " ".join(f"{100 * share:.1f}" for share in shares)


def _file(runs: Path, prefix: str, name: str) -> Path:
    return runs / f"{prefix}-{name}.json"


def _of_seed(job: Job, names: list[str], file: Callable[[str], Path]) -> Iterator[tuple[str, Curve]]:
    """Each strategy's curve; the model without labels is the same for all, and made once."""
    from workbench.core.files import write_atomically

    read = cache(partial(_problem, job))
    begin = cache(lambda: _adapted(read(), ()))
    for name in names:
        kept = file(name)
        if not kept.is_file():
            write_atomically(kept, msgspec.json.encode(Curve(tuple(_accuracies(read(), name, begin)))))
        yield name, msgspec.json.decode(kept.read_bytes(), type=Curve)


def _problem(job: Job) -> "Problem":
    """Both domains, as features."""
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up

    job = msgspec.structs.replace(job, method=WITHOUT)
    return Returning(set_up(job, fabric_for(job))).finish().trainer.problem


def _accuracies(problem: "Problem", name: str, begin: "Callable[[], Pool]") -> Iterator[float]:
    from workbench.analysis.strategies.contract import Pool, strategy

    chosen, seed, labels = strategy(name), problem.job.seed, problem.target.labels
    offered, measured = halves(labels >= 0, seed)
    seen, shots = begin(), np.empty(0, np.int64)
    for budget, following in zip(BUDGETS, (*BUDGETS[1:], None), strict=True):
        if budget:
            seen = _adapted(problem, tuple(shots))
        yield float((seen.probabilities.argmax(axis=1)[measured] == labels[measured]).mean())
        if following is not None:
            named = np.flatnonzero(np.isin(offered, shots))
            pool = Pool(seen.features[offered], seen.probabilities[offered], named)
            fresh = [one.row for one in chosen.choose(pool, following - budget, seed)]
            shots = np.concatenate([shots, offered[fresh]])


def halves(known: NDArray[np.bool_], seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows that may be labelled and rows that measure, in order: two halves, by lot, of those whose label is known."""
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(known))
    return np.sort(rows[: len(rows) // 2]), np.sort(rows[len(rows) // 2 :])


def _adapted(problem: "Problem", shots: Sequence[int]) -> "Pool":
    """Train on these rows of the target, and what the model then makes of all of it."""
    from workbench.analysis.strategies.contract import Pool
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.inference import predict_rows
    from workbench.engine.setup import set_up_head

    rows = np.array(shots, np.int64)
    job = msgspec.structs.replace(problem.job, method=WITH if shots else WITHOUT)
    trainer = set_up_head(
        replace(problem, job=job, shots=rows, shot_labels=problem.target.labels[rows]), fabric_for(job)
    )
    while trainer.step < job.steps:
        trainer.advance()
    everything = np.arange(len(problem.target.paths))
    seen = Returning(predict_rows(trainer.method, problem.target.inputs, everything, None, "")).finish()
    return Pool(seen.features.numpy(), seen.logits.softmax(dim=1).numpy(), np.empty(0, np.int64))
