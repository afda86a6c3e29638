"""`workbench inspect`: measures the shift between two folders, overall, by image statistics and by group."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_corrections, add_overlap, add_range
from workbench.core.counting import count
from workbench.core.defaults import INSPECTION as DEFAULTS
from workbench.core.scores import Estimate
from workbench.core.shift_report import Inspection

if TYPE_CHECKING:
    from rich.console import Console

LISTED = 8  # rows of a table in the terminal; the page has all
BULKY = ("source_table", "target_table", "nearest")  # with a row for each image: left out of the JSON


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("source", metavar="SOURCE", help="labelled folder, or CSV with the columns path,label")
    parser.add_argument("target", metavar="TARGET", help="folder to compare; labels are used for evaluation only")
    parser.add_argument(
        "--model", default="", metavar="RUN", help="use features of a finished run's model, or of an exported one"
    )
    parser.add_argument("--before", default="", metavar="RUN", help="compare groups with the predictions of this run")
    parser.add_argument(
        "--checkpoint", choices=("last", "best"), default="last", help="the last or the best model of --model"
    )
    parser.add_argument(
        "--backbone", default=DEFAULTS.backbone, help="use features of a pretrained net (default: %(default)s)"
    )
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for the backbone")
    parser.add_argument(
        "--groups",
        default="",
        metavar="CSV",
        help="CSV with the column path and others, such as site, camera or weather",
    )
    parser.add_argument(
        "--images", type=int, default=DEFAULTS.images, help="images of each domain; 0 for all (default: %(default)s)"
    )
    add_range(parser, sides=True)
    add_corrections(parser)
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="selects the images (default: %(default)s)")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda:0, … (default: %(default)s)")
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images and features")
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="HTML", help="write one page with embedded images")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the measures and write the page. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.library.inspecting import inspect

    work = inspect(
        arguments.source,
        arguments.target,
        model=arguments.model,
        before=arguments.before,
        checkpoint=arguments.checkpoint,
        backbone=arguments.backbone,
        weights=arguments.weights,
        groups=arguments.groups,
        images=arguments.images,
        range=arguments.range,
        source_range=arguments.source_range,
        target_range=arguments.target_range,
        corrections=arguments.corrections,
        seed=arguments.seed,
        device=arguments.device,
        cache=arguments.cache,
        overlap=arguments.overlap,
        out=arguments.out,
    )
    console = Console(stderr=arguments.json, highlight=False, markup=False, soft_wrap=True)
    inspection = run_with_progress(work, console).inspection
    _print_inspection(inspection, console)
    if arguments.out is not None:
        console.print(f"Page: {arguments.out}")
    if arguments.json:
        print(_json(inspection))
    return 0


def _print_inspection(inspection: Inspection, console: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(inspection.sentence)
    console.print(
        f"With {inspection.features}: {inspection.source_count:,} and {count(inspection.target_count, 'image')}."
    )
    measures = Table("measure", "value", "95 % interval", "halves of the source", "p", box=None, pad_edge=False)
    for measure in inspection.measures:
        interval = f"{measure.low:.3g} to {measure.high:.3g}"
        chance = "" if measure.p is None else "< 0.001" if measure.p < 0.001 else f"{measure.p:.3f}"
        measures.add_row(measure.title, f"{measure.value:.3g}", interval, f"{measure.reference:.3g}", chance)
    console.print(measures)
    statistics = Table("differs in", "source", "target", "higher in the target", box=None, pad_edge=False)
    for statistic in inspection.statistics[:LISTED]:
        medians = (f"{statistic.source_median:.3g}", f"{statistic.target_median:.3g}")
        statistics.add_row(statistic.title, *medians, f"in {statistic.more:.0%} of pairs")
    console.print(statistics)
    for performance in inspection.performances:
        accuracy, (low, high) = performance.accuracy, (performance.accuracy.low, performance.accuracy.high)
        console.print(
            f"Accuracy on the {performance.side}: {accuracy.value:.1%} of {accuracy.count:,} ({low:.0%} to {high:.0%})."
        )
    for grouping in inspection.groupings:
        groups = Table(grouping.name, "images", "accuracy", "before", "most frequent error", box=None, pad_edge=False)
        for group in grouping.rows[:LISTED]:
            right = _share(group.accuracy) if group.judged else "too few"
            groups.add_row(Text(group.name), f"{group.samples:,}", right, _share(group.before), Text(group.error))
        console.print(groups)
        if grouping.gap is not None:
            before = "" if grouping.gap_before is None else f", before {100 * grouping.gap_before:.1f}"
            console.print(f"Gap between the best and the worst group: {100 * grouping.gap:.1f} points{before}.")
    for problem in inspection.troubles:
        console.print(f"{problem.title}: {problem.total:,}")
        if problem.suspects:
            console.print(problem.summary)
        for suspect in problem.suspects[:LISTED]:
            console.print(f"  {suspect.path}: {suspect.sentence}")
    for note in inspection.notes:
        console.print(Text("Note: ", "yellow").append(note, "default"))


def _share(share: Estimate | None) -> str:
    return "" if share is None else f"{share.value:.1%} ({share.low:.0%} to {share.high:.0%})"


def _json(inspection: Inspection) -> str:
    import msgspec

    values = msgspec.to_builtins(inspection)
    return msgspec.json.encode({name: value for name, value in values.items() if name not in BULKY}).decode()
