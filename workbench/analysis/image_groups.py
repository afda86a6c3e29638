"""Groups of target images to be named with one key: alike, agreed by their labelled neighbours, or doubtful."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.neighbour_labels import clear_margin, expected_shares, several_groups, vote, voters
from workbench.analysis.target_index import Rows, TargetIndex
from workbench.core.domain import UNKNOWN
from workbench.core.image_groups import PAGE, SHOWN, GroupKind, ImageGroup

SMALLEST = 3  # images of a group; fewer are judged by their neighbours, or one by one
JUDGED = 10  # the least number of labelled images from which it is learned how far neighbours can be trusted
LISTED = 200  # the most groups that are returned


class Opinions(NamedTuple):
    """What is thought of N images: class numbers `likely` (N,) of `names`, and the share of right ones, `sure` (N,).

    `judged` (N,): the number of labelled images from which that share was learned; 0 for the model's confidence.
    """

    names: tuple[str, ...]
    likely: Rows
    sure: NDArray[np.float64]
    judged: Rows


def image_groups(
    index: TargetIndex, labels: Mapping[str, str], passed: Collection[str], seed: int = 0
) -> list[ImageGroup]:
    """Groups of the images without a label, the most useful first: by the number of images shown × their purity.

    `labels`: those that teach. `passed`: images that must not be offered, as they measure or are marked as unsure.
    """
    names = tuple(sorted({*index.classes, *labels.values()}))
    number = {name: place for place, name in enumerate(names)}
    assigned = np.array([number.get(labels.get(path, ""), -1) for path in index.paths], np.int64)
    hidden = set(passed)
    free = np.array([path not in hidden for path in index.paths], bool) & (assigned < 0)
    opinions, agreed = _judged(index, names, assigned, free, seed)
    found = list(_pages(GroupKind.AGREED, index, opinions, np.flatnonzero(agreed), PAGE))
    rest = np.flatnonzero(free & ~agreed)
    alike, single = _alike(index, opinions, rest)
    doubtful = _pages(GroupKind.DOUBTFUL, index, opinions, single, SHOWN)
    found = sorted(found + alike, key=_benefit, reverse=True)
    return (found + sorted(doubtful, key=_benefit, reverse=True))[:LISTED]


def _judged(
    index: TargetIndex, names: tuple[str, ...], assigned: Rows, free: NDArray[np.bool_], seed: int
) -> tuple[Opinions, NDArray[np.bool_]]:
    """Opinions on all images, and which free ones are agreed by their labelled neighbours.

    How far neighbours can be trusted is learned from the labelled images, each judged without its own group. Images
    whose neighbours say what the model says are judged apart from the others.
    """
    place = np.array([names.index(name) for name in index.classes], np.int64)
    by_model = place[index.probabilities.argmax(axis=1)]
    sure = index.probabilities.max(axis=1).astype(np.float64)
    opinions = Opinions(names, by_model.copy(), sure, np.zeros(len(sure), np.int64))
    agreed = np.zeros(len(free), bool)
    known, rows = np.flatnonzero(assigned >= 0), np.flatnonzero(free)
    known = known[voters(assigned[known], seed)]
    labels, groups = assigned[known], index.groups[known]
    if len(np.unique(labels)) < 2 or not len(rows):
        return opinions, agreed
    tested = vote(index.points[known], index.points[known], labels, (groups, groups))
    votes = vote(index.points[rows], index.points[known], labels, None)
    judged = several_groups(labels, groups)
    for same in (True, False):
        test = judged & ((tested.classes == by_model[known]) == same)
        part = (votes.classes == by_model[rows]) == same
        if test.sum() < JUDGED:
            continue
        right = tested.classes[test] == labels[test]
        shares = expected_shares(tested.margins[test], right, votes.margins)
        clear = part & (votes.margins >= clear_margin(tested.margins[test], right)) & (votes.margins > 0)
        agreed[rows[clear]] = True
        better = same or right.mean() >= (by_model[known][test] == labels[test]).mean()
        followed = part if better else clear
        opinions.likely[rows[followed]] = votes.classes[followed]
        opinions.sure[rows[followed]] = shares[followed]
        opinions.judged[rows[followed]] = test.sum()
    agreed &= np.isin(by_model, labels) | ~np.isin(place, labels).any()  # it may be of a class that nobody named yet
    if UNKNOWN in names:  # images of no class need not be alike
        agreed &= opinions.likely != names.index(UNKNOWN)
    return opinions, agreed


def _pages(kind: GroupKind, index: TargetIndex, opinions: Opinions, rows: Rows, most: int) -> Iterator[ImageGroup]:
    """Groups of up to `most` rows of the same likely class, the surest first."""
    for number in np.unique(opinions.likely[rows]):
        of_class = rows[opinions.likely[rows] == number]
        of_class = of_class[np.argsort(-opinions.sure[of_class], kind="stable")]
        for start in range(0, len(of_class), most):
            yield _group(kind, index, opinions, of_class[start : start + most], int(number))


def _alike(index: TargetIndex, opinions: Opinions, rows: Rows) -> tuple[list[ImageGroup], Rows]:
    """The groups of the index, as far as their images are in `rows`, the purest first; and the rows in none of them."""
    groups, single = [], []
    order = rows[np.argsort(index.groups[rows], kind="stable")]
    _, starts = np.unique(index.groups[order], return_index=True)
    for members in np.split(order, starts[1:]):
        if len(members) < SMALLEST:
            single.append(members)
            continue
        centre = index.points[members].mean(axis=0)
        order_within = np.argsort(-(index.points[members] @ centre), kind="stable")
        groups.append(_group(GroupKind.ALIKE, index, opinions, members[order_within]))
    return groups, np.concatenate([*single, np.empty(0, np.int64)])


def _group(
    kind: GroupKind, index: TargetIndex, opinions: Opinions, rows: Rows, number: int | None = None
) -> ImageGroup:
    """A group of rows, with its likely class: `number`, or that of the surest opinions."""
    weights = np.bincount(opinions.likely[rows], opinions.sure[rows], minlength=len(opinions.names))
    number = int(weights.argmax()) if number is None else number
    paths = tuple(index.paths[row] for row in rows)
    share, judged = float(weights[number] / max(len(rows), 1)), int(opinions.judged[rows].min()) if len(rows) else 0
    return ImageGroup(kind, paths, opinions.names[number], share, judged)


def _benefit(group: ImageGroup) -> float:
    shown = min(len(group.paths), PAGE if group.kind is GroupKind.AGREED else SHOWN)
    return shown * group.share
