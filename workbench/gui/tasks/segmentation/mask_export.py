"""Exports painted masks to a folder that other programs and other runs can read."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.export.painted_masks import painted_masks, save_masks
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session


class MaskExport(QObject):
    """Writes masks in a thread.

    Signals: reported(str, bool): the outcome, and whether it was successful.
    """

    reported = Signal(str, bool)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.background = Background(self)

    def write(self, folder: Path) -> None:
        """Write a mask for each painted image into a new folder. Emits `reported`."""
        project, table = self.session.project, self.session.domains.table
        if project is None or table is None:
            return
        masks = painted_masks(project, self.session.domains.samples(Side.TARGET), table)
        work = partial(save_masks, masks, table, folder)
        self.background.do(work, lambda number: self._written(folder, number), self._failed)

    def _written(self, folder: Path, number: int) -> None:
        self.reported.emit(tr("Wrote {masks} to {name}.", masks=count(number, "mask"), name=folder.name), True)

    def _failed(self, error: UserError) -> None:
        self.reported.emit(f"{error.message} {error.hint}".strip(), False)
