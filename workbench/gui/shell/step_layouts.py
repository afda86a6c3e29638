"""The layouts that the user has given the steps, kept in the settings by the name of the step."""

import msgspec
from PySide6.QtCore import QSettings

from workbench.gui.kit.step_layout import StepLayout

GROUP = "layout"  # of the settings


class StepLayouts:
    """Reads each layout once, and saves every change."""

    def __init__(self, settings: QSettings) -> None:
        self.settings = settings
        self.known: dict[str, StepLayout] = {}

    def of(self, name: str, default: StepLayout) -> StepLayout:
        """Return the layout that was kept under a name; if there is none or it is unreadable, the default."""
        if name not in self.known:
            try:
                kept = str(self.settings.value(f"{GROUP}/{name}", ""))
                self.known[name] = msgspec.json.decode(kept, type=StepLayout)
            except msgspec.MsgspecError:
                self.known[name] = default
        return self.known[name]

    def keep(self, name: str, layout: StepLayout) -> None:
        """Keep a layout under a name."""
        self.known[name] = layout
        self.settings.setValue(f"{GROUP}/{name}", msgspec.json.encode(layout).decode())
