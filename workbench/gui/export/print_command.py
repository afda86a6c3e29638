"""`python -m workbench.gui.export.print_command PAGE PDF`: Qt prints a page for a caller that has no Qt of its own."""

import os
import sys
from pathlib import Path

from workbench.core.errors import UserError


def main(page: Path, out: Path) -> int:
    """The exit status; what went wrong is on the error output."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a printed page needs no screen
    try:
        from PySide6.QtGui import QGuiApplication

        from workbench.gui.export.pdf_printer import print_page

        application = QGuiApplication([])
        print_page(page, out)
        application.quit()
    except UserError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return 2
    except ImportError as error:  # a machine without the libraries that Qt stands on
        sys.stderr.write(f"Qt is not there to print the page ({error}).\nPrint the HTML page from a browser.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
