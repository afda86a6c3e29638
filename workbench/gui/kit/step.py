"""A step of the main job, as the window places it."""

from typing import ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.gui.kit.sample_ids import Id
from workbench.gui.theme import Tokens


class Step(QObject):
    """One entry of the rail, and what the window shows while it is chosen. A subclass makes its parts in `__init__`.

    Attributes:
        name, title, question: what the session calls it, what the rail calls it, and what it answers.
        inspector: stands at the right.
        panel: stands below the pictures; None for the runs.
        above: stands above the grid in place of the scatter; None for the scatter.
        notice: stands above all pages and hides itself; None where the step has none.
        splitters: whose sizes are remembered, by the names under which the settings keep them.

    Signals:
        tick_changed(): `tick` may say something else.
    """

    tick_changed = Signal()
    name: ClassVar[str]
    title: ClassVar[str]
    question: ClassVar[str]
    tick_role: ClassVar[str] = "good"
    inspector: QWidget
    panel: QWidget | None = None
    above: QWidget | None = None
    notice: QWidget | None = None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.splitters: dict[str, QSplitter] = {}

    @property
    def tick(self) -> str:
        """What stands beside the title in the rail: a tick when it is done, or a number; empty before."""
        return ""

    def open(self, sample: Id) -> bool:
        """Show a sample large in the step's own way; False leaves it to the viewer of all steps."""
        return False

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""

    def close(self) -> None:
        """Wait for what is under way beside the window, which is about to close."""


def done(well: bool) -> str:
    """The tick of a step that is done."""
    return "✓" if well else ""
