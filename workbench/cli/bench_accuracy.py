"""`workbench bench digits` and `emoji`: what methods reach on pairs of folders, a value for each seed."""

import argparse
from datetime import date
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from workbench.cli.bench_table import SUITES, Suite, command_of, replace_section, runs_folder
from workbench.core.job import Job

METHODS = ("source_only", "dann", "mcc")


class Measured(NamedTuple):
    """What one method reached on one pair, a value for each seed; accuracies in [0, 1], seconds of wall time."""

    source: list[float]
    target: list[float]
    seconds: list[float]


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite = SUITES[arguments.suite]
    pairs = [tuple(pair.split(":", 1)) for pair in arguments.pairs] if arguments.pairs else suite.pairs
    suite = suite._replace(steps=arguments.steps or suite.steps)
    runs = runs_folder(arguments)
    rows = []
    for source, target in pairs:
        for method in arguments.methods or METHODS:
            job = suite.job(arguments.data, source, target, method)
            folder = runs / f"{arguments.suite}-{source}-{target}-{method}-{suite.steps}"
            rows.append((f"{source} → {target}", method, _measure(job, folder, arguments.seeds)))
            print(_row(*rows[-1]), flush=True)
    section = _section(command_of(arguments), arguments.suite, suite, rows)
    print(f"\n{section}")
    if arguments.out:
        replace_section(arguments.out, arguments.suite, section)
    return 0


def _measure(job: Job, folder: Path, seeds: int) -> Measured:
    import msgspec

    from workbench.cli.running import finished_run

    results = [finished_run(msgspec.structs.replace(job, seed=seed), Path(f"{folder}-{seed}")) for seed in range(seeds)]
    return Measured(
        [one.scores.source_accuracy or 0.0 for one in results],
        [one.scores.target_accuracy or 0.0 for one in results],
        [one.seconds for one in results],
    )


def _row(pair: str, method: str, measured: Measured) -> str:
    each = " ".join(f"{value * 100:.1f}" for value in measured.target)
    cells = (pair, method, spread(measured.source), spread(measured.target), each, f"{mean(measured.seconds):.0f}")
    return f"| {' | '.join(cells)} |"


def spread(values: list[float]) -> str:
    """Mean and standard deviation of shares in [0, 1], in per cent."""
    percent = [value * 100 for value in values]
    return f"{mean(percent):.1f}" + (f" ± {stdev(percent):.1f}" if len(percent) > 1 else "")


def _section(command: str, name: str, suite: Suite, rows: list[tuple[str, str, Measured]]) -> str:
    import torch

    head = "| pair | method | source accuracy, % | target accuracy, % | by seed | seconds |\n|---|---|---|---|---|---|"
    table = "\n".join(_row(*row) for row in rows)
    recipe = f"{suite.backbone}, tune {suite.tune}, {suite.steps:,} steps of 64 + 64"
    return (
        f"## {name}\n\n{recipe}; mean ± standard deviation over seeds. Source accuracy is on held-out source images, "
        f"target accuracy on all target images.\n\n`{command}`\n\n{head}\n{table}\n\n"
        f"{date.today().isoformat()}, {torch.get_num_threads()} CPU threads, torch {torch.__version__}.\n"
    )
