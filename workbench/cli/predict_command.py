"""`workbench predict`: a class and a confidence for every image of a folder."""

import argparse
import sys
from pathlib import Path

from workbench.cli.flags import add_checkpoint


def configure(parser: argparse.ArgumentParser) -> None:
    """MODEL, FOLDER and the file of predictions."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="an exported .onnx file, or a run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="images in any layout that “workbench scan” reads")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="columns path,predicted,confidence")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file, say how many images were set aside, and return 0."""
    import csv

    from workbench.cli.folder import scanned
    from workbench.core.errors import UserError
    from workbench.core.files import replacing
    from workbench.core.returning import Returning
    from workbench.export.predict import load_model, predictions

    model = load_model(arguments.model, best=arguments.checkpoint == "best")
    domain = scanned(arguments.folder)
    lost, count = list(domain.set_aside), 0
    try:
        with (
            replacing(arguments.out.absolute()) as temporary,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(["path", "predicted", "confidence"])
            batches = Returning(predictions(model, domain))
            for batch in batches:
                count += len(batch)
                writer.writerows([one.sample.path, one.predicted, f"{one.confidence:.6f}"] for one in batch)
            lost += batches.result
    except OSError as error:
        raise UserError(
            f"{arguments.out} could not be written ({error}).", "Choose another file with --out."
        ) from error
    print(f"Wrote {count:,} predictions to {arguments.out}.")
    for one in lost:
        print(f"Set aside: {one.path} ({one.reason}{': ' + one.detail if one.detail else ''})", file=sys.stderr)
    return 0
