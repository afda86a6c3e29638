"""The menu of a project, in the header and in the list of recent projects."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from workbench.gui.kit.language import tr

ACTIONS = {
    "open": tr("Open"),
    "locate": tr("Locate…"),
    "rename": tr("Rename…"),
    "move": tr("Move…"),
    "duplicate": tr("Duplicate…"),
    "source": tr("Replace the source folder…"),
    "target": tr("Replace the target folder…"),
    "show": tr("Show in the file manager"),
    "forget": tr("Remove from this list"),
    "delete": tr("Delete…"),
}
HERE = ("rename", "move", "duplicate", "source", "target", "show", "delete")  # of the open project
LISTED = ("open", *HERE[:-1], "forget", "delete")
MISSING = ("locate", "forget")


class ProjectMenu(QMenu):
    """Offers what can be done with a project.

    Signals: chosen(str, str): one of ACTIONS, and the folder of the project.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)

    def offer(self, folder: str, names: Iterable[str]) -> None:
        """Offer these actions for a project."""
        self.clear()
        for name in names:
            self.addAction(ACTIONS[name], partial(self.chosen.emit, name, folder))
