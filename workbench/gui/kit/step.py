"""The base class of a step of the work: its inspector, its panel and its view."""

from typing import ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.grip_splitter import GripSplitter
from workbench.gui.kit.sample_ids import Id
from workbench.gui.kit.step_layout import StepLayout
from workbench.gui.theme import Tokens


class Step(QObject):
    """An entry of the rail with the widgets that the window shows for it. A subclass creates them in `__init__`.

    Attributes:
        name: the identifier of the step in the session.
        title: the text of its button in the rail.
        question: the question that the step answers, the tooltip of its button.
        inspector: the widget on the right.
        foot: a widget below the inspector that stays visible while the inspector scrolls; None for no foot.
        panel: the widget below the images; None for the panel of runs.
        above: the widget above the grid; None for the scatter plot.
        notice: a widget above all pages, which shows and hides itself; None for no notice.
        layout: what the step shows in the centre until the user arranges it.
        splitters: splitters whose sizes are saved, by their names in the settings.

    Signals:
        tick_changed(): `tick` may have changed.
        panel_changed(): `panel_filled` may have changed.
    """

    tick_changed = Signal()
    panel_changed = Signal()
    name: ClassVar[str]
    title: ClassVar[str]
    question: ClassVar[str]
    tick_role: ClassVar[str] = "good"
    layout: ClassVar[StepLayout] = StepLayout()
    inspector: QWidget
    foot: QWidget | None = None
    panel: QWidget | None = None
    above: QWidget | None = None
    notice: QWidget | None = None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.splitters: dict[str, GripSplitter] = {}

    @property
    def tick(self) -> str:
        """The text beside the title in the rail: a check mark when the step is complete, or a number."""
        return ""

    @property
    def panel_filled(self) -> bool:
        """Whether the panel below the images has content. An empty panel is not shown."""
        return True

    def begin(self) -> bool:
        """Do what brings content to an empty view, as the button of the inspector does; False if nothing does."""
        return False

    def open(self, sample: Id) -> bool:
        """Open a sample in a viewer of the step; returns False to use the common viewer."""
        return False

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""

    def close(self) -> None:
        """Wait for background work before the window closes."""


def done(well: bool) -> str:
    """Return the check mark of a complete step, or an empty string."""
    return "✓" if well else ""
