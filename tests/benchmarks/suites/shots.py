"""The suite `shots`: what a few labelled target images of each class buy."""

import argparse
from pathlib import Path

import msgspec
import numpy as np

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import Measured, spread
from tests.benchmarks.suites.recipes import asked, command_of, runs_folder, title_of
from workbench.core.job import Job, Shot

METHODS = ("s_plus_t", "ent", "mme", "fixmatch", "pac", "adamatch")
EACH = (1, 3)  # shots of each class


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, runs = asked(arguments), runs_folder(arguments)
    title, rows = title_of(arguments, suite), []
    for source, target in suite.pairs:
        for each in EACH:
            for method in arguments.methods or METHODS:
                job = msgspec.structs.replace(suite.job(arguments.data, source, target, method), shots_held_out=0.0)
                folder = runs / suite.folder("shots", source, target, method, each)
                found = _measure(job, folder, each, arguments.seeds)
                by_seed = " ".join(f"{100 * value:.1f}" for value in found.target)
                cells = (f"{source} → {target}", each, method, spread(found.target), by_seed)
                rows.append(f"| {' | '.join(map(str, cells))} | {np.mean(found.seconds):.0f} |")
                print(rows[-1], flush=True)
    words = (
        f"{suite.backbone}, tune {suite.tune}, {suite.steps:,} steps of 64 + 64; accuracy on all target images but the "
        "shots, which are drawn by the seed, the same for every method; mean ± standard deviation over seeds."
        + suite.note()
    )
    head = "pair | shots a class | method | target accuracy, % | by seed | seconds"
    table = section(title, command_of(arguments), words, head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def _measure(job: Job, folder: Path, each: int, seeds: int) -> Measured:
    from workbench.cli.run_progress import finished_run

    found = Measured([], [], [])
    for seed in range(seeds):
        seeded = msgspec.structs.replace(job, seed=seed, shots=drawn(Path(job.target), each, seed))
        done = finished_run(seeded, Path(f"{folder}-{seed}"))
        found.source.append(done.scores.source_accuracy or 0.0)
        found.target.append(done.scores.target_accuracy or 0.0)
        found.seconds.append(done.seconds)
    return found


def drawn(target: Path, each: int, seed: int) -> tuple[Shot, ...]:
    """So many labelled images of each class of a folder, drawn by a seed."""
    from workbench.core.generators import Returning
    from workbench.data.scan import scan

    members: dict[str, list[str]] = {}
    for one in Returning(scan(target)).finish().samples:
        if one.label is not None:
            members.setdefault(one.label, []).append(one.path)
    chance = np.random.default_rng(seed)
    return tuple(
        Shot(str(path), label)
        for label, paths in sorted(members.items())
        for path in chance.permutation(sorted(paths))[:each]
    )
