"""The images most like some that a person chose, and the division of a group into two."""

from collections.abc import Collection

import msgspec
import numpy as np

from workbench.analysis.strategies.contract import clustered
from workbench.analysis.target_index import Floats, Rows, TargetIndex
from workbench.core.image_groups import GroupKind, ImageGroup

BLOCK = 8_192  # images at a time


def similar_images(
    index: TargetIndex, liked: Collection[str], rejected: Collection[str], passed: Collection[str], count: int
) -> ImageGroup:
    """Up to `count` images like the `liked` ones and unlike the `rejected` ones, the nearest first.

    They are ordered by the distance to the nearest liked image minus the distance to the nearest rejected one. None of
    the three sets and of `passed` is among them.
    """
    hidden = {*liked, *rejected, *passed}
    rows = np.array([row for row, path in enumerate(index.paths) if path not in hidden], np.int64)
    near, away = _rows(index, liked), _rows(index, rejected)
    if not len(near) or not len(rows):
        return ImageGroup(GroupKind.SIMILAR, ())
    distances = _to_nearest(index.points, rows, near)
    if len(away):
        distances = distances - _to_nearest(index.points, rows, away)
    order = np.argsort(distances, kind="stable")[:count]
    return ImageGroup(GroupKind.SIMILAR, tuple(index.paths[row] for row in rows[order]))


def divided(index: TargetIndex, group: ImageGroup, seed: int = 0) -> tuple[ImageGroup, ...]:
    """Divide a group into two by k-means, the larger first; the same group if its images cannot be told apart."""
    rows = _rows(index, group.paths)
    if len(rows) < 2:
        return (group,)
    model = clustered(index.points[rows], 2, seed)
    parts = [rows[model.labels_ == number] for number in range(2)]
    if not all(map(len, parts)):
        return (group,)
    parts.sort(key=len, reverse=True)
    return tuple(_part(index, part, group) for part in parts)


def _part(index: TargetIndex, rows: Rows, group: ImageGroup) -> ImageGroup:
    centre = index.points[rows].mean(axis=0)
    order = rows[np.argsort(-(index.points[rows] @ centre), kind="stable")]
    return msgspec.structs.replace(group, paths=tuple(index.paths[row] for row in order))


def _rows(index: TargetIndex, paths: Collection[str]) -> Rows:
    wanted = set(paths)
    return np.array([row for row, path in enumerate(index.paths) if path in wanted], np.int64)


def _to_nearest(points: Floats, rows: Rows, to: Rows) -> Floats:
    """The distance (R,) from each of the rows to the nearest of the rows `to`."""
    nearest = [
        np.sqrt(np.maximum(2 - 2 * points[rows[start : start + BLOCK]] @ points[to].T, 0)).min(axis=1)
        for start in range(0, len(rows), BLOCK)
    ]
    distances: Floats = np.concatenate(nearest)
    return distances
