"""The suite `validators`: which score without labels agrees with accuracy, over pairs, methods and seeds."""

import argparse
from datetime import date
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tests.benchmarks.results import replace_section
from tests.benchmarks.suites.recipes import SUITES, command_of, runs_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.validator_regret import ValidatorChoice
    from workbench.core.scores import Scores
    from workbench.store.run_folder import RunFolder

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


class Row(NamedTuple):
    """A validator over all pairs and seeds; `error`: of its estimate of accuracy, None where it is none."""

    title: str
    name: str
    correlation: float
    lost: float
    worst: float
    error: float | None


class Bench(NamedTuple):
    """What is run: the methods on a pair, and where the runs are kept."""

    arguments: argparse.Namespace
    methods: list[str]
    runs: Path

    def place(self, pair: str, method: str, seed: int) -> "RunFolder":
        """The finished run of a method on a pair."""
        from workbench.cli.run_progress import finished_run
        from workbench.store.run_folder import RunFolder

        source, target = pair.split(":", 1)
        suite = SUITES[source.split("/", 1)[0]]
        suite = suite._replace(steps=self.arguments.steps or suite.steps)
        folder = self.runs / f"validators-{pair.replace('/', '-').replace(':', '-')}-{method}-{suite.steps}-{seed}"
        job = suite.job(self.arguments.data, source, target, method)
        finished_run(msgspec.structs.replace(job, seed=seed), folder)
        return RunFolder(folder)

    def looks(self, pair: str, method: str, seed: int) -> "list[Scores]":
        """Scores of the models that a run went through, each measured on the same subset of target samples."""
        from workbench.core.events import Evaluated

        events = [one for one in self.place(pair, method, seed).events() if isinstance(one, Evaluated)]
        return [event.scores for event in events if event.step > 0 and not event.final]


def run(arguments: argparse.Namespace) -> int:
    """Run every method on every pair, then say of each validator how well it chose."""
    from workbench.analysis.validator_regret import ValidatorChoice, validator_choice
    from workbench.engine.registry import methods
    from workbench.engine.validators import VALIDATORS

    bench = Bench(arguments, arguments.methods or list(methods()), runs_folder(arguments))
    pairs = arguments.pairs or PAIRS
    found: dict[str, list[ValidatorChoice]] = {one.name: [] for one in VALIDATORS}
    errors: dict[str, list[float]] = {one.name: [] for one in VALIDATORS}
    for pair in pairs:
        for seed in range(arguments.seeds):
            each = [bench.looks(pair, name, seed) for name in bench.methods]
            seen = [scores for looks in each for scores in looks]
            accuracies = [scores.target_accuracy or 0.0 for scores in seen]
            for name, choices in found.items():
                choices.append(validator_choice([scores.validators[name] for scores in seen], accuracies))
                errors[name] += [abs(looks[-1].validators[name] - (looks[-1].target_accuracy or 0.0)) for looks in each]
            best = min(found, key=lambda name: found[name][-1].lost)
            print(f"{pair}, seed {seed}: {len(seen)} models, {best} chose best", flush=True)
    rows = [
        Row(one.title, one.name, *_summary(found[one.name]), mean(errors[one.name]) if one.estimates else None)
        for one in VALIDATORS
    ]
    section = _section(command_of(arguments), bench.methods, len(pairs), sorted(rows, key=lambda row: row.lost))
    if arguments.seeds > 1:
        section += _seeds_agree(bench, pairs)
    print(f"\n{section}")
    if arguments.out:
        replace_section(arguments.out, "validators", section)
    return 0


def _seeds_agree(bench: Bench, pairs: "Sequence[str]") -> str:
    from workbench.analysis.agreement import agreement
    from workbench.analysis.validator_regret import validator_choice

    agreements, accuracies = [], []
    for pair in pairs:
        for method in bench.methods:
            two = [bench.place(pair, method, seed) for seed in (0, 1)]
            said = [{one.path: one.predicted for one in place.predictions()} for place in two]
            agreements.append(agreement(*said))
            accuracies.append(mean(place.result().finished.scores.target_accuracy or 0.0 for place in two))
    error = mean(abs(one - other) for one, other in zip(agreements, accuracies, strict=True))
    correlation = validator_choice(agreements, accuracies).correlation
    return (
        f"\nAgreement of two seeds over {len(agreements)} pairs and methods: rank correlation {correlation:+.2f} with "
        f"accuracy, mean error {100 * error:.1f} points as an estimate of it.\n"
    )


def _summary(choices: "list[ValidatorChoice]") -> tuple[float, float, float]:
    correlations, lost = zip(*choices, strict=True)
    return mean(correlations), mean(lost), max(lost)


def _section(command: str, methods: list[str], pairs: int, rows: list[Row]) -> str:
    table = "\n".join(
        f"| {row.title} (`{row.name}`) | {row.correlation:+.2f} | {100 * row.lost:.1f} | {100 * row.worst:.1f} | "
        f"{'' if row.error is None else f'{100 * row.error:.1f}'} |"
        for row in rows
    )
    return (
        f"## validators\n\nOver {pairs} pairs and the methods {', '.join(methods)}: the models that each run went "
        "through are scored without target labels, and one is chosen by each validator for each pair and seed. Rank "
        "correlation is Spearman's with true target accuracy; lost is the accuracy of the best of these models less "
        "that of the one chosen; error is that of an estimate of accuracy, over the models at the end.\n\n"
        f"`{command}`\n\n| validator | rank correlation | lost, points (mean) | lost (worst) | error, points |\n"
        f"|---|---|---|---|---|\n{table}\n\n{date.today().isoformat()}.\n"
    )
