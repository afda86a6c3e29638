"""The suites `digits` and `emoji`: what methods reach on pairs of folders, a value for each seed."""

import argparse
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.recipes import Suite, asked, command_of, runs_folder, title_of
from workbench.core.job import Job

REFERENCE = "source_only"  # the gap that others close is from what it reaches, to what it reaches on target labels


class Measured(NamedTuple):
    """What one method reached on one pair, a value for each seed; accuracies in [0, 1], seconds of wall time."""

    source: list[float]
    target: list[float]
    seconds: list[float]


def closed(reached: float, below: float, above: float) -> float | None:
    """The share of the gap between `below` and `above` that is closed, negative where it widened; None without gap."""
    return (reached - below) / (above - below) if above > below else None


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, runs = asked(arguments), runs_folder(arguments)
    rows = []

    def measured(source: str, target: str, method: str) -> Measured:
        job = suite.job(arguments.data, source, target, method)
        return _measure(job, runs / suite.folder(arguments.suite, source, target, method), arguments.seeds)

    for source, target in suite.pairs:
        below = mean(measured(source, target, REFERENCE).target)
        above = mean(measured(target, target, REFERENCE).source)
        for method in arguments.methods or _methods():
            rows.append(_row(f"{source} → {target}", method, measured(source, target, method), below, above))
            print(rows[-1], flush=True)
    title = title_of(arguments, suite)
    table = _section(command_of(arguments), title, suite, rows)
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def _methods() -> list[str]:
    """Those that do without target labels, the reference first."""
    from workbench.engine.registry import methods

    names = [method.name for method in methods().values() if "shots" not in method.needs]
    return sorted(names, key=lambda name: name != REFERENCE)


def _measure(job: Job, folder: Path, seeds: int) -> Measured:
    import msgspec

    from workbench.cli.run_progress import finished_run

    results = [finished_run(msgspec.structs.replace(job, seed=seed), Path(f"{folder}-{seed}")) for seed in range(seeds)]
    return Measured(
        [one.scores.source_accuracy or 0.0 for one in results],
        [one.scores.target_accuracy or 0.0 for one in results],
        [one.seconds for one in results],
    )


def _row(pair: str, method: str, found: Measured, below: float, above: float) -> str:
    each = " ".join(f"{value * 100:.1f}" for value in found.target)
    share = closed(mean(found.target), below, above)
    cells = [pair, method, spread(found.source), spread(found.target), each]
    cells += ["" if share is None or method == REFERENCE else f"{share:.0%}", f"{100 * above:.1f}"]
    return f"| {' | '.join(cells)} | {mean(found.seconds):.0f} |"


def spread(values: list[float]) -> str:
    """Mean and standard deviation of shares in [0, 1], in per cent."""
    percent = [value * 100 for value in values]
    return f"{mean(percent):.1f}" + (f" ± {stdev(percent):.1f}" if len(percent) > 1 else "")


def _section(command: str, name: str, suite: Suite, rows: list[str]) -> str:
    words = (
        f"{suite.backbone}, tune {suite.tune}, {suite.steps:,} steps of 64 + 64; mean ± standard deviation over seeds. "
        "Source accuracy is on held-out source images, target accuracy on all target images. Target-supervised: the "
        "same net trained as long on the target with its labels, on held-out images of it. Gap closed: the share of "
        "the distance from source_only to target-supervised." + suite.note()
    )
    head = "pair | method | source, % | target, % | by seed | gap closed | target-supervised, % | seconds"
    return section(name, command, words, head, rows, where())
