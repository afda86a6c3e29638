"""`workbench evaluate`: accuracy of a run's model on a labelled folder."""

import argparse
from pathlib import Path

from workbench.cli.flags import add_checkpoint


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN and FOLDER."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run, or an exported .onnx file")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled images")
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
    from workbench.export.predict import all_of, load_model, predictions

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
