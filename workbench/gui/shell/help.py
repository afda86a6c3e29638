"""What the window explains on demand: its keys and the terms of the glossary."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workbench.gui.shell.actions import Shortcut
from workbench.gui.shell.glossary import TermHelp
from workbench.gui.shell.keys_sheet import KeysSheet


class WindowHelp(QObject):
    """The sheets with the keys and the glossary, and the card that explains a term.

    `handlers`: what opens them, by the names in `actions.COMMANDS`.
    """

    def __init__(
        self, window: QWidget, over: QWidget, shortcuts: Sequence[Shortcut], report: Callable[[], object]
    ) -> None:
        """`over`: the widget that the sheets cover a corner of. `report`: reports a problem."""
        super().__init__(window)
        self.keys, self.terms = KeysSheet(over, shortcuts), TermHelp(window, over)
        self.keys.report.clicked.connect(report)
        self.handlers: dict[str, Callable[[], object]]
        self.handlers = {"keys": self.keys.toggle, "glossary": self.terms.sheet.toggle}
