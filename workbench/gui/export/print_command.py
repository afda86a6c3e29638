"""`python -m workbench.gui.export.print_command PAGE PDF`: prints an HTML page to PDF for a caller without Qt."""

import os
import sys
from pathlib import Path

from workbench.core.errors import UserError


def main(page: Path, out: Path) -> int:
    """Print the page. Returns the exit status; errors go to stderr."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # printing needs no screen
    try:
        from PySide6.QtGui import QGuiApplication

        from workbench.gui.export.pdf_printer import print_page

        application = QGuiApplication([])
        print_page(page, out)
        application.quit()
    except UserError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return 2
    except ImportError as error:  # libraries that Qt needs are missing
        sys.stderr.write(f"Qt cannot be loaded to print the page ({error}).\nPrint the HTML page from a browser.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
