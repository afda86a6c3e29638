"""The selected samples, which all views share."""

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject, Signal

from workbench.gui.kit.sample_ids import NONE, Id, Ids


class Selection(QObject):
    """The samples that are selected in the grid, the scatter plot and the strip.

    Signals:
        changed(object): `ids` changed; the widget that changed it, which need not redraw it, or None.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ids = NONE

    def choose(self, ids: AbstractSet[Id], who: QObject | None = None) -> None:
        """Select these samples only. `who`: the widget that has already drawn the selection."""
        chosen = Ids.of(ids)
        if chosen != self.ids:
            self.ids = chosen
            self.changed.emit(who)

    def forget(self) -> None:
        """Clear the selection without a signal, because the project is closed."""
        self.ids = NONE
