"""`workbench open`: opens the window, with a project if one is given."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("project", type=Path, nargs="?", metavar="PROJECT", help="a folder NAME.workbench")


def run(arguments: argparse.Namespace) -> int:
    """Open the window. Return its exit status. Raises UserError if there is no display."""
    return int(arguments.window(project=arguments.project))
