"""The regions that the tools of the painter act on: of the prediction, of the paint, and superpixels."""

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.data.decode import Unreadable, decode
from workbench.data.regions import Pixels, region_at
from workbench.data.superpixels import superpixels
from workbench.gui.kit.language import tr
from workbench.gui.session.background import Background
from workbench.gui.tasks.segmentation.painting_controller import PaintingController
from workbench.gui.views.masks.paint_canvas import Hand

SMALLEST_SPACING = 6  # pixels between the centres of superpixels
DELAY_MS = 150  # after a change of the spacing, before superpixels are computed


class PaintRegions(QObject):
    """Finds the region of a tool under a pixel of the open image. Superpixels are computed in the background.

    Signals: changed(): the superpixels are there, or belong to another image or spacing.
    """

    changed = Signal()

    def __init__(self, painting: PaintingController) -> None:
        super().__init__(painting)
        self.painting = painting
        self.hand = Hand.BRUSH
        self.background = Background(self)
        self.spacing = 2 * SMALLEST_SPACING
        self.failure = ""
        self._superpixels: NDArray[np.int32] | None = None
        self._made_for: tuple[str, int] | None = None  # image and spacing of the superpixels, or of those being made
        self._last: tuple[Hand, Pixels] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._compute)
        for signal in (painting.opened, painting.repainted, painting.changed, painting.accepted_changed):
            signal.connect(self._forget)
        painting.opened.connect(self._want)

    @property
    def computing(self) -> bool:
        """Whether superpixels are being computed."""
        return self.hand is Hand.WAND and (self._timer.isActive() or self.background.busy)

    def set_hand(self, hand: Hand) -> None:
        """Set the tool whose regions are asked for."""
        self.hand = hand
        self._want()

    def set_spacing(self, pixels: float) -> None:
        """Set the distance between the centres of superpixels."""
        self.spacing = max(SMALLEST_SPACING, round(pixels))
        self._want()

    def at(self, x: int, y: int) -> Pixels | None:
        """The region (H, W) of the tool that contains a pixel; None if there is none. Within a region, one object."""
        height, width = self.painting.mask.shape
        if self.painting.loading or not (0 <= x < width and 0 <= y < height):
            return None
        if self._last is not None and self._last[0] is self.hand and self._last[1][y, x]:
            return self._last[1]
        pixels = self._region(x, y)
        self._last = None if pixels is None else (self.hand, pixels)
        return pixels

    def _region(self, x: int, y: int) -> Pixels | None:
        painting = self.painting
        if self.hand is Hand.BUCKET:
            return region_at(painting.mask, x, y)
        if self.hand is Hand.FILL and (predicted := painting.accepted) is not None and predicted[y, x] != IGNORED:
            return region_at(predicted, x, y)
        if self.hand is Hand.WAND and self._superpixels is not None:
            pixels: Pixels = self._superpixels == self._superpixels[y, x]
            return pixels
        return None

    def _forget(self, *_: object) -> None:
        if self.hand is not Hand.WAND:
            self._last = None

    # -- superpixels -----------------------------------------------------------------------------------------------

    def _want(self) -> None:
        wanted = (self.painting.path, self.spacing)
        if self.hand is Hand.WAND and self.painting.path and wanted != self._made_for:
            self._superpixels, self._last, self.failure = None, None, ""
            self._timer.start()
            self.changed.emit()

    def _compute(self) -> None:
        painting = self.painting
        if not painting.path or painting.loading:
            self._made_for = None  # asked for again when the image is open
            return
        wanted = self._made_for = (painting.path, self.spacing)
        work = partial(_made, painting.file, painting.mask.shape, self.spacing)
        self.background.do(work, partial(self._take, wanted), partial(self._fail, wanted))

    def _take(self, wanted: tuple[str, int], regions: NDArray[np.int32]) -> None:
        if wanted == self._made_for:
            self._superpixels, self._last = regions, None
            self.changed.emit()

    def _fail(self, wanted: tuple[str, int], error: UserError) -> None:
        if wanted == self._made_for:
            self.failure = error.message
            self.changed.emit()


def _made(file: Path, shape: tuple[int, int], spacing: int) -> NDArray[np.int32]:
    try:
        image = decode(file, shape)
    except Unreadable as error:
        raise UserError(
            tr("{name} cannot be read ({reason}).", name=file.name, reason=error.reason),
            tr("Choose another image."),
        ) from error
    return superpixels(image, spacing)
