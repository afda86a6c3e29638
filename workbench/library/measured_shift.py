"""The result of an inspection."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.shift_report import Inspection
from workbench.library.notebook import html_lines, html_table, needs_matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 8  # properties of images in the table


@dataclass(frozen=True)
class MeasuredShift:
    """The shift between two domains. `inspection`: all that was measured."""

    inspection: Inspection

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        return self.inspection.sentence

    def figure(self, kind: str = "shift") -> "Figure":
        """A matplotlib figure: “shift”, “statistics” of images, “scatter”, or “confusion” on labelled target samples.

        Raises UserError if there is no such figure, if labels are missing for it, or if matplotlib is missing.
        """
        with needs_matplotlib():
            from workbench.library import figures
        drawn = {"shift": figures.shift, "statistics": figures.statistics, "scatter": figures.layout}
        if kind in drawn:
            return drawn[kind](self.inspection)
        if kind == "confusion":
            for performance in self.inspection.performances:
                if performance.side is Side.TARGET:
                    return figures.confusion(performance)
        hint = "Choose shift, statistics, scatter, or confusion where the target has labels."
        raise UserError(f"This inspection has no figure “{kind}”.", hint)

    def _repr_html_(self) -> str:
        measures = [
            (one.title, f"{one.value:.3g}", f"{one.low:.3g} to {one.high:.3g}", f"{one.reference:.3g}")
            for one in self.inspection.measures
        ]
        statistics = [
            (one.title, f"{one.source_median:.3g}", f"{one.target_median:.3g}", f"{one.more:.0%}")
            for one in self.inspection.statistics[:SHOWN]
        ]
        return (
            html_lines(self.sentence)
            + html_table(("measure", "value", "95 % interval", "halves of the source"), measures)
            + html_table(("differs in", "source", "target", "pairs with more in the target"), statistics)
            + html_lines(*self.inspection.notes)
        )
