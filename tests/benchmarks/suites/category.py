"""The suite `category`: what methods do where the target lacks classes of the source, or has others."""

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import spread
from tests.benchmarks.suites.recipes import Suite, asked, command_of, runs_folder, title_of
from workbench.core.job import Job, Shift

if TYPE_CHECKING:
    from workbench.core.scores import Scores

BASELINE = "source_only as dance"  # the paper's baseline: DANCE's head and optimizer without its losses
METHODS = ("source_only", BASELINE, "dann", "dance", "ovanet")
SHARED, OWN = 0.5, 0.25  # shares of all classes: in both domains, and in one of them only
SETTINGS = (Shift.CLOSED, Shift.PARTIAL, Shift.OPEN, Shift.OPEN_PARTIAL)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, runs = asked(arguments), runs_folder(arguments)
    title, rows = title_of(arguments, suite), []
    for source, target in suite.pairs:
        for setting in SETTINGS:
            tables = _tables(suite, arguments.data, source, target, setting, runs / "tables")
            for method in arguments.methods or METHODS:
                job = _recipe(suite.job(arguments.data, source, target, method))
                job = msgspec.structs.replace(job, source=str(tables[0]), target=str(tables[1]), shift=setting)
                folder = runs / suite.folder("category", source, target, setting, method.replace(" ", "_"))
                rows.append(_row(f"{source} → {target}", setting, method, _measure(job, folder, arguments.seeds)))
                print(rows[-1], flush=True)
    words = (
        f"{suite.backbone}, tune {suite.tune}, {suite.steps:,} steps of 64 + 64. Of all classes, in an order drawn "
        f"once, {SHARED:.0%} are in both domains, {OWN:.0%} in the source alone (partial, open-partial), {OWN:.0%} in "
        "the target alone (open, open-partial). Every method rejects where H(p) > log(K)/2, but ovanet where its own "
        "heads say so; mean ± standard deviation over seeds, in %." + suite.note()
    )
    head = "pair | setting | method | known classes right | OS* | unknown found | H-score | AUROC"
    table = section(title, command_of(arguments), words, head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def _recipe(job: Job) -> Job:
    return msgspec.structs.replace(job, method="dance", settings={"weight": 0.0}) if job.method == BASELINE else job


def _measure(job: Job, folder: Path, seeds: int) -> "list[Scores]":
    from workbench.cli.run_progress import finished_run

    return [
        finished_run(msgspec.structs.replace(job, seed=seed), Path(f"{folder}-{seed}")).scores for seed in range(seeds)
    ]


def _row(pair: str, setting: Shift, method: str, found: "list[Scores]") -> str:
    opens = [scores.open for scores in found if scores.open is not None]
    if opens:
        columns = [[getattr(one, name) for one in opens] for name in ("known", "os_star", "unknown", "h", "auroc")]
        cells = [spread(column) for column in columns]
    else:
        cells = [spread([scores.target_accuracy or 0.0 for scores in found]), "", "", "", ""]
    return f"| {' | '.join([pair, setting.value, method, *cells])} |"


def _tables(suite: Suite, data: Path, source: str, target: str, setting: Shift, folder: Path) -> tuple[Path, Path]:
    """A table of the source's and one of the target's images, with the classes that the setting gives them."""
    classes = sorted(path.name for path in (data / source).iterdir() if path.is_dir())
    both, alone = round(SHARED * len(classes)), round(OWN * len(classes))
    order = np.random.default_rng(0).permutation(classes).tolist()
    shared, first, second = order[:both], order[both : both + alone], order[both + alone : both + 2 * alone]
    of_source = shared + (first if setting in (Shift.PARTIAL, Shift.OPEN_PARTIAL) else [])
    of_target = shared + (second if setting in (Shift.OPEN, Shift.OPEN_PARTIAL) else [])
    return (
        _table(suite.source(data, source, target), of_source, folder / f"{source}-source-{setting}.csv"),
        _table(suite.target(data, target), of_target, folder / f"{target}-target-{setting}.csv"),
    )


def _table(root: Path, classes: list[str], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "label"])
        for name in classes:
            writer.writerows([str(image.absolute()), name] for image in sorted((root / name).glob("*")))
    return path
