"""`workbench report`: what was found, what was tried, what to take and why, as one page for those who decide."""

import argparse
import tempfile
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Projects or runs, and the page."""
    parser.add_argument(
        "places", type=Path, nargs="+", metavar="PROJECT_OR_RUN", help="projects, runs, translations, folders of them"
    )
    parser.add_argument("--out", type=Path, metavar="HTML", help="one page with all its pictures")
    parser.add_argument("--pdf", type=Path, metavar="PDF", help="the same to print or to send")
    parser.add_argument("--chosen", type=Path, metavar="RUN", help="the run to recommend (default: by validator)")
    parser.add_argument("--no-shift", action="store_true", help="do not look at the domains anew, which takes a while")


def run(arguments: argparse.Namespace) -> int:
    """Write the page, say which run it recommends, and return 0."""
    from rich.console import Console

    from workbench.cli.pdf import print_page
    from workbench.cli.progress import told
    from workbench.core.errors import UserError
    from workbench.worker.report_facts import write_report

    if arguments.out is None and arguments.pdf is None:
        raise UserError("Where is the report to be written?", "Say so with --out PAGE.html, --pdf FILE, or both.")
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        page = (arguments.out or Path(folder) / "report.html").absolute()
        making = write_report(arguments.places, page, chosen=arguments.chosen, shift=not arguments.no_shift)
        chosen = told(making, console)
        if arguments.pdf is not None:
            print_page(page, arguments.pdf.absolute())
    written = " and ".join(str(one) for one in (arguments.out, arguments.pdf) if one is not None)
    console.print(f"Wrote {written}. It recommends {chosen}.")
    return 0
