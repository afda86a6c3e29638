"""The result of an inspection."""

from dataclasses import dataclass

from workbench.core.shift_report import Inspection


@dataclass(frozen=True)
class MeasuredShift:
    """The shift between two domains. `inspection`: all that was measured."""

    inspection: Inspection

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        return self.inspection.sentence
