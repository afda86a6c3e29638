"""No arguments: the window. Otherwise: the command line."""

import sys
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.threads import quiet_threads


def main() -> int:
    """The entry point of `workbench`; returns the exit status."""
    quiet_threads()
    from workbench.cli.main import main as command_line

    return command_line(sys.argv[1:] or ["open"], window)


def window(project: Path | None = None, demo: bool = False) -> int:
    """Open the window; its exit status. Raises UserError where none can open."""
    from workbench.gui.shell.display_check import unavailable

    if reason := unavailable():
        raise UserError(f"The window cannot open: {reason}", "“workbench --help” lists the commands.")
    from workbench.gui.shell.app import run_window

    return run_window(project, demo)


if __name__ == "__main__":
    sys.exit(main())
