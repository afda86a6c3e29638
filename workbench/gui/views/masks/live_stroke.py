"""A stroke that is being made, painted on the mask as it grows."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF

from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke, Tool
from workbench.data.regions import Pixels
from workbench.data.stroke_raster import difference_stroke, paint_protected, paint_stroke, region_stroke
from workbench.gui.views.masks.mask_layer import MaskLayer

_SPACING = 0.25  # distance between points of a stroke, as a share of the radius


class LiveStroke:
    """Paints on a layer and returns the whole stroke at the end.

    `label`: the chosen class. `radius`: of brush and eraser, in pixels of the mask. `numbers`: class numbers by name.
    `protected`: pixels that have another class than the chosen one before the stroke stay as they are.
    """

    def __init__(
        self, layer: MaskLayer, tool: Tool, label: str, radius: float, numbers: Mapping[str, int], protected: bool
    ) -> None:
        self.layer, self.tool, self.numbers = layer, tool, numbers
        self.protected = protected
        self.chosen = numbers.get(label, IGNORED)
        self.label = "" if tool is Tool.ERASER else label
        self.radius = 0.0 if tool in (Tool.POLYGON, Tool.REGION) else round(radius, 2)
        self.points: list[QPointF] = []
        as_difference = protected or tool is Tool.REGION  # stored as the pixels that changed
        self._before = layer.mask.copy() if as_difference else None

    def extend(self, at: QPointF) -> None:
        """Continue a brush or an eraser to a position, in pixels of the mask."""
        if self.points:
            step = at - self.points[-1]
            if QPointF.dotProduct(step, step) ** 0.5 < max(_SPACING * self.radius, 0.5):
                return
        self.points.append(at)
        self._paint(self._stroke(self.points[-2:]))

    def close(self, corners: Sequence[QPointF]) -> None:
        """Fill a polygon."""
        self.points = list(corners)
        self._paint(self._stroke(self.points))

    def add(self, pixels: Pixels) -> None:
        """Paint a region (H, W)."""
        self._paint(region_stroke(self.label, pixels))

    def finished(self) -> Stroke | None:
        """The whole stroke; None if it changes no pixel."""
        if self._before is not None:
            return difference_stroke(self._before, self.layer.mask, self.label)
        return self._stroke(self.points)

    def _stroke(self, points: Sequence[QPointF]) -> Stroke:
        height, width = self.layer.mask.shape
        places = tuple((round(point.x(), 2), round(point.y(), 2)) for point in points)
        return Stroke(self.tool, self.label, (width, height), places, self.radius)

    def _paint(self, stroke: Stroke) -> None:
        mask = self.layer.mask
        if self._before is None or not self.protected:
            self.layer.refresh(paint_stroke(mask, stroke, self.numbers))
        else:
            self.layer.refresh(paint_protected(mask, stroke, self.numbers, self._before, self.chosen))
