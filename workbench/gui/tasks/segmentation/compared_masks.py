"""Draws the predicted masks over the images that are compared side by side."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.mask_png import read_numbers
from workbench.data.regions import Mask
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.masks.mask_layer import MaskLayer, class_palette
from workbench.gui.views.masks.mask_picture import OPACITY
from workbench.gui.views.pictures.compare_view import CompareView
from workbench.store.run_folder import RunFolder

Wanted = tuple[Path | None, ...]  # the file of the mask of each compared image; None for no mask


class ComparedMasks(QObject):
    """Reads the masks of the displayed run. Images of the source, and those that measure blindly, have none."""

    def __init__(self, session: Session, runs: RunsController, view: CompareView) -> None:
        super().__init__(view)
        self.session, self.view, self.background = session, view, Background(self)
        self.run: RunFolder | None = None
        self.wanted: Wanted = ()
        self.layers = [MaskLayer() for _ in view.panes]
        for layer, pane in zip(self.layers, view.panes, strict=True):
            layer.setZValue(1)  # above the image
            layer.setOpacity(OPACITY)
            pane.canvas.scene().addItem(layer)
            pane.canvas.arrived.connect(self._settle)
        self._settle()
        view.shown.connect(self.refresh)
        runs.shown.connect(self._run_shown)

    def refresh(self) -> None:
        """Show the masks of the images that are compared now."""
        images = (pane.image for pane in self.view.panes[: self.view.number])
        wanted = tuple(self._file(image.side, image.path) for image in images if image)
        if wanted != self.wanted:
            self.wanted = wanted
            for layer in self.layers:
                layer.set_mask(None)
            self._settle()
            if any(wanted):
                self.background.do(partial(_read, wanted), partial(self._show, wanted), self._failed)

    def _file(self, side: Side, path: str) -> Path | None:
        if self.run is None or self.session.domains.table is None or side is Side.SOURCE:
            return None
        file = self.run.mask_file(path)
        return file if file.is_file() and not self.session.labels.is_blind(path) else None

    def _show(self, wanted: Wanted, masks: Sequence[Mask | None]) -> None:
        table = self.session.domains.table
        if wanted != self.wanted or table is None:
            return
        for layer, mask in zip(self.layers, masks, strict=False):
            layer.set_palette(class_palette(table.colours))
            layer.set_mask(mask)
        self._settle()

    def _settle(self) -> None:
        """Scale each mask to its image."""
        for layer, pane in zip(self.layers, self.view.panes, strict=True):
            layer.fit_width(pane.canvas.sceneRect().width(), drawn=not pane.canvas.pixmap.isNull())

    def _run_shown(self, folder: RunFolder | None) -> None:
        self.run = folder
        self.refresh()

    def _failed(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)


def _read(files: Wanted) -> list[Mask | None]:
    return [read_numbers(file) if file else None for file in files]
