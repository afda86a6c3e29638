"""`workbench bench validators`: which score without labels agrees with accuracy, over pairs, methods and seeds."""

import argparse
from datetime import date
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.bench_table import SUITES, command_of, replace_section, runs_folder

if TYPE_CHECKING:
    from workbench.analysis.choosing import Choice
    from workbench.core.events import Scores

PAIRS = (
    "digits/street:digits/mnist",
    "digits/mnist:digits/street",
    "digits/mnist:digits/usps",
    "digits/usps:digits/mnist",
    "digits/mnist:digits/optdigits",
    "digits/optdigits:digits/mnist",
    "emoji/google:emoji/twitter",
    "emoji/twitter:emoji/google",
    "emoji/google:emoji/openmoji",
    "emoji/google:emoji/mono",
)


def run(arguments: argparse.Namespace) -> int:
    """Run every method on every pair, then say of each validator how well it chose."""
    from workbench.analysis.choosing import Choice, judge
    from workbench.engine.registry import methods
    from workbench.engine.validators import VALIDATORS

    names = arguments.methods or list(methods())
    pairs = arguments.pairs or PAIRS
    runs = runs_folder(arguments)
    found: dict[str, list[Choice]] = {one.name: [] for one in VALIDATORS}
    for pair in pairs:
        for seed in range(arguments.seeds):
            seen = [
                scores for name in names for scores in _looks(arguments, pair, name, seed, runs) if scores.validators
            ]
            accuracies = [scores.target_accuracy or 0.0 for scores in seen]
            for validator, choices in found.items():
                choices.append(judge([scores.validators[validator] for scores in seen], accuracies))
            best = max(found, key=lambda name: -found[name][-1].lost)
            print(f"{pair}, seed {seed}: {len(seen)} models, {best} chose best", flush=True)
    rows = [(one.title, one.name, *_summary(found[one.name])) for one in VALIDATORS]
    rows.sort(key=lambda row: row[3])
    section = _section(command_of(arguments), names, len(pairs), rows)
    print(f"\n{section}")
    if arguments.out:
        replace_section(arguments.out, "validators", section)
    return 0


def _looks(arguments: argparse.Namespace, pair: str, method: str, seed: int, runs: Path) -> "list[Scores]":
    """Scores of the models that a run went through, each measured on the same subset of target samples."""
    from workbench.cli.running import finished_run
    from workbench.core.events import Evaluated
    from workbench.store.run_folder import RunFolder

    source, target = pair.split(":", 1)
    suite = SUITES[source.split("/", 1)[0]]
    steps = arguments.steps or suite.steps
    folder = runs / f"validators-{pair.replace('/', '-').replace(':', '-')}-{method}-{steps}-{seed}"
    job = suite._replace(steps=steps).job(arguments.data, source, target, method)
    finished_run(msgspec.structs.replace(job, seed=seed), folder)
    events = [event for event in RunFolder(folder).events() if isinstance(event, Evaluated)]
    return [event.scores for event in events if event.step > 0 and not event.final]


def _summary(choices: "list[Choice]") -> tuple[float, float, float]:
    correlations, lost = zip(*choices, strict=True)
    return mean(correlations), mean(lost), max(lost)


def _section(command: str, methods: list[str], pairs: int, rows: list[tuple[str, str, float, float, float]]) -> str:
    table = "\n".join(
        f"| {title} (`{name}`) | {correlation:+.2f} | {100 * lost:.1f} | {100 * worst:.1f} |"
        for title, name, correlation, lost, worst in rows
    )
    return (
        f"## validators\n\nOver {pairs} pairs and the methods {', '.join(methods)}: the models that each run went "
        "through are scored without target labels, and one is chosen by each validator for each pair and seed. Rank "
        "correlation is Spearman's with true target accuracy; lost is the accuracy of the best of these models less "
        "that of the one chosen.\n\n"
        f"`{command}`\n\n| validator | rank correlation | accuracy lost, points (mean) | worst |\n|---|---|---|---|\n"
        f"{table}\n\n{date.today().isoformat()}.\n"
    )
