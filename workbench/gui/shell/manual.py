"""The documentation that comes with the program."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from workbench.core.resources import resource


def manual_page() -> Path:
    """The start of the documentation site, which releases hold; in a checkout without it, the page about the window."""
    try:
        return resource("manual/index.html")
    except FileNotFoundError:
        return resource("docs/window.md")


def open_manual() -> None:
    """Open the documentation in the person's browser; it is read from the disk."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(manual_page())))
