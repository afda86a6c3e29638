"""`workbench matrix`: trains on each of several labelled folders and tests on all of them."""

import argparse
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_overlap
from workbench.cli.place_flags import add_run_places
from workbench.core.compatibility import check_apart
from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.job import Job, Tune
from workbench.core.run_selection import REFERENCE

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.export.predict import Model


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("domains", nargs="+", type=Path, metavar="DOMAIN", help="labelled folders, two or more")
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, …")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="layers to train: head (fast) or all"
    )
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help="training steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (default: %(default)s)")
    parser.add_argument(
        "--out", type=Path, default=Path("runs"), metavar="DIR", help="folder of the runs (default: %(default)s)"
    )
    add_overlap(parser)
    add_run_places(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; finished runs are not repeated. Return 0."""
    import msgspec
    from rich.console import Console

    from workbench.cli.many_runs import run_all
    from workbench.cluster.planned_run import PlannedRun
    from workbench.core.errors import UserError
    from workbench.export.predict import load_model
    from workbench.store.run_folder import RunFolder

    domains: list[Path] = arguments.domains
    if len(domains) < 2 or len({domain.resolve() for domain in domains}) < len(domains):
        raise UserError("A matrix needs two or more different folders.", "Give each labelled folder once.")
    for first, second in () if arguments.overlap else combinations(domains, 2):
        check_apart(first, second)
    console = Console(stderr=arguments.json, highlight=False)
    planned: list[PlannedRun] = []
    for number, source in enumerate(domains):
        other = domains[number - 1]
        folder = arguments.out / f"matrix-{source.name}-{other.name}-{arguments.steps}-{arguments.seed}"
        job = Job(
            method=REFERENCE,
            source=str(source.absolute()),
            target=str(other.absolute()),
            backbone=arguments.backbone,
            tune=arguments.tune,
            steps=arguments.steps,
            seed=arguments.seed,
        )
        planned.append(PlannedRun(f"{source.name} → {other.name}", job, str(folder.absolute())))
    run_all(planned, arguments, console)
    shares: list[list[float | None]] = []
    for source, planned_run in zip(domains, planned, strict=True):
        with console.status(f"Testing what was trained on {source}…"):
            folder = Path(planned_run.folder)
            known, model = RunFolder(folder).result().finished.scores.source_accuracy, load_model(folder)
            shares.append([known if domain is source else _accuracy(model, domain) for domain in domains])
    _print(domains, shares, console)
    if arguments.json:
        names = [str(domain) for domain in domains]
        print(msgspec.json.encode({"domains": names, "accuracy": shares}).decode())
    return 0


def _accuracy(model: "Model", folder: Path) -> float | None:
    """The accuracy on the images whose label is a class of the model; None if there are none."""
    from workbench.export.predict import collect_predictions, predictions
    from workbench.library.folder import scan_folder

    predicted, _ = collect_predictions(predictions(model, scan_folder(folder)))
    correct = [
        prediction.predicted == prediction.sample.label
        for prediction in predicted
        if prediction.sample.label in model.classes
    ]
    return sum(correct) / len(correct) if correct else None


def _print(domains: list[Path], shares: list[list[float | None]], console: "Console") -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        "trained on ↓, tested on →", *(escape(domain.name) for domain in domains), "drop", box=None, pad_edge=False
    )
    for row, (source, accuracies) in enumerate(zip(domains, shares, strict=True)):
        same_domain = accuracies[row]
        other_domains = [share for column, share in enumerate(accuracies) if column != row and share is not None]
        drop = (
            f"{100 * (same_domain - sum(other_domains) / len(other_domains)):.1f} points"
            if same_domain is not None and other_domains
            else "–"
        )
        cells = ("–" if share is None else f"{share:.1%}" for share in accuracies)
        table.add_row(escape(source.name), *cells, drop)
    console.print(table)
    console.print(
        "The diagonal is measured on held-out images of the same domain. The drop is its difference from the mean of "
        "the other domains."
    )
