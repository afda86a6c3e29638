"""`workbench evaluate`: measures a run's model on a labelled folder."""

import argparse
from pathlib import Path

from workbench.cli.flags import add_checkpoint


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run, or an exported .onnx file")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="labelled images")
    parser.add_argument(
        "--groups",
        type=Path,
        metavar="CSV",
        help="segmentation: CSV with the column path and others, such as city or weather",
    )
    parser.add_argument(
        "--scales",
        type=float,
        nargs="+",
        default=[1.0],
        metavar="X",
        help="segmentation: average over images scaled by these factors",
    )
    parser.add_argument(
        "--map", nargs="+", default=[], metavar="THEIRS=OURS", help="map classes of the folder to classes of the model"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the scores over all images, by class and by group. Return 0."""
    import msgspec
    from rich.console import Console

    from workbench.cli.adapt_command import read_mapping
    from workbench.cli.progress import run_with_progress
    from workbench.cli.text_tables import show
    from workbench.library.measuring import measure

    work = measure(
        arguments.run,
        arguments.folder,
        groups=arguments.groups,
        scales=arguments.scales,
        map=read_mapping(arguments.map),
        checkpoint=arguments.checkpoint,
    )
    measured = run_with_progress(work, Console(stderr=True, highlight=False, markup=False))
    if arguments.json:
        print(msgspec.json.encode(measured.answer).decode())
    else:
        show(measured.parts, Console(highlight=False))
    return 0
