"""Editing of polygons that were painted before: their corners are moved, added and removed."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF

from workbench.core.strokes import Stroke, Tool

FEWEST = 3  # corners of a polygon


class PolygonEditor:
    """Holds the polygon under the cursor. All positions and reaches are in pixels of the mask."""

    def __init__(self) -> None:
        self.polygons: list[tuple[int, Stroke]] = []
        self.number: int | None = None  # of the stroke that is shown with handles
        self.corners: list[QPointF] = []
        self._held: int | None = None  # the index of the corner that is dragged
        self._from: QPointF | None = None  # the last position of a polygon that is dragged as a whole

    @property
    def dragging(self) -> bool:
        """Whether a corner or a polygon is being dragged."""
        return self._held is not None or self._from is not None

    def set_strokes(self, strokes: Sequence[tuple[int, Stroke]]) -> None:
        """Offer the polygons among the strokes of an image, with their numbers."""
        self.polygons = [(number, stroke) for number, stroke in strokes if stroke.tool is Tool.POLYGON]
        self._show(None)

    def hover(self, at: QPointF | None, reach: float) -> None:
        """Show the uppermost polygon that contains a position or has an edge within reach."""
        if not self.dragging:
            found = (
                None if at is None else next((one for one in reversed(self.polygons) if _hit(one[1], at, reach)), None)
            )
            self._show(found)

    def begin(self, at: QPointF, reach: float) -> None:
        """Hold the corner within reach, a new corner on the edge within reach, or the whole polygon."""
        self.hover(at, reach)
        if self.number is None:
            return
        self._held = self._corner(at, reach)
        if self._held is None and (edge := _edge(self.corners, at, reach)) is not None:
            self._held = edge + 1
            self.corners.insert(self._held, at)
        if self._held is None:
            self._from = at

    def move(self, at: QPointF) -> None:
        """Move what is held to a position."""
        if self._held is not None:
            self.corners[self._held] = at
        elif self._from is not None:
            self.corners = [corner + at - self._from for corner in self.corners]
            self._from = at

    def end(self) -> tuple[int, Stroke] | None:
        """Release what is held. Returns the number of the polygon and its new shape; None if it did not change."""
        self._held = self._from = None
        return self._edited()

    def remove(self, at: QPointF, reach: float) -> tuple[int, Stroke] | None:
        """Remove the corner within reach, unless three are left. Returns the number and the new shape, or None."""
        self.hover(at, reach)
        index = self._corner(at, reach)
        if index is None or len(self.corners) <= FEWEST:
            return None
        del self.corners[index]
        return self._edited()

    def _edited(self) -> tuple[int, Stroke] | None:
        before = next((stroke for number, stroke in self.polygons if number == self.number), None)
        points = tuple((round(corner.x(), 2), round(corner.y(), 2)) for corner in self.corners)
        if before is None or self.number is None or points == before.points:
            return None
        return self.number, msgspec.structs.replace(before, points=points)

    def _show(self, polygon: tuple[int, Stroke] | None) -> None:
        self._held = self._from = None
        self.number = polygon[0] if polygon else None
        self.corners = [QPointF(*point) for point in polygon[1].points] if polygon else []

    def _corner(self, at: QPointF, reach: float) -> int | None:
        near = [(_distance(corner, at), index) for index, corner in enumerate(self.corners)]
        return min(near)[1] if near and min(near)[0] <= reach else None


def _hit(stroke: Stroke, at: QPointF, reach: float) -> bool:
    corners = [QPointF(*point) for point in stroke.points]
    inside = QPolygonF(corners).containsPoint(at, Qt.FillRule.OddEvenFill)
    return inside or _edge(corners, at, reach) is not None


def _edge(corners: Sequence[QPointF], at: QPointF, reach: float) -> int | None:
    """The index of the edge nearest to a position, that from this corner to the next; None beyond reach."""
    near = []
    for index, (start, end) in enumerate(zip(corners, (*corners[1:], *corners[:1]), strict=True)):
        along = end - start
        length = QPointF.dotProduct(along, along) or 1.0
        share = min(max(QPointF.dotProduct(at - start, along) / length, 0.0), 1.0)
        near.append((_distance(start + along * share, at), index))
    return min(near)[1] if near and min(near)[0] <= reach else None


def _distance(first: QPointF, second: QPointF) -> float:
    between = first - second
    return float(QPointF.dotProduct(between, between) ** 0.5)
