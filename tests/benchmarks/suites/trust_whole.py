"""The suite `trust_whole`: whether the range of the program holds for nets whose layers are all trained."""

import argparse
from collections.abc import Sequence
from statistics import mean, median

from tests.benchmarks.results import replace_section, where
from tests.benchmarks.suites.recipes import check_own_recipe, command_of, runs_folder
from tests.benchmarks.suites.trust_domains import all_pairs, of_each_family
from tests.benchmarks.suites.trust_models import WHOLE, TrustModel, models_of
from workbench.core.accuracy_range import accuracy_range

METHODS = ("source_only", "mcc")
PAIRS = 2  # of each family: a net takes 20 times as long as a head


def run(arguments: argparse.Namespace) -> int:
    """Train the models, print the table, and put it into the file."""
    check_own_recipe(arguments)
    runs, methods = runs_folder(arguments), arguments.methods or METHODS
    models: list[TrustModel] = []
    for pair in of_each_family(all_pairs(arguments.data), PAIRS):
        for seed in range(arguments.seeds):
            models += models_of(pair, WHOLE, methods, seed, runs)
        accuracy = {model.method: f"{model.accuracy:.1%}" for model in models[-len(methods) :]}
        print(f"{pair.name}: {accuracy}", flush=True)
    families = dict.fromkeys(model.family for model in models)
    rows = [_row(family, [model for model in models if model.family == family]) for family in families]
    text = "\n".join(
        [
            "## trust_whole",
            "",
            f"`{command_of(arguments)}`",
            "",
            f"{len(models)} models: {WHOLE.backbone} at {WHOLE.image_size} px, all layers, {WHOLE.steps} steps. The "
            "ranges are by the program's rule, which the suite trust chose on heads of a frozen backbone; the evidence "
            "is from features of that backbone.",
            "",
            "| family | models | given a range | range holds | median width |",
            "|---|---|---|---|---|",
            *rows,
            _row("all", models),
            "",
            f"{where()}.",
        ]
    )
    print(text)
    if arguments.out:
        replace_section(arguments.out, "trust_whole", text + "\n")
    return 0


def _row(family: str, models: Sequence[TrustModel]) -> str:
    ranges = [(model, accuracy_range(model.signals)) for model in models]
    given = [(model, bounds) for model, bounds in ranges if bounds is not None]
    holds = f"{mean(low <= model.accuracy <= high for model, (low, high) in given):.0%}" if given else "–"
    width = f"{100 * median(high - low for _, (low, high) in given):.0f}" if given else "–"
    return f"| {family} | {len(models)} | {len(given) / len(models):.0%} | {holds} | {width} |"
