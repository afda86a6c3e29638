"""An image with overlaid masks of adjustable opacity."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from workbench.data.regions import Mask, Window
from workbench.gui.views.masks.mask_layer import MaskLayer, Palette
from workbench.gui.views.pictures.picture import PictureView

OPACITY = 0.55


class MaskPicture(PictureView):
    """Draws `layers` over the image in their order. Each layer is scaled to the image.

    Signals: pressed(QPointF): the user pressed at this position, in pixels of the first mask.
    """

    pressed = Signal(object)

    def __init__(self, *layers: MaskLayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layers = layers or (MaskLayer(),)
        for height, layer in enumerate(self.layers, start=1):
            layer.setZValue(height)
            self.scene().addItem(layer)
        self.set_opacity(OPACITY)
        self.arrived.connect(self._settle)

    @property
    def classes(self) -> MaskLayer:
        """The first layer."""
        return self.layers[0]

    def set_palette(self, palette: Palette) -> None:
        """Set the palette of the first layer."""
        self.classes.set_palette(palette)

    def set_mask(self, mask: Mask | None, layer: int = 0) -> None:
        """Show a mask in a layer; None shows none."""
        self.layers[layer].set_mask(mask)
        self._settle()

    def set_opacity(self, share: float) -> None:
        """Set the opacity of the first layer, from 0 to 1."""
        self.classes.setOpacity(share)

    def dim_image(self, share: float) -> None:
        """Set the opacity of the image below the masks, from 0 to 1."""
        self._item.setOpacity(share)

    def show_window(self, window: Window, room: float = 5.0) -> None:
        """Zoom to a part of the first mask, so that the view is `room` times as large as it."""
        left, top, right, bottom = window
        area = self.classes.mapRectToScene(QRectF(left, top, right - left, bottom - top))
        wide, high = room * area.width(), room * area.height()
        view = self.viewport().rect()
        self.zoom(min(view.width() / max(wide, 1), view.height() / max(high, 1)) / self.scale_shown)
        self.centerOn(area.center())
        self.moved.emit()

    def to_mask(self, position: QPointF) -> QPointF:
        """Convert a position in the viewport to one in the first mask."""
        inverted, _ = self.viewportTransform().inverted()
        return self.classes.mapFromScene(inverted.map(position))

    def to_viewport(self, place: QPointF) -> QPointF:
        """Convert a position in the first mask to one in the viewport."""
        return self.viewportTransform().map(self.classes.mapToScene(place))

    def _settle(self) -> None:
        """Scale each layer to the image."""
        wide = self.sceneRect().width()
        for layer in self.layers:
            layer.fit_width(wide, drawn=not self.pixmap.isNull())
