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

    from workbench.analysis.groups import check_groups, folder_levels, read_groups
    from workbench.cli.adapt_command import read_mapping
    from workbench.cli.folder import scan_folder
    from workbench.cli.progress import run_with_progress
    from workbench.cli.text_tables import show
    from workbench.export.tasks.contract import Measuring
    from workbench.export.tasks.registry import exporter_for

    exporter = exporter_for(arguments.run)
    domain = scan_folder(arguments.folder)
    paths = [sample.path for sample in domain.samples]
    table_groups = read_groups(arguments.groups, paths) if arguments.groups else {}
    check_groups(table_groups, paths, str(arguments.groups))
    request = Measuring(
        model=arguments.run,
        domain=domain,
        best=arguments.checkpoint == "best",
        mapping=read_mapping(arguments.map),
        scales=tuple(arguments.scales),
        groups={**folder_levels(paths, [None] * len(paths)), **table_groups},
    )
    summary = run_with_progress(exporter.measure(request), Console(stderr=True, highlight=False, markup=False))
    if arguments.json:
        print(msgspec.json.encode(summary.answer).decode())
    else:
        show(summary.parts, Console(highlight=False))
    return 0
