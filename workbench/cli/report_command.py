"""`workbench report`: what was found, what was tried, what to take and why, as one page for those who decide."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Projects or runs, and the page."""
    parser.add_argument(
        "places", type=Path, nargs="+", metavar="PROJECT_OR_RUN", help="projects, runs, folders of runs"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="HTML", help="one page with all its pictures")
    parser.add_argument("--chosen", type=Path, metavar="RUN", help="the run to recommend (default: by validator)")
    parser.add_argument("--no-shift", action="store_true", help="do not look at the domains anew, which takes a while")


def run(arguments: argparse.Namespace) -> int:
    """Write the page, say which run it recommends, and return 0."""
    from rich.console import Console

    from workbench.cli.progress import told
    from workbench.worker.reporting import report

    console = Console(highlight=False, markup=False, soft_wrap=True)
    making = report(arguments.places, arguments.out.absolute(), chosen=arguments.chosen, shift=not arguments.no_shift)
    chosen = told(making, console)
    console.print(f"Wrote {arguments.out}. It recommends {chosen}.")
    return 0
