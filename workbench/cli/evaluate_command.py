"""`workbench evaluate`: accuracy of a run's model on a labelled folder, of images or of pixels."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint

if TYPE_CHECKING:
    from workbench.export.pixel_evaluation import Evaluation, GroupScores
    from workbench.export.pixel_model import PixelModel


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN and FOLDER."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run, or an exported .onnx file")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled images")
    parser.add_argument("--groups", type=Path, metavar="CSV", help="of pixels: columns path and, say, city or weather")
    parser.add_argument(
        "--scales",
        type=float,
        nargs="+",
        default=[1.0],
        metavar="X",
        help="of pixels: average over the image scaled so",
    )
    parser.add_argument(
        "--map", nargs="+", default=[], metavar="THEIRS=OURS", help="which class of the model a class of the folder is"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print accuracy over all images and for each class."""
    import msgspec
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from workbench.analysis.accuracy import by_class
    from workbench.cli.folder import scanned
    from workbench.core.errors import UserError
    from workbench.export.pixel_model import tells_pixels
    from workbench.export.predict import all_of, load_model, predictions

    if tells_pixels(arguments.run):
        return _of_pixels(arguments)
    model = load_model(arguments.run, best=arguments.checkpoint == "best")
    domain = scanned(arguments.folder)
    if not set(domain.classes) & set(model.classes):
        raise UserError(
            f"{arguments.folder} has no label that the model knows.",
            f"It knows: {', '.join(model.classes)}. For images without labels use “workbench predict”.",
        )
    made, lost = all_of(predictions(model, domain))
    pairs = [(one.sample.label, one.predicted) for one in made if one.sample.label in model.classes]
    if not pairs:
        raise UserError(
            f"None of the labelled images in {arguments.folder} can be decoded.", "“workbench scan --verify” says why."
        )
    rows = by_class((str(label), predicted) for label, predicted in pairs)
    samples, right = sum(row.samples for row in rows), sum(row.right for row in rows)
    skipped = len(made) - samples + len(lost)
    if arguments.json:
        classes = {row.label: {"samples": row.samples, "accuracy": row.accuracy} for row in rows}
        answer = {"accuracy": right / samples, "samples": samples, "left_out": skipped, "classes": classes}
        print(msgspec.json.encode(answer).decode())
        return 0
    table = Table("class", "samples", "accuracy", box=None, pad_edge=False)
    for row in rows:
        table.add_row(escape(row.label), f"{row.samples:,}", f"{row.accuracy:.1%}")
    table.add_row("[bold]all[/]", f"{samples:,}", f"[bold]{right / samples:.1%}[/]")
    console = Console(highlight=False)
    console.print(table)
    if skipped:
        console.print(f"Left out: {skipped:,} images that can not be decoded, or whose label the model does not know.")
    return 0


def _of_pixels(arguments: argparse.Namespace) -> int:
    import msgspec
    from rich.console import Console

    from workbench.analysis.groups import check_groups, folder_levels, read_groups
    from workbench.cli.adapt_command import read_mapping
    from workbench.cli.folder import scanned
    from workbench.cli.progress import told
    from workbench.core.errors import UserError
    from workbench.data.cache_paths import default_cache
    from workbench.export.pixel_evaluation import by_group, evaluate_pixels
    from workbench.export.pixel_model import load_pixel_model

    if not all(0.1 <= scale <= 8 for scale in arguments.scales):
        raise UserError("A scale is not between 0.1 and 8.", "Try --scales 0.75 1 1.25.")
    model = load_pixel_model(arguments.run, best=arguments.checkpoint == "best")
    domain = scanned(arguments.folder)
    given = read_groups(arguments.groups) if arguments.groups else {}
    paths = [one.path for one in domain.samples]
    check_groups(given, paths, str(arguments.groups))
    mapping = read_mapping(arguments.map)
    quiet = Console(stderr=True, highlight=False, markup=False)
    found = told(
        evaluate_pixels(model, domain, default_cache(), mapping=mapping, scales=tuple(arguments.scales)), quiet
    )
    levels = {**folder_levels(paths, [None] * len(paths)), **given}
    groups = {name: rows for name, values in levels.items() if (rows := by_group(values, found.confusions))}
    if arguments.json:
        answer = {**msgspec.to_builtins(found.scores), "classes": model.table.names, "left_out": found.left_out}
        answer["groups"] = {name: [row._asdict() for row in rows] for name, rows in groups.items()}
        print(msgspec.json.encode(answer).decode())
        return 0
    _tell(model, found, groups)
    return 0


def _tell(model: "PixelModel", found: "Evaluation", groups: "dict[str, list[GroupScores]]") -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    console, scores = Console(highlight=False), found.scores
    table = Table("class", "IoU", box=None, pad_edge=False)
    for name, value in zip(model.table.names, scores.iou, strict=True):
        table.add_row(Text(name), "not there" if value is None else f"{value:.1%}")
    table.add_row("[bold]mean[/]", f"[bold]{scores.miou:.1%}[/]")
    console.print(table)
    console.print(
        f"{scores.accuracy:.1%} of the pixels of {scores.images:,} images are right; edges: {scores.boundary:.1%}."
    )
    for name, rows in groups.items():
        table = Table(escape(name), "images", "pixels right", "mean IoU", box=None, pad_edge=False)
        for row in rows:
            table.add_row(Text(row.name), f"{row.images:,}", f"{row.accuracy:.1%}", f"{row.miou:.1%}")
        console.print(table)
    if found.left_out:
        console.print(f"Left out: {found.left_out:,} images without a mask, or that can not be decoded.")
