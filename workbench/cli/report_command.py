"""`workbench report`: writes a report about runs and translations, with a recommended run, as one page."""

import argparse
import tempfile
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument(
        "places",
        type=Path,
        nargs="+",
        metavar="PROJECT_OR_RUN",
        help="projects, runs, translations, or folders of them",
    )
    parser.add_argument("--out", type=Path, metavar="HTML", help="write one HTML page with embedded images")
    parser.add_argument("--pdf", type=Path, metavar="PDF", help="write the page as PDF")
    parser.add_argument(
        "--chosen",
        type=Path,
        metavar="RUN",
        help="the run to recommend (default: by labels, else by evidence)",
    )
    parser.add_argument("--no-shift", action="store_true", help="do not inspect the domains, which takes a while")


def run(arguments: argparse.Namespace) -> int:
    """Write the page and print the run that it recommends. Return 0."""
    from rich.console import Console

    from workbench.cli.pdf import print_page
    from workbench.cli.progress import run_with_progress
    from workbench.core.errors import UserError
    from workbench.library.work import Work
    from workbench.worker.report_facts import write_report

    if arguments.out is None and arguments.pdf is None:
        raise UserError("The file of the report is missing.", "Give --out PAGE.html, --pdf FILE, or both.")
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        page = (arguments.out or Path(folder) / "report.html").absolute()
        progress = write_report(arguments.places, page, chosen=arguments.chosen, shift=not arguments.no_shift)
        chosen = run_with_progress(Work(progress), console)
        if arguments.pdf is not None:
            print_page(page, arguments.pdf.absolute())
    written = " and ".join(str(path) for path in (arguments.out, arguments.pdf) if path is not None)
    console.print(f"Wrote {written}. It recommends {chosen}.")
    return 0
