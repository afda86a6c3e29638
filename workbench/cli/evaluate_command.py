"""`workbench evaluate`: accuracy of a run's model on a labelled folder, of images or of pixels."""

import argparse
from pathlib import Path

from workbench.cli.flags import add_checkpoint


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
    """Print the scores over all images, for each class, and for groups."""
    import msgspec
    from rich.console import Console

    from workbench.analysis.groups import check_groups, folder_levels, read_groups
    from workbench.cli.adapt_command import read_mapping
    from workbench.cli.folder import scanned
    from workbench.cli.progress import told
    from workbench.cli.text_tables import show
    from workbench.export.tasks.contract import Measuring
    from workbench.export.tasks.registry import exporter_for

    exporter = exporter_for(arguments.run)
    domain = scanned(arguments.folder)
    paths = [sample.path for sample in domain.samples]
    given = read_groups(arguments.groups, paths) if arguments.groups else {}
    check_groups(given, paths, str(arguments.groups))
    request = Measuring(
        model=arguments.run,
        domain=domain,
        best=arguments.checkpoint == "best",
        mapping=read_mapping(arguments.map),
        scales=tuple(arguments.scales),
        groups={**folder_levels(paths, [None] * len(paths)), **given},
    )
    found = told(exporter.measure(request), Console(stderr=True, highlight=False, markup=False))
    if arguments.json:
        print(msgspec.json.encode(found.answer).decode())
    else:
        show(found.parts, Console(highlight=False))
    return 0
