"""`workbench open`: the window, with a project where one is named."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """The project's folder."""
    parser.add_argument("project", type=Path, nargs="?", metavar="PROJECT", help="a folder NAME.workbench")


def run(arguments: argparse.Namespace) -> int:
    """The window's exit status. Raises UserError where none can open."""
    return int(arguments.window(project=arguments.project))
