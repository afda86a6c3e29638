"""`workbench inspect`: how far two folders lie apart, in what, whom it concerns, and which images show it."""

import argparse
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_overlap
from workbench.core.compatibility import check_apart
from workbench.core.defaults import INSPECTION as DEFAULTS
from workbench.core.scores import Estimate
from workbench.core.shift_report import Inspection, InspectionRequest

if TYPE_CHECKING:
    from rich.console import Console

LISTED = 8  # lines of a table in the terminal; the page has all
BULKY = ("source_table", "target_table", "nearest")  # one line for each image: not in the JSON


def configure(parser: argparse.ArgumentParser) -> None:
    """SOURCE, TARGET, and what to look through."""
    parser.add_argument("source", metavar="SOURCE", help="labelled folder, or CSV with the columns path,label")
    parser.add_argument("target", metavar="TARGET", help="folder to compare; its labels, if any, measure errors")
    parser.add_argument(
        "--model", default="", metavar="RUN", help="look through the model of a finished run, or an exported one"
    )
    parser.add_argument("--before", default="", metavar="RUN", help="compare groups with the predictions of this run")
    parser.add_argument("--checkpoint", choices=("last", "best"), default="last", help="which model of --model")
    parser.add_argument(
        "--backbone", default=DEFAULTS.backbone, help="look through a pretrained net (default: %(default)s)"
    )
    parser.add_argument("--weights", default="", metavar="FILE", help="local weights for the backbone")
    parser.add_argument("--groups", default="", metavar="CSV", help="columns path and, say, site, camera, weather")
    parser.add_argument(
        "--images", type=int, default=DEFAULTS.images, help="of each domain; 0 takes all (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="draws the images (default: %(default)s)")
    parser.add_argument("--device", default=DEFAULTS.device, help="auto, cpu, cuda:0, … (default: %(default)s)")
    parser.add_argument("--cache", default="", metavar="DIR", help="folder for decoded images and features")
    add_overlap(parser)
    parser.add_argument("--out", type=Path, metavar="HTML", help="write one self-contained page with pictures")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the answer, write the page."""
    from rich.console import Console

    from workbench.analysis.inspection import inspect
    from workbench.core.domain import Side
    from workbench.core.errors import UserError
    from workbench.core.files import write_atomically
    from workbench.core.generators import Returning
    from workbench.export.inspection_page import inspection_page

    if not arguments.overlap:
        check_apart(Path(arguments.source), Path(arguments.target))
    request = _request(arguments)
    console = Console(stderr=arguments.json, highlight=False, markup=False, soft_wrap=True)
    inspecting = Returning(inspect(request))
    with console.status("Reading…") as status:
        for told in inspecting:
            status.update(f"{told.what} {told.done:,} of {told.total:,}" if told.total > 1 else told.what)
    found = inspecting.result
    _tell(found, console)
    if arguments.out is not None:
        folders = {Side.SOURCE: _folder(request.source), Side.TARGET: _folder(request.target)}
        try:
            write_atomically(arguments.out, inspection_page(found, folders, _command(arguments)))
        except OSError as error:
            raise UserError(
                f"{arguments.out} can not be written ({error.strerror}).", "Choose another --out."
            ) from error
        console.print(f"Page: {arguments.out}")
    if arguments.json:
        print(_json(found))
    return 0


def _request(arguments: argparse.Namespace) -> InspectionRequest:
    from workbench.core.errors import UserError

    if arguments.images < 0:
        raise UserError(f"--images is {arguments.images}.", "Give a number of images, or 0 for all.")
    return InspectionRequest(
        source=os.path.abspath(os.path.expanduser(arguments.source)),
        target=os.path.abspath(os.path.expanduser(arguments.target)),
        model=arguments.model,
        best=arguments.checkpoint == "best",
        before=arguments.before,
        backbone=arguments.backbone,
        weights=arguments.weights,
        images=arguments.images,
        seed=arguments.seed,
        device=arguments.device,
        groups=arguments.groups,
        cache=arguments.cache,
    )


def _folder(domain: str) -> Path:
    return Path(domain).parent if Path(domain).is_file() else Path(domain)


def _tell(found: Inspection, console: "Console") -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(found.sentence)
    console.print(f"Through {found.features}: {found.source_count:,} and {found.target_count:,} images.")
    measures = Table("measure", "value", "95 % interval", "halves of the source", "p", box=None, pad_edge=False)
    for one in found.measures:
        interval = f"{one.low:.3g} to {one.high:.3g}"
        chance = "" if one.p is None else "< 0.001" if one.p < 0.001 else f"{one.p:.3f}"
        measures.add_row(one.title, f"{one.value:.3g}", interval, f"{one.reference:.3g}", chance)
    console.print(measures)
    differs = Table("differs in", "source", "target", "more in the target", box=None, pad_edge=False)
    for statistic in found.statistics[:LISTED]:
        medians = (f"{statistic.source_median:.3g}", f"{statistic.target_median:.3g}")
        differs.add_row(statistic.title, *medians, f"{statistic.more:.0%} of the time")
    console.print(differs)
    for done in found.performances:
        share, (low, high) = done.accuracy, (done.accuracy.low, done.accuracy.high)
        console.print(f"Right on the {done.side}: {share.value:.1%} of {share.count:,} ({low:.0%} to {high:.0%}).")
    for grouping in found.groupings:
        groups = Table(grouping.name, "images", "right", "before", "most frequent error", box=None, pad_edge=False)
        for group in grouping.rows[:LISTED]:
            right = _share(group.accuracy) if group.judged else "too few"
            groups.add_row(Text(group.name), f"{group.samples:,}", right, _share(group.before), Text(group.error))
        console.print(groups)
        if grouping.gap is not None:
            before = "" if grouping.gap_before is None else f", before {100 * grouping.gap_before:.1f}"
            console.print(f"Between the best and the worst group lie {100 * grouping.gap:.1f} points{before}.")
    for trouble in found.troubles:
        console.print(f"{trouble.title}: {trouble.total:,}")
    for note in found.notes:
        console.print(Text("Note: ", "yellow").append(note, "default"))


def _share(one: Estimate | None) -> str:
    return "" if one is None else f"{one.value:.1%} ({one.low:.0%} to {one.high:.0%})"


def _command(arguments: argparse.Namespace) -> str:
    words = ["workbench", "inspect", arguments.source, arguments.target]
    for name in ("model", "before", "backbone", "weights", "groups", "images", "seed"):
        value = getattr(arguments, name)
        if value not in ("", getattr(DEFAULTS, name)):
            words += [f"--{name}", str(value)]
    words += ["--checkpoint", "best"] if arguments.checkpoint == "best" else []
    return shlex.join(words)


def _json(found: Inspection) -> str:
    import msgspec

    told = msgspec.to_builtins(found)
    return msgspec.json.encode({name: value for name, value in told.items() if name not in BULKY}).decode()
