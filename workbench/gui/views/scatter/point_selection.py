"""The selected points of the scatter plot: ids for the other views, masks for drawing."""

from collections.abc import Mapping
from itertools import compress

import numpy as np
from PySide6.QtCore import Qt

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.views.scatter.points import Mask, ScatterPoints

FEW = 0.05  # up to this share of the points, ids are looked up one by one


class PointSelection:
    """`ids` may contain samples without a point in the plot; `masks` (N,) cover the points of the plot."""

    def __init__(self) -> None:
        self.ids = NONE
        self.masks: dict[Side, Mask] = {side: np.zeros(0, bool) for side in Side}
        self._paths: dict[Side, list[str]] = {side: [] for side in Side}
        self._rows: dict[Side, dict[str, int] | None] = dict.fromkeys(Side)

    def set_points(self, points: Mapping[Side, ScatterPoints]) -> None:
        """Set the points that the masks refer to."""
        for side, part in points.items():
            if part.paths != self._paths[side]:
                self._paths[side], self._rows[side] = part.paths, None
        self.choose(self.ids)

    def choose(self, ids: Ids) -> None:
        """Replace the selection."""
        self.ids = ids
        for side in Side:
            self.masks[side] = self._mask(side, ids.paths(side))

    def take(self, ids: Ids, hits: Mapping[Side, Mask]) -> None:
        """Replace the selection by ids whose masks, `hits`, are known."""
        self.ids = ids
        for side in Side:
            hit = hits.get(side)
            self.masks[side] = np.zeros(len(self._paths[side]), bool) if hit is None else hit

    @property
    def count(self) -> int:
        """The number of selected points in the plot."""
        return sum(int(mask.sum()) for mask in self.masks.values())

    def combined(self, caught: Ids, modifiers: Qt.KeyboardModifier) -> Ids:
        """Combine the selection with the ids that a tool caught.

        Without modifiers the ids replace the selection; Shift adds them, Ctrl removes them, both intersect.
        """
        adds = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        takes = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if adds and takes:
            return caught & self.ids
        if adds:
            return caught | self.ids
        return self.ids - caught if takes else caught

    def ids_of(self, hits: Mapping[Side, Mask]) -> Ids:
        """Return the ids of the points in the masks."""
        caught = {side: compress(self._paths[side], hit.tolist()) for side, hit in hits.items()}
        return Ids(caught.get(Side.SOURCE, ()), caught.get(Side.TARGET, ()))

    def _mask(self, side: Side, chosen: frozenset[str]) -> Mask:
        paths = self._paths[side]
        if len(chosen) > FEW * len(paths):
            return np.fromiter((path in chosen for path in paths), bool, len(paths))
        mask = np.zeros(len(paths), bool)
        if chosen:
            rows = self._rows[side]
            if rows is None:
                rows = self._rows[side] = {path: row for row, path in enumerate(paths)}
            mask[[rows[path] for path in chosen if path in rows]] = True
        return mask
