"""A few images of a domain under their masks, so that a person sees whether the masks fit."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import Elided, clear, column, label
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session

IMAGES, ACROSS, TILE, GAP = 4, 2, 124, 8  # TILE: side of an image in pixels, so that two fit in the inspector


class MaskTile(NamedTuple):
    """An image with its mask over it, its name, and why the mask cannot be read."""

    image: QImage
    name: str
    trouble: str


class MaskPreview(QWidget):
    """The images of `workbench scan --preview`, smaller. Hidden if the domain has no masks."""

    def __init__(self, session: Session, side: Side) -> None:
        super().__init__()
        self.session, self.side = session, side
        self.background = Background(self)
        self.tiles = QGridLayout()
        self.tiles.setSpacing(GAP)
        self.tiles.setColumnStretch(ACROSS, 1)  # the tiles stand on the left
        self.problem = label("", "bad", wrap=True)
        self.setLayout(
            column(label(tr("Masks of the {side}", side=word(side)), "heading"), self.tiles, self.problem, spacing=8)
        )
        session.domains.changed.connect(self._take)
        session.project_changed.connect(lambda: self._take(side))
        self._take(side)

    def _take(self, side: Side) -> None:
        if side is not self.side:
            return
        domain, ratio = self.session.domains.by_side.get(side), self.devicePixelRatioF()
        self.hide()
        if domain is not None and any(sample.mask for sample in domain.samples):
            self.background.do(lambda: _read(domain, ratio), lambda tiles: self._show(domain, tiles), self._say)

    def _show(self, domain: Domain, tiles: Sequence[MaskTile]) -> None:
        if self.session.domains.by_side.get(self.side) is not domain:
            return
        clear(self.tiles)
        for number, tile in enumerate(tiles):
            self.tiles.addWidget(_TileView(tile), number // ACROSS, number % ACROSS)
        self.problem.hide()
        self.show()

    def _say(self, error: UserError) -> None:
        clear(self.tiles)
        self.problem.setText(str(error))
        self.problem.show()
        self.show()


class _TileView(QWidget):
    """The image of a tile above its name."""

    def __init__(self, tile: MaskTile) -> None:
        super().__init__()
        self.setFixedWidth(TILE)
        words = f"{tile.trouble}: {tile.name}" if tile.trouble else tile.name
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(QPixmap.fromImage(tile.image))
        picture.setAccessibleName(words)
        name = Elided(tile.trouble or tile.name.rsplit("/", 1)[-1], "bad" if tile.trouble else "dim")
        self.setToolTip(plain_tip(words))
        self.setLayout(column(picture, name, -1, spacing=2))


def _read(domain: Domain, ratio: float) -> list[MaskTile]:
    """Return the tiles with `ratio` device pixels for each pixel."""
    from workbench.data.overlay_sheet import overlay_tiles  # imported late: many projects have no masks

    tiles = []
    for tile in overlay_tiles(domain, IMAGES, round(TILE * ratio)):
        pixels, width, height = tile.picture.tobytes(), tile.picture.width, tile.picture.height
        image = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # owns its bytes
        image.setDevicePixelRatio(ratio)
        tiles.append(MaskTile(image, tile.name, tile.trouble))
    return tiles
