"""An image with masks laid over it, as clearly as a person wants."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from workbench.data.regions import Mask, Window
from workbench.gui.views.masks.mask_layer import MaskLayer, Palette
from workbench.gui.views.pictures.picture import PictureView

OPACITY = 0.55


class MaskPicture(PictureView):
    """`layers` lie over the image in their order, each as large as it, whatever the size of its mask.

    Signals: pressed(QPointF): a person clicked here, in pixels of the first mask.
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
        """Take other colours of classes."""
        self.classes.set_palette(palette)

    def set_mask(self, mask: Mask | None, layer: int = 0) -> None:
        """Show a mask, or none."""
        self.layers[layer].set_mask(mask)
        self._settle()

    def set_opacity(self, share: float) -> None:
        """How clearly the classes are seen, from 0 to 1."""
        self.classes.setOpacity(share)

    def dim_image(self, share: float) -> None:
        """How clearly the image below the masks is seen, from 0 to 1."""
        self._item.setOpacity(share)

    def show_window(self, window: Window, room: float = 5.0) -> None:
        """Come so close that a part of the first mask is seen with `room` times its size around it."""
        left, top, right, bottom = window
        area = self.classes.mapRectToScene(QRectF(left, top, right - left, bottom - top))
        wide, high = room * area.width(), room * area.height()
        view = self.viewport().rect()
        self.zoom(min(view.width() / max(wide, 1), view.height() / max(high, 1)) / self.scale_shown)
        self.centerOn(area.center())
        self.moved.emit()

    def to_mask(self, position: QPointF) -> QPointF:
        """The place in the first mask under a point of the viewport."""
        inverted, _ = self.viewportTransform().inverted()
        return self.classes.mapFromScene(inverted.map(position))

    def to_viewport(self, place: QPointF) -> QPointF:
        """The point of the viewport that shows a place of the first mask."""
        return self.viewportTransform().map(self.classes.mapToScene(place))

    def _settle(self) -> None:
        """Make each layer as large as the image."""
        wide = self.sceneRect().width()
        for layer in self.layers:
            width = layer.mask.shape[1]
            layer.setVisible(bool(width) and not self.pixmap.isNull())
            if width and wide:
                layer.setScale(wide / width)
