"""`workbench matrix`: train on each labelled folder, test on each: what another domain costs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.defaults import JOB as DEFAULTS
from workbench.core.job import Job, Tune
from workbench.core.run_selection import REFERENCE

if TYPE_CHECKING:
    from rich.console import Console

    from workbench.export.predict import Model


def configure(parser: argparse.ArgumentParser) -> None:
    """Two or more DOMAINs."""
    parser.add_argument("domains", nargs="+", type=Path, metavar="DOMAIN", help="labelled folders, two or more")
    parser.add_argument("--backbone", default=DEFAULTS.backbone, help="auto, small, efficientnet_lite0, …")
    parser.add_argument(
        "--tune", type=Tune, choices=list(Tune), default=DEFAULTS.tune, help="head is fast, all is full"
    )
    parser.add_argument("--steps", type=int, default=DEFAULTS.steps, help="training steps (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help="same seed, same result (default: %(default)s)")
    parser.add_argument(
        "--out", type=Path, default=Path("runs"), metavar="DIR", help="keep the runs here (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; a run that is there already is not made again."""
    import msgspec
    from rich.console import Console

    from workbench.cli.run_progress import finished_run
    from workbench.core.errors import UserError
    from workbench.export.predict import load_model

    domains: list[Path] = arguments.domains
    if len(domains) < 2 or len({domain.resolve() for domain in domains}) < len(domains):
        raise UserError("A matrix needs two or more different folders.", "Name each labelled folder once.")
    console = Console(stderr=arguments.json, highlight=False)
    shares: list[list[float | None]] = []
    for number, source in enumerate(domains):
        other = domains[number - 1]
        folder = arguments.out / f"matrix-{source.name}-{other.name}-{arguments.steps}-{arguments.seed}"
        job = Job(
            method=REFERENCE,
            source=str(source),
            target=str(other),
            backbone=arguments.backbone,
            tune=arguments.tune,
            steps=arguments.steps,
            seed=arguments.seed,
        )
        with console.status(f"Training on {source}…"):
            finished = finished_run(job, folder)
            model = load_model(folder)
            shares.append(
                [finished.scores.source_accuracy if one is source else _accuracy(model, one) for one in domains]
            )
    _print(domains, shares, console)
    if arguments.json:
        names = [str(domain) for domain in domains]
        print(msgspec.json.encode({"domains": names, "accuracy": shares}).decode())
    return 0


def _accuracy(model: "Model", folder: Path) -> float | None:
    """Over the images whose class the model knows; None where it knows none."""
    from workbench.cli.folder import scanned
    from workbench.export.predict import collect_predictions, predictions

    made, _ = collect_predictions(predictions(model, scanned(folder)))
    known = [one.predicted == one.sample.label for one in made if one.sample.label in model.classes]
    return sum(known) / len(known) if known else None


def _print(domains: list[Path], shares: list[list[float | None]], console: "Console") -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("trained on ↓, tested on →", *(escape(one.name) for one in domains), "drop", box=None, pad_edge=False)
    for row, (source, line) in enumerate(zip(domains, shares, strict=True)):
        own = line[row]
        away = [share for place, share in enumerate(line) if place != row and share is not None]
        drop = f"{100 * (own - sum(away) / len(away)):.1f} points" if own is not None and away else "–"
        told = ("–" if share is None else f"{share:.1%}" for share in line)
        table.add_row(escape(source.name), *told, drop)
    console.print(table)
    console.print(
        "On the diagonal, held-out images of the same domain. The drop is from there to the mean of the others."
    )
