"""The scatter: features of both domains in the plane, moving as the model adapts, with tools to select."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.kit.empty_state import EmptyState
from workbench.gui.kit.keyboard import Keyboard
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.scatter.colour_scales import Shade
from workbench.gui.views.scatter.hover_card import HoverCard
from workbench.gui.views.scatter.legend import Legend
from workbench.gui.views.scatter.point_colours import PointColours
from workbench.gui.views.scatter.point_selection import PointSelection
from workbench.gui.views.scatter.pointer import PAN, Pointer
from workbench.gui.views.scatter.points import Mask, ScatterPoints, inside, those, under
from workbench.gui.views.scatter.scatter_bar import ScatterBar
from workbench.gui.views.scatter.scatter_canvas import ScatterCanvas

__all__ = ["Id", "ScatterPoints", "ScatterView"]

_RINGED = 2000  # selected points up to which each has a ring
_NOWHERE = np.zeros((0, 2), np.float32)
_REACH = 8.0  # pixels from a point at which the cursor touches it


class ScatterView(QWidget):
    """Source samples as circles, target samples as squares.

    Keys: S lasso, R box, G pan, Esc clears the selection, arrows and + − move the view, Home shows everything.
    A tool or a click replaces the selection; Shift adds, Ctrl takes away, both together keep what is in both.

    Signals:
        selected(Ids): a person changed the selection here; not sent by `set_selection`.
        hovered((Side, path) or None): the point under the cursor.
        colour_changed(str): another way to colour was chosen.
        layout_chosen(str), step_chosen(int): another layout, or a picture of the run's past, is wanted.
        empty_acted(): the button of the empty state.
    """

    selected = Signal(object)
    hovered = Signal(object)
    colour_changed = Signal(str)
    layout_chosen = Signal(str)
    step_chosen = Signal(int)
    empty_acted = Signal()

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = {side: ScatterPoints() for side in Side}
        self._points = dict(self._all)  # those of them that are drawn
        self._only: Ids | None = None
        self._drawn: dict[Side, Mask | None] = dict.fromkeys(Side)  # which of all points are drawn; None: each
        self._selected = PointSelection()
        self._ringed = True  # so few are selected that each has a ring
        self._shown = set(Side)
        self._hovered: Id | None = None
        self._tool = PAN
        self._class_names: list[str] = []

        self.bar = ScatterBar()
        self.canvas = ScatterCanvas(tokens)
        self.legend = Legend(self.canvas.plot, tokens)
        self.card = HoverCard(self.canvas.plot)
        self.painting = PointColours(tokens)
        self.empty = EmptyState("The features of both domains appear here as soon as a model looks at them.")
        self._pointer = Pointer(self.canvas.plot.viewport())
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._pages, 1)

        self.bar.tool_chosen.connect(self.set_tool)
        self.bar.colour_chosen.connect(self._choose_colour)
        self.bar.layout_chosen.connect(self.layout_chosen)
        self.bar.step_chosen.connect(self.step_chosen)
        self.bar.fit_asked.connect(lambda: self.canvas.fit(self._points))
        self.empty.acted.connect(self.empty_acted)
        self._pointer.moved.connect(self._hover)
        self._pointer.left.connect(lambda: self._set_hovered(None))
        self._pointer.clicked.connect(self._click)
        self._pointer.drawing.connect(lambda corners: self.canvas.outline(self._in_plane(corners)))
        self._pointer.drawn.connect(self._close_lasso)
        Keyboard(self.canvas.plot, self._keys())  # the plot holds the focus
        self.canvas.plot.setAccessibleName("Scatter of features")
        self.setAccessibleName("Scatter")
        self.setFocusProxy(self.canvas.plot)
        self.bar.setEnabled(False)
        self.bar.set_colours(self.painting.options, self.painting.chosen)

    # What is shown

    def set_points(self, source: ScatterPoints, target: ScatterPoints, step: int | None) -> None:
        """Show these samples as they lie after `step` steps, if they move; the selection is kept by path."""
        self._all = {Side.SOURCE: source, Side.TARGET: target}
        some = bool(source.paths or target.paths)
        self._pages.setCurrentWidget(self.canvas if some else self.empty)
        self.bar.setEnabled(some)
        self.bar.set_step(step if some else None)
        self._restrict()

    def set_only(self, only: AbstractSet[Id] | None) -> None:
        """Draw only these samples, or all; the others can not be selected here meanwhile."""
        self._only = None if only is None else Ids.of(only)
        self._restrict()

    def _restrict(self) -> None:
        for side, every in self._all.items():
            only, points, drawn = self._only, every, None
            if only is not None:
                kept = only.paths(side)
                drawn = np.fromiter((path in kept for path in every.paths), bool, len(every.paths))
                points = those(every, drawn)
            self._drawn[side] = drawn
            self._points[side] = points
        self._selected.set_points(self._points)
        self._draw()
        self._ring()
        self._set_hovered(None)

    def clear(self) -> None:
        """Back to the empty state."""
        self.set_points(ScatterPoints(), ScatterPoints(), 0)

    def set_empty(self, sentence: str, button: str = "") -> None:
        """What the empty state says, and the name of its button."""
        self.empty.set_text(sentence, button)

    def set_progress(self, step: int, steps: int) -> None:
        """Fill the bar beside the step; 0 of 0 hides it."""
        self.bar.set_progress(step, steps)

    def set_colour_by(self, what: str) -> None:
        """Colour the points by "domain", by "class" (grey where there is none), or by a shade."""
        self.painting.choose(what)
        self.bar.set_colour_by(self.painting.chosen)
        self._paint()

    def set_shades(self, shades: list[Shade]) -> None:
        """Offer these ways to colour too; their values follow the order of the points as they were set."""
        self.painting.offer(shades)
        self.bar.set_colours(self.painting.options, self.painting.chosen)
        self._paint()

    def set_class_names(self, names: list[str]) -> None:
        """What the class indices stand for, to be told beside the cursor."""
        self._class_names = list(names)
        self.painting.class_names = self._class_names

    def set_shown(self, source: bool, target: bool) -> None:
        """Hide or show each domain; hidden points are neither selected nor hovered."""
        self._shown = {side for side, on in ((Side.SOURCE, source), (Side.TARGET, target)) if on}
        self.canvas.show_sides(self._shown)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.canvas.set_theme(tokens)
        self.legend.set_theme(tokens)
        self.painting.tokens = tokens
        self._paint()

    def set_tool(self, tool: str) -> None:
        """Drag to select ("lasso", "rectangle") or to move the view ("pan")."""
        self._tool = tool
        self._pointer.set_tool(tool)
        self.bar.set_tool(tool)
        self.canvas.outline(None)

    # Selection

    @property
    def selection(self) -> Ids:
        """What is selected, in this view and beyond it."""
        return self._selected.ids

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Ring these samples; those that have no point here are remembered."""
        self._choose(Ids.of(selection))

    def clear_selection(self) -> None:
        """Select nothing, as Esc does; sends `selected`."""
        self._pointer.cancel()
        self.canvas.outline(None)
        if self._selected.ids:
            self._choose(NONE)
            self.selected.emit(NONE)

    def _choose(self, selection: Ids) -> None:
        self._selected.choose(selection)
        self._ring()

    def _ring(self) -> None:
        """A ring around each selected point; where they are many, the others fade instead."""
        few = self._selected.count <= _RINGED
        for side, chosen in self._selected.masks.items():
            self.canvas.ring(side, self._points[side].xy[chosen] if few else _NOWHERE)
        if few is not self._ringed or not few:
            self._ringed = few
            self._paint()

    def _take(self, hits: dict[Side, Mask], modifiers: Qt.KeyboardModifier) -> None:
        caught = self._selected.ids_of(hits)
        found = self._selected.with_found(caught, modifiers)
        if found == self._selected.ids:
            return
        if found is caught:
            self._selected.take(found, hits)
            self._ring()
        else:
            self._choose(found)
        self.selected.emit(found)

    # The pointer and the keyboard

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
        found = (side, self._points[side].paths[row]) if hit else None
        if found != self._hovered:
            self._hovered = found
            if found is None:
                self.card.hide()
            else:
                at = self.canvas.to_pixel(*self._points[side].xy[row].tolist()).toPoint()
                self.card.show_sample(found, self._sentence(side, row), at)
            self.hovered.emit(found)

    def _sentence(self, side: Side, row: int) -> str:
        points = self._points[side]
        index = int(points.classes[row])
        if not 0 <= index < len(self._class_names):
            return f"{points.paths[row]} · {side.value} · {UNKNOWN}"
        return f"{points.paths[row]} · {side.value} · {self._class_names[index]} {points.confidence[row]:.2f}"

    def _under(self, position: object) -> tuple[Side, int] | None:
        """The side and row of the shown point under a pixel of the viewport."""
        assert isinstance(position, QPointF)
        shown = {side: self._points[side].xy for side in Side if side in self._shown}
        return under(shown, self.canvas.to_data(position), self.canvas.reach(_REACH))

    def _draw(self) -> None:
        self.canvas.draw(self._points)
        self.canvas.show_sides(self._shown)
        self._paint()

    def _paint(self) -> None:
        """Colours, and what they stand for."""
        kept = None if self._ringed else self._selected.masks
        self.canvas.colour(self.painting.colours(self._all, self._drawn, kept))
        self.legend.show_scale(self.painting.scale() if self.bar.isEnabled() else None)

    def _choose_colour(self, what: str) -> None:
        self.set_colour_by(what)
        self.colour_changed.emit(what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.legend.settle()

    def _keys(self) -> dict[Qt.Key, Callable[[], object]]:
        return self.canvas.keys(lambda: self._points) | {
            Qt.Key.Key_S: lambda: self.set_tool("lasso"),
            Qt.Key.Key_R: lambda: self.set_tool("rectangle"),
            Qt.Key.Key_G: lambda: self.set_tool(PAN),
            Qt.Key.Key_Escape: self.clear_selection,
        }
