"""The drawing surface of the scatter plot: points, lasso, and rings around the selection."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPolygonItem, QVBoxLayout, QWidget

from workbench.core.domain import Side
from workbench.gui.theme import Tokens
from workbench.gui.views.scatter.colour_scales import Colours
from workbench.gui.views.scatter.markers import Markers
from workbench.gui.views.scatter.point_raster import PointRaster
from workbench.gui.views.scatter.points import ScatterPoints, bounds, finite

_NOWHERE = np.zeros((0, 2), np.float32)
_MARGIN = 0.06  # free space around the points, as a share of their extent
_FILLED = 0.4  # the view zooms in when the points fill less than this share of it


class ScatterCanvas(QWidget):
    """Draws points without knowing their meaning. "Data" positions are in the plane, "pixels" on the screen."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._cloud = PointRaster()
        self._size = 7.0
        self._points: list[NDArray[np.float32]] = []  # as drawn, of each side
        self._followed = True  # the view follows the points until the user pans or zooms
        self.plot = pg.PlotWidget()
        self.plot.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.plot.hideButtons()
        self.plot.setMenuEnabled(False)
        self.plot.getPlotItem().hideAxis("left")
        self.plot.getPlotItem().hideAxis("bottom")
        self._box = self.plot.getViewBox()
        self._box.setAspectLocked(True)  # equal scale on both axes
        self._box.disableAutoRange()
        self._box.sigRangeChangedManually.connect(self._stop_following)
        self._rings = {side: Markers(side, QColor(tokens.text), hollow=True) for side in Side}
        self._marks = {side: Markers(side, QColor(tokens.text), hollow=True) for side in Side}
        self._lasso = QGraphicsPolygonItem()
        self._box.addItem(self._cloud, ignoreBounds=True)
        for height, item in enumerate([*self._rings.values(), *self._marks.values(), self._lasso], start=20):
            item.setZValue(height)
            self._box.addItem(item, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.set_theme(tokens)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.plot.setBackground(tokens.background)
        for item in (*self._rings.values(), *self._marks.values()):
            item.colour(QColor(tokens.text))
        pen = QPen(QColor(tokens.accent), 1.0, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        fill = QColor(tokens.accent)
        fill.setAlpha(45)
        self._lasso.setPen(pen)
        self._lasso.setBrush(QBrush(fill))

    def draw(self, points: dict[Side, ScatterPoints]) -> None:
        """Draw points and adjust the view to them."""
        self._points = [part.xy for part in points.values()]
        self._size = _marker_size(sum(len(part.paths) for part in points.values()))
        self._cloud.place({side: part.xy for side, part in points.items()}, self._size)
        self._follow(self._points)

    def colour(self, colours: dict[Side, Colours]) -> None:
        """Set the colour of each drawn point."""
        self._cloud.paint_in(colours)

    def show_sides(self, shown: set[Side]) -> None:
        """Show only the points and rings of these sides."""
        self._cloud.show_sides(shown)
        for side, item in self._rings.items():
            item.setVisible(side in shown)

    def ring(self, side: Side, xy: NDArray[np.float32]) -> None:
        """Draw a ring around each of the (M, 2) points."""
        self._rings[side].place(finite(xy), self._size + 4)

    def mark(self, side: Side, xy: NDArray[np.float32] | None) -> None:
        """Draw a wider ring around the point under the cursor, or none."""
        for each, item in self._marks.items():
            item.place(_NOWHERE if xy is None or each is not side else xy[None], self._size + 7)

    def outline(self, polygon: NDArray[np.float64] | None) -> None:
        """Draw the lasso through (K, 2) data positions, or none."""
        corners = [] if polygon is None else [QPointF(x, y) for x, y in polygon]
        self._lasso.setPolygon(QPolygonF(corners))

    def to_data(self, position: QPointF) -> tuple[float, float]:
        """Convert a pixel of the plot's viewport to a data position."""
        at = self._box.mapSceneToView(self.plot.mapToScene(position.toPoint()))
        return at.x(), at.y()

    def to_pixel(self, x: float, y: float) -> QPointF:
        """Convert a data position to a pixel of the plot's viewport."""
        return QPointF(self.plot.mapFromScene(self._box.mapViewToScene(QPointF(x, y))))

    def reach(self, pixels: float) -> tuple[float, float]:
        """Convert a length in pixels to data units, horizontally and vertically."""
        width, height = self._box.viewPixelSize()
        return pixels * width, pixels * height

    def fit(self) -> None:
        """Bring all points into view and follow them from now on."""
        self._followed = True
        self._follow(self._points, always=True)

    def zoom(self, factor: float) -> None:
        """Zoom about the centre: in for a factor below 1, out for one above."""
        self._stop_following()
        self._box.scaleBy((factor, factor))

    def pan(self, right: float, up: float) -> None:
        """Move the view by shares of its extent."""
        self._stop_following()
        shown = self._box.viewRect()
        self._box.translateBy(x=right * shown.width(), y=up * shown.height())

    def keys(self) -> dict[Qt.Key, Callable[[], object]]:
        """Return the key bindings of the view."""
        key = Qt.Key
        return {
            key.Key_Home: self.fit,
            key.Key_Plus: lambda: self.zoom(0.8),
            key.Key_Equal: lambda: self.zoom(0.8),
            key.Key_Minus: lambda: self.zoom(1.25),
            key.Key_Left: lambda: self.pan(-0.1, 0),
            key.Key_Right: lambda: self.pan(0.1, 0),
            key.Key_Up: lambda: self.pan(0, 0.1),
            key.Key_Down: lambda: self.pan(0, -0.1),
        }

    def _follow(self, parts: list[NDArray[np.float32]], always: bool = False) -> None:
        extent = bounds(*parts)
        if extent is None or not self._followed:
            return
        needed, shown = QRectF(*extent), self._box.viewRect()
        fills = max(needed.width() / shown.width(), needed.height() / shown.height())
        if always or not shown.contains(needed) or fills < _FILLED:
            self._box.setRange(needed, padding=_MARGIN)

    def _stop_following(self) -> None:
        self._followed = False


def _marker_size(count: int) -> float:
    """Return the diameter of markers in pixels; more points get smaller markers."""
    return 7.0 if count <= 3000 else 5.0 if count <= 30_000 else 4.0 if count <= 300_000 else 3.0
