"""The scatter: features of both domains in the plane, moving as the model adapts, with a lasso to select."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from workbench.core.domain import UNKNOWN, Side
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.canvas import Canvas
from workbench.gui.views.empty import EmptyState
from workbench.gui.views.pointer import Pointer
from workbench.gui.views.points import Id, Mask, ScatterPoints, inside, nearest, those
from workbench.gui.views.scatter_bar import ScatterBar

__all__ = ["Id", "ScatterPoints", "ScatterView"]

_REACH = 8.0  # pixels from a point at which the cursor touches it


class ScatterView(QWidget):
    """Source samples as circles, target samples as squares.

    Keys: S lasso, G pan, Esc clears the selection, arrows and + − move the view, Home shows everything.
    A lasso or a click replaces the selection; with Shift it adds, with Ctrl it takes away.

    Signals:
        selected(set of (Side, path)): a person changed the selection here; not sent by `set_selection`.
        hovered((Side, path) or None): the point under the cursor.
        colour_changed(str): "domain" or "class" was chosen.
        empty_acted(): the button of the empty state.
    """

    selected = Signal(object)
    hovered = Signal(object)
    colour_changed = Signal(str)
    empty_acted = Signal()

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = {side: ScatterPoints() for side in Side}
        self._points = dict(self._all)  # those of them that are drawn
        self._only: frozenset[Id] | None = None
        self._rows: dict[Side, dict[str, int]] = {side: {} for side in Side}
        self._chosen: dict[Side, Mask] = {side: np.zeros(0, bool) for side in Side}
        self._selection: set[Id] = set()
        self._shown = set(Side)
        self._hovered: Id | None = None
        self._colour_by = "domain"
        self._class_names: list[str] = []

        self.bar = ScatterBar()
        self.canvas = Canvas(tokens)
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

        self.bar.lasso_toggled.connect(self._pointer.set_lasso)
        self.bar.colour_chosen.connect(self._choose_colour)
        self.bar.fit_asked.connect(lambda: self.canvas.fit(self._points))
        self.empty.acted.connect(self.empty_acted)
        self._pointer.moved.connect(self._hover)
        self._pointer.left.connect(lambda: self._set_hovered(None))
        self._pointer.clicked.connect(self._click)
        self._pointer.drawing.connect(lambda corners: self.canvas.outline(self._in_plane(corners)))
        self._pointer.drawn.connect(self._close_lasso)
        self.canvas.plot.installEventFilter(self)  # it holds the keyboard focus
        self.canvas.plot.setAccessibleName("Scatter of features")
        self.setAccessibleName("Scatter")
        self.setFocusProxy(self.canvas.plot)
        self.bar.setEnabled(False)

    # What is shown

    def set_points(self, source: ScatterPoints, target: ScatterPoints, step: int | None) -> None:
        """Show these samples as they lie after `step` steps, if they move; the selection is kept by path."""
        self._all = {Side.SOURCE: source, Side.TARGET: target}
        some = bool(source.paths or target.paths)
        self._pages.setCurrentWidget(self.canvas if some else self.empty)
        self.bar.setEnabled(some)
        self.bar.set_step(step if some else None)
        self._restrict()

    def set_only(self, only: frozenset[Id] | None) -> None:
        """Draw only these samples, or all; the others can not be selected here meanwhile."""
        self._only = only
        self._restrict()

    def _restrict(self) -> None:
        for side, every in self._all.items():
            only, points = self._only, every
            if only is not None:
                points = those(every, np.array([(side, path) in only for path in every.paths], bool))
            if points.paths != self._points[side].paths:
                self._rows[side] = {path: row for row, path in enumerate(points.paths)}
            self._points[side] = points
        self._draw()
        self._choose(self._selection)
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
        """Colour the points by "domain" or by "class" (grey where there is none)."""
        assert what in ("domain", "class")
        self.bar.set_colour_by(what)
        if what != self._colour_by:
            self._colour_by = what
            self._draw()

    def set_class_names(self, names: list[str]) -> None:
        """What the class indices stand for, to be told beside the cursor."""
        self._class_names = list(names)

    def set_shown(self, source: bool, target: bool) -> None:
        """Hide or show each domain; hidden points are neither selected nor hovered."""
        self._shown = {side for side, on in ((Side.SOURCE, source), (Side.TARGET, target)) if on}
        self.canvas.show_sides(self._shown)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.canvas.set_theme(tokens)

    def set_tool(self, tool: str) -> None:
        """Drag to select ("lasso") or to move the view ("pan")."""
        assert tool in ("lasso", "pan")
        self.bar.set_lasso(tool == "lasso")

    # Selection

    @property
    def selection(self) -> set[Id]:
        """What is selected, in this view and beyond it."""
        return set(self._selection)

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Ring these samples; those that have no point here are remembered."""
        self._choose(set(selection))

    def clear_selection(self) -> None:
        """Select nothing, as Esc does; sends `selected`."""
        self._pointer.cancel()
        self.canvas.outline(None)
        if self._selection:
            self._choose(set())
            self.selected.emit(set())

    def _choose(self, selection: set[Id]) -> None:
        self._selection = selection
        for side in Side:
            chosen = np.zeros(len(self._points[side].paths), bool)
            rows = self._rows[side]
            chosen[[rows[path] for at, path in selection if at is side and path in rows]] = True
            self._chosen[side] = chosen
            self.canvas.ring(side, self._points[side].xy[chosen])

    def _take(self, hits: dict[Side, Mask], modifiers: Qt.KeyboardModifier) -> None:
        found = {(side, self._points[side].paths[row]) for side, hit in hits.items() for row in np.flatnonzero(hit)}
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            found |= self._selection
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            found = self._selection - found
        if found != self._selection:
            self._choose(found)
            self.selected.emit(set(found))

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
            self.canvas.plot.viewport().setToolTip(self._sentence(side, row) if hit else "")
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
        at, reach = self.canvas.to_data(position), self.canvas.reach(_REACH)
        best: tuple[float, Side, int] | None = None
        for side in self._shown:
            found = nearest(self._points[side].xy, at, reach)
            if found and (best is None or found[1] < best[0]):
                best = (found[1], side, found[0])
        return (best[1], best[2]) if best else None

    def _draw(self) -> None:
        self.canvas.draw(self._points, self._colour_by == "class")
        self.canvas.show_sides(self._shown)

    def _choose_colour(self, what: str) -> None:
        self.set_colour_by(what)
        self.colour_changed.emit(what)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._pressed(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, key: int) -> bool:
        action = self._keys().get(Qt.Key(key))
        if action:
            action()
        return action is not None

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        key, canvas = Qt.Key, self.canvas
        return {
            key.Key_S: lambda: self.set_tool("lasso"),
            key.Key_G: lambda: self.set_tool("pan"),
            key.Key_Escape: self.clear_selection,
            key.Key_Home: lambda: canvas.fit(self._points),
            key.Key_Plus: lambda: canvas.zoom(0.8),
            key.Key_Equal: lambda: canvas.zoom(0.8),
            key.Key_Minus: lambda: canvas.zoom(1.25),
            key.Key_Left: lambda: canvas.pan(-0.1, 0),
            key.Key_Right: lambda: canvas.pan(0.1, 0),
            key.Key_Up: lambda: canvas.pan(0, 0.1),
            key.Key_Down: lambda: canvas.pan(0, -0.1),
        }
