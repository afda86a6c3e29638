"""Which points of the scatter are selected: ids for the other views, masks for the drawing."""

from collections.abc import Mapping
from itertools import compress

import numpy as np
from PySide6.QtCore import Qt

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.views.scatter.points import Mask, ScatterPoints

FEW = 0.05  # of the points: so few ids are looked up one by one


class PointSelection:
    """`ids` may name samples that have no point here; `masks` (N,) tell of those that have."""

    def __init__(self) -> None:
        self.ids = NONE
        self.masks: dict[Side, Mask] = {side: np.zeros(0, bool) for side in Side}
        self._paths: dict[Side, list[str]] = {side: [] for side in Side}
        self._rows: dict[Side, dict[str, int] | None] = dict.fromkeys(Side)

    def set_points(self, points: Mapping[Side, ScatterPoints]) -> None:
        """From now on, masks are of these points."""
        for side, part in points.items():
            if part.paths != self._paths[side]:
                self._paths[side], self._rows[side] = part.paths, None
        self.choose(self.ids)

    def choose(self, ids: Ids) -> None:
        """Select these instead."""
        self.ids = ids
        for side in Side:
            self.masks[side] = self._mask(side, ids.paths(side))

    def take(self, ids: Ids, hits: Mapping[Side, Mask]) -> None:
        """Select these, which are the points that a tool hit and no others."""
        self.ids = ids
        for side in Side:
            hit = hits.get(side)
            self.masks[side] = np.zeros(len(self._paths[side]), bool) if hit is None else hit

    @property
    def count(self) -> int:
        """How many points are selected here."""
        return sum(int(mask.sum()) for mask in self.masks.values())

    def with_found(self, found: Ids, modifiers: Qt.KeyboardModifier) -> Ids:
        """The selection after a tool caught these: replaced, or with Shift added to, with Ctrl taken from, with both
        reduced to what is in both.
        """
        adds = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        takes = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if adds and takes:
            return found & self.ids
        if adds:
            return found | self.ids
        return self.ids - found if takes else found

    def ids_of(self, hits: Mapping[Side, Mask]) -> Ids:
        """The samples of these points."""
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
