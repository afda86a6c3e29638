"""The scatter plot: features of both domains in two dimensions, with selection tools."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.keyboard import Keyboard
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.scatter.colour_scales import Shade
from workbench.gui.views.scatter.hover_card import HoverCard
from workbench.gui.views.scatter.legend import Legend
from workbench.gui.views.scatter.point_colours import PointColours
from workbench.gui.views.scatter.point_selection import PointSelection
from workbench.gui.views.scatter.pointer import PAN, Pointer
from workbench.gui.views.scatter.points import Mask, ScatterPoints, inside, subset, under
from workbench.gui.views.scatter.scatter_bar import ScatterBar
from workbench.gui.views.scatter.scatter_canvas import ScatterCanvas

__all__ = ["Id", "ScatterPoints", "ScatterView"]

_RINGED = 2000  # up to so many selected points get a ring each
_NOWHERE = np.zeros((0, 2), np.float32)
_REACH = 8.0  # the cursor hovers over points within so many pixels


class ScatterView(QWidget):
    """Source samples as circles, target samples as squares.

    Keys: S lasso, R box, G pan, Esc clears the selection, arrows and + − move the view, Home shows everything.
    A tool or a click replaces the selection; Shift adds, Ctrl removes, both together intersect.

    Signals:
        selected(Ids): the user changed the selection in this view; not emitted by `set_selection`.
        hovered((Side, path) or None): the point under the cursor.
        colour_changed(str): another colouring was chosen.
        layout_chosen(str): a layout was chosen.
        step_chosen(int): an earlier embedding of the run was chosen, by its index.
        empty_acted(): the button of the empty state was clicked.
        filled_changed(): `filled` changed.
    """

    selected = Signal(object)
    hovered = Signal(object)
    colour_changed = Signal(str)
    layout_chosen = Signal(str)
    step_chosen = Signal(int)
    empty_acted = Signal()
    filled_changed = Signal()

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = {side: ScatterPoints() for side in Side}
        self._points = dict(self._all)  # the points that are drawn
        self._only: Ids | None = None
        self._drawn: dict[Side, Mask | None] = dict.fromkeys(Side)  # masks of the drawn points; None: all
        self._selected = PointSelection()
        self._ringed = True  # few enough points are selected to ring each
        self._shown = set(Side)
        self._hovered: Id | None = None
        self._tool = PAN
        self._class_names: list[str] = []

        self.bar, self.canvas = ScatterBar(), ScatterCanvas(tokens)
        self.legend, self.card = Legend(self.canvas.plot, tokens), HoverCard(self.canvas.plot)
        self.painting = PointColours(tokens)
        self.empty = EmptyState(tr("The features of both domains appear here once a model has computed them."))
        self._pointer = Pointer(self.canvas.plot.viewport())
        self._pages = QStackedLayout()
        for page in (self.empty, self.canvas):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._pages, 1)

        self.bar.tool_chosen.connect(self.set_tool)
        self.bar.colour_chosen.connect(self._choose_colour)
        self.bar.layout_chosen.connect(self.layout_chosen)
        self.bar.step_chosen.connect(self.step_chosen)
        self.bar.left.connect(self.setFocus)
        self.bar.fit_asked.connect(self.canvas.fit)
        self.empty.acted.connect(self.empty_acted)
        self._pointer.moved.connect(self._hover)
        self._pointer.left.connect(lambda: self._set_hovered(None))
        self._pointer.clicked.connect(self._click)
        self._pointer.drawing.connect(lambda corners: self.canvas.outline(self._in_plane(corners)))
        self._pointer.drawn.connect(self._close_lasso)
        Keyboard(self.canvas.plot, self._keys())  # the plot holds the focus
        self.canvas.plot.setAccessibleName(tr("Scatter of features"))
        self.setAccessibleName(tr("Scatter"))
        self.setFocusProxy(self.canvas.plot)
        self.bar.set_usable(False)
        self.bar.set_colours(self.painting.options, self.painting.chosen)

    # Contents

    @property
    def filled(self) -> bool:
        """Whether there are points."""
        return self._pages.currentWidget() is self.canvas

    def set_points(self, source: ScatterPoints, target: ScatterPoints, step: int | None) -> None:
        """Show the points of both domains after `step` steps; None outside a run. The selection is kept by path."""
        self._all = {Side.SOURCE: source, Side.TARGET: target}
        any_points, before = bool(source.paths or target.paths), self.filled
        self._pages.setCurrentWidget(self.canvas if any_points else self.empty)
        self.bar.set_usable(any_points)
        self.bar.set_step(step if any_points else None)
        self._restrict()
        if any_points != before:
            self.filled_changed.emit()

    def set_only(self, only: AbstractSet[Id] | None) -> None:
        """Draw only some samples; None draws all. Samples that are not drawn cannot be selected in this view."""
        self._only = None if only is None else Ids.of(only)
        self._restrict()

    def _restrict(self) -> None:
        for side, every in self._all.items():
            only, points, drawn = self._only, every, None
            if only is not None:
                kept = only.paths(side)
                drawn = np.fromiter((path in kept for path in every.paths), bool, len(every.paths))
                points = subset(every, drawn)
            self._drawn[side] = drawn
            self._points[side] = points
        self._selected.set_points(self._points)
        self._draw()
        self._ring()
        self._set_hovered(None)

    def clear(self) -> None:
        """Remove all points and show the empty state."""
        self.set_points(ScatterPoints(), ScatterPoints(), 0)

    def set_colour_by(self, what: str) -> None:
        """Colour the points by "domain", by "class" (grey without a class), or by a shade."""
        self.painting.choose(what)
        self.bar.set_colour_by(self.painting.chosen)
        self._paint()

    def set_shades(self, shades: list[Shade]) -> None:
        """Set further colourings. Their values are in the order of the points that were set."""
        self.painting.offer(shades)
        self.bar.set_colours(self.painting.options, self.painting.chosen)
        self._paint()

    def set_class_names(self, names: list[str]) -> None:
        """Set the names of the class indices, which the hover card shows."""
        self._class_names = list(names)
        self.painting.class_names = self._class_names

    def set_shown(self, source: bool, target: bool) -> None:
        """Show or hide each domain. Hidden points can be neither selected nor hovered."""
        self._shown = {side for side, on in ((Side.SOURCE, source), (Side.TARGET, target)) if on}
        self.canvas.show_sides(self._shown)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.canvas.set_theme(tokens)
        self.legend.set_theme(tokens)
        self.painting.tokens = tokens
        self._paint()

    def set_tool(self, tool: str) -> None:
        """Set what a drag does: select ("lasso", "rectangle") or move the view ("pan")."""
        self._tool = tool
        self._pointer.set_tool(tool)
        self.bar.set_tool(tool)
        self.canvas.outline(None)

    # Selection

    @property
    def selection(self) -> Ids:
        """All selected samples, including those without a point here."""
        return self._selected.ids

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Set the selection and ring its points. Samples without a point are kept in it."""
        self._choose(Ids.of(selection))

    def clear_selection(self) -> None:
        """Clear the selection, as Esc does, and emit `selected`."""
        self._pointer.cancel()
        self.canvas.outline(None)
        if self._selected.ids:
            self._choose(NONE)
            self.selected.emit(NONE)

    def _choose(self, selection: Ids) -> None:
        self._selected.choose(selection)
        self._ring()

    def _ring(self) -> None:
        """Draw a ring around each selected point; if there are too many, fade the other points instead."""
        few = self._selected.count <= _RINGED
        for side, chosen in self._selected.masks.items():
            self.canvas.ring(side, self._points[side].xy[chosen] if few else _NOWHERE)
        if few is not self._ringed or not few:
            self._ringed = few
            self._paint()

    def _take(self, hits: dict[Side, Mask], modifiers: Qt.KeyboardModifier) -> None:
        caught = self._selected.ids_of(hits)
        selection = self._selected.combined(caught, modifiers)
        if selection == self._selected.ids:
            return
        if selection is caught:
            self._selected.take(selection, hits)
            self._ring()
        else:
            self._choose(selection)
        self.selected.emit(selection)

    # Pointer and keyboard

    def _in_plane(self, corners: object) -> NDArray[np.float64]:
        assert isinstance(corners, list)
        return np.array([self.canvas.to_data(corner) for corner in corners], np.float64).reshape(-1, 2)

    def _close_lasso(self, corners: object, modifiers: Qt.KeyboardModifier) -> None:
        polygon = self._in_plane(corners)
        self.canvas.outline(None)
        self._take({side: inside(self._points[side].xy, polygon) for side in self._shown}, modifiers)

    def _click(self, position: object, modifiers: Qt.KeyboardModifier) -> None:
        hit = self._under(position)
        masks = {side: np.zeros(len(self._points[side].paths), bool) for side in Side}
        if hit is not None:
            masks[hit[0]][hit[1]] = True
        self._take(masks, modifiers)

    def _hover(self, position: object) -> None:
        self._set_hovered(self._under(position))

    def _set_hovered(self, hit: tuple[Side, int] | None) -> None:
        side, row = hit or (Side.SOURCE, -1)
        self.canvas.mark(side, self._points[side].xy[row] if hit else None)
        sample = (side, self._points[side].paths[row]) if hit else None
        if sample != self._hovered:
            self._hovered = sample
            if sample is None:
                self.card.hide()
            else:
                at = self.canvas.to_pixel(*self._points[side].xy[row].tolist()).toPoint()
                self.card.show_sample(sample, self._sentence(side, row), at)
            self.hovered.emit(sample)

    def _sentence(self, side: Side, row: int) -> str:
        points = self._points[side]
        index = int(points.classes[row])
        if not 0 <= index < len(self._class_names):
            return f"{points.paths[row]} · {word(side)} · {UNKNOWN}"
        return f"{points.paths[row]} · {word(side)} · {self._class_names[index]} {decimal(points.confidence[row], 2)}"

    def _under(self, position: object) -> tuple[Side, int] | None:
        """Return the side and row of the shown point under a pixel of the viewport."""
        assert isinstance(position, QPointF)
        shown = {side: self._points[side].xy for side in Side if side in self._shown}
        return under(shown, self.canvas.to_data(position), self.canvas.reach(_REACH))

    def _draw(self) -> None:
        self.canvas.draw(self._points)
        self.canvas.show_sides(self._shown)
        self._paint()

    def _paint(self) -> None:
        """Colour the points and update the legend."""
        kept = None if self._ringed else self._selected.masks
        self.canvas.colour(self.painting.colours(self._all, self._drawn, kept))
        self.legend.show_scale(self.painting.scale() if self.filled else None)

    def _choose_colour(self, what: str) -> None:
        self.set_colour_by(what)
        self.colour_changed.emit(what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.legend.settle()

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        return self.canvas.keys() | {
            Qt.Key.Key_S: lambda: self.set_tool("lasso"),
            Qt.Key.Key_R: lambda: self.set_tool("rectangle"),
            Qt.Key.Key_G: lambda: self.set_tool(PAN),
            Qt.Key.Key_Escape: self.clear_selection,
        }
