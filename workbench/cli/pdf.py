"""Prints a page to PDF in a child process with Qt, as only the window's code imports Qt."""

import subprocess
import sys
from pathlib import Path

from workbench.core.errors import UserError

PRINTER = "workbench.gui.export.print_command"


def print_page(page: Path, out: Path) -> None:
    """Write an HTML page to a PDF. Raises UserError if it cannot be written."""
    process = subprocess.run(
        [sys.executable, "-m", PRINTER, str(page), str(out)], capture_output=True, text=True, check=False
    )
    if process.returncode == 0:
        return
    messages = process.stderr.strip().splitlines()
    if process.returncode == 2 and len(messages) >= 2:
        raise UserError(*messages[-2:])
    raise UserError(
        f"The PDF could not be written ({messages[-1] if messages else f'exit status {process.returncode}'}).",
        "Write the page with --out and print it from a browser.",
    )
