"""A page as PDF on the command line: Qt prints it in a process of its own, for only the window's folder has Qt."""

import subprocess
import sys
from pathlib import Path

from workbench.core.errors import UserError

PRINTER = "workbench.gui.export.print_command"


def print_page(page: Path, out: Path) -> None:
    """Write an HTML page to a PDF. Raises UserError when it can not be."""
    outcome = subprocess.run(
        [sys.executable, "-m", PRINTER, str(page), str(out)], capture_output=True, text=True, check=False
    )
    if outcome.returncode == 0:
        return
    told = outcome.stderr.strip().splitlines()
    if outcome.returncode == 2 and len(told) >= 2:
        raise UserError(*told[-2:])
    raise UserError(
        f"The PDF could not be printed ({told[-1] if told else f'exit status {outcome.returncode}'}).",
        "Write the page with --out and print it from a browser.",
    )
