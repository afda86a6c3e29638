"""The suite `trust`: what may be said of a target without labels and with few, on families of domains held back."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from tests.benchmarks.results import replace_section, where
from tests.benchmarks.suites.recipes import check_own_recipe, command_of, runs_folder
from tests.benchmarks.suites.trust_choosing import CHOOSERS, accuracies
from tests.benchmarks.suites.trust_domains import all_pairs
from tests.benchmarks.suites.trust_estimates import estimator_rows, fitted_rule, range_rows
from tests.benchmarks.suites.trust_labels import CHOOSING, coverage_rows, groups, label_choice_rows
from tests.benchmarks.suites.trust_models import HEAD, TrustModel, models_of
from tests.benchmarks.suites.trust_shares import shares_rows
from workbench.core.run_selection import REFERENCE

METHODS = ("source_only", "adabn", "dann", "mcc", "pseudo_labels")


def run(arguments: argparse.Namespace) -> int:
    """Train all candidates on all pairs, print the tables, and put them into the file."""
    check_own_recipe(arguments)
    models = collected(arguments.data, runs_folder(arguments), arguments.methods or METHODS, arguments.seeds)
    text = "\n".join(
        [
            "## trust",
            "",
            f"`{command_of(arguments)}`",
            "",
            _words(models),
            "",
            *_estimators(models),
            *_ranges(models),
            *_choosers(models),
            *_labels(models),
            *_shares(models),
            f"{where()}.",
        ]
    )
    print(text)
    if arguments.out:
        replace_section(arguments.out, "trust", text + "\n")
    return 0


def collected(data: Path, runs: Path, methods: Sequence[str], seeds: int) -> list[TrustModel]:
    """The models of all pairs; those that are kept in `runs` are not trained again."""
    models: list[TrustModel] = []
    for pair in all_pairs(data):
        for seed in range(seeds):
            models += models_of(pair, HEAD, methods, seed, runs)
        accuracy = {model.method: f"{model.accuracy:.1%}" for model in models[-len(methods) :]}
        print(f"{pair.name}: {accuracy}", flush=True)
    return models


def _words(models: Sequence[TrustModel]) -> str:
    families = dict.fromkeys(model.family for model in models)
    pairs = {model.pair for model in models}
    return (
        f"{len(models):,} models: {len({m.method for m in models})} methods on {len(pairs)} pairs of {len(families)} "
        f"families ({', '.join(families)}), {len({m.seed for m in models})} seeds, a head on the features of a frozen "
        f"{HEAD.backbone} at {HEAD.image_size} px, {HEAD.steps} steps. Half of the images "
        "of each pair's drawings are of the source, the other half of the target. Shares are in per cent, errors in "
        "points of accuracy."
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f}"


def _estimators(models: Sequence[TrustModel]) -> list[str]:
    rows = [
        f"| {row.name} | {_points(row.mean)} | {_points(row.ninety)} | {_points(row.worst)} | {row.correlation:+.2f} |"
        for row in estimator_rows(models)
    ]
    head = ["| estimator | mean error | 90 % below | worst | rank correlation |", "|---|---|---|---|---|"]
    return ["### Estimates without labels", "", *head, *rows, ""]


def _ranges(models: Sequence[TrustModel]) -> list[str]:
    rows = range_rows(models)
    lines = [
        f"| {row.family} | {row.models} | {row.answered:.0%} | {row.holds:.0%} | {100 * row.width:.0f} |"
        for row in rows
    ]
    answered = sum(row.answered * row.models for row in rows)
    holds = sum(row.holds * row.answered * row.models for row in rows) / max(answered, 1)
    width = median(row.width for row in rows)
    rule = fitted_rule(models)
    return [
        "### Ranges, by a rule that was chosen on the other families",
        "",
        "| family | models | given a range | range holds | median width |",
        "|---|---|---|---|---|",
        *lines,
        f"| all | {len(models)} | {answered / len(models):.0%} | {holds:.0%} | {100 * width:.0f} |",
        "",
        f"The rule of the program, chosen on all families: `{rule}`.",
        "",
    ]


def _choosers(models: Sequence[TrustModel]) -> list[str]:
    lines = []
    for name, chooser in CHOOSERS.items():
        lost, gained, silent = [], [], 0
        for group in groups(models):
            accuracy, choice = accuracies(group), chooser(group)
            lost.append(max(model.accuracy for model in group) - accuracy[choice.name])
            gained.append(accuracy[choice.name] - accuracy[REFERENCE])
            silent += gained[-1] < -0.01 and not choice.warned
        lines.append(
            f"| {name} | {100 * mean(lost):.1f} | {100 * max(lost):.1f} | {100 * mean(gained):+.1f} | "
            f"{100 * min(gained):+.1f} | {silent} of {len(lost)} |"
        )
    head = "| chooser | lost, mean | lost, worst | over source only, mean | worst | silently more than 1 below |"
    return ["### Choosing among the candidates", "", head, "|---|---|---|---|---|---|", *lines, ""]


def _labels(models: Sequence[TrustModel]) -> list[str]:
    coverage = [
        f"| {row.what} | {row.intervals:,} | {row.holds:.1%} | {100 * row.half_width:.1f} |"
        for row in coverage_rows(models)
    ]
    choices = [
        f"| {row.rule} | {row.within:.0%} | {100 * row.lost:.1f} | {100 * row.worst:.1f} |"
        for row in label_choice_rows(models)
    ]
    return [
        "### Random labels",
        "",
        "| measured with | intervals | hold the truth | median half-width |",
        "|---|---|---|---|",
        *coverage,
        "",
        f"Choosing with {CHOOSING} labels and the evidence without labels, which counts as so many labels:",
        "",
        "| rule | within 1 point of the best | lost, mean | lost, worst |",
        "|---|---|---|---|",
        *choices,
        "",
    ]


def _shares(models: Sequence[TrustModel]) -> list[str]:
    rows = [
        f"| {row.method} | {_points(row.counted)} | {_points(row.likeliest)} | {_points(row.source)} |"
        for row in shares_rows(models)
    ]
    return [
        "### Class shares without labels",
        "",
        "Distance from the true class shares of the target (total variation, points). Where the source's own shares "
        "are as near as any estimate, the program gives none; random labels measure them.",
        "",
        "| method | predictions counted | MLLS | the source's shares |",
        "|---|---|---|---|",
        *rows,
        "",
    ]
