"""The selected samples: one set for every view."""

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject, Signal

from workbench.gui.kit.sample_ids import NONE, Id, Ids


class Selection(QObject):
    """The samples that are selected in grid, scatter and strip alike.

    Signals:
        changed(object): the widget that changed it, which need not draw it again, or None; `ids` holds it.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ids = NONE

    def choose(self, ids: AbstractSet[Id], who: QObject | None = None) -> None:
        """Select these samples and no others. `who` has drawn them already."""
        chosen = Ids.of(ids)
        if chosen != self.ids:
            self.ids = chosen
            self.changed.emit(who)

    def forget(self) -> None:
        """Select none, without a signal: the project that the samples belong to is left."""
        self.ids = NONE
