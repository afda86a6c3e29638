"""Data quality problems: duplicates, blank, blurred, over- and under-exposed images, suspected label errors."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side
from workbench.core.shift_report import DataProblem, SuspectLabel

LISTED = 200  # sets listed for each kind of problem
ALIKE = 0.98  # least cosine similarity of the features of near duplicates
CLOSE = 0.04  # largest RMS difference of the grey thumbnails of near duplicates, in [0, 1]
RANK = 5  # a sample's neighbour that is no duplicate of it even where every image is there a few times
USUAL = 0.3  # largest difference of near duplicates, of the median difference to the RANK-th neighbour in the domain
COMPARED = 500  # samples of a domain from which that median is taken
SMALL = 16  # side of those thumbnails in pixels
BLANK = 2.0  # standard deviation of luma below which an image is blank, of 255
BLURRED = -3.5  # robust z-score of log sharpness, within the domain, below which an image is blurred
BLOWN = 50.0  # percentage of saturated pixels above which an image is badly exposed
SURE = 0.5  # by how much the probability of another class must exceed that of the label
BLOCK = 512  # rows of features compared at once

Floats = NDArray[np.float32]
Id = tuple[Side, str]


def exact_duplicates(digests: Mapping[Side, Mapping[str, bytes]]) -> DataProblem | None:
    """Sets of files with the same digest. Sets with files of both domains come first."""
    same: dict[bytes, list[Id]] = defaultdict(list)
    for side, by_path in digests.items():
        for path, digest in by_path.items():
            same[digest].append((side, path))
    sets = [tuple(ids) for ids in same.values() if len(ids) > 1]
    sets.sort(key=lambda ids: (len({side for side, _ in ids}) == 1, -len(ids)))
    across = sum(len({side for side, _ in ids}) == 2 for ids in sets)
    span = "set spans" if across == 1 else "sets span"
    leaks = f" {across:,} {span} both domains: target images have leaked into the source." if across else ""
    return _problem("duplicates", "Exact duplicates", f"Files with identical content.{leaks}", sets)


def near_duplicates(
    ids: Sequence[Id],
    features: Floats,
    pixels: Callable[[int], NDArray[np.uint8]],
    digests: Mapping[Side, Mapping[str, bytes]],
) -> DataProblem | None:
    """Pairs of nearly identical images: candidates by the cosine of features (N, D), confirmed on grey thumbnails.

    `pixels(i)` returns the image of sample i, uint8 (S, S, 3). Pairs with equal `digests` are exact duplicates and left
    out. How close is close depends on the domain: where all images show similar objects on one background, different
    ones are closer than copies are elsewhere. Pairs of both domains come first, then the most similar.
    """
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    thumbnails: dict[int, Floats] = {}
    contents = [digests[side].get(path, path.encode()) for side, path in ids]

    def thumbnail(row: int) -> Floats:
        if row not in thumbnails:
            thumbnails[row] = _thumbnail(pixels(row))
        return thumbnails[row]

    limits = {side: _limit([thumbnail(row) for row in _some_of(side, ids)]) for side in Side}
    pairs = []
    for start in range(0, len(unit), BLOCK):
        cosines = unit[start : start + BLOCK] @ unit.T
        for offset, second in zip(*np.nonzero(cosines >= ALIKE), strict=True):
            first = int(offset) + start
            if first < second and contents[first] != contents[second]:
                difference = float(np.sqrt(((thumbnail(first) - thumbnail(int(second))) ** 2).mean()))
                if difference <= min(limits[ids[first][0]], limits[ids[int(second)][0]]):
                    pairs.append((ids[first][0] is ids[second][0], difference, (ids[first], ids[second])))
    pairs.sort()
    across = sum(not same_side for same_side, _, _ in pairs)
    leaks = f" {across:,} {'pair spans' if across == 1 else 'pairs span'} both domains." if across else ""
    summary = f"Pairs with small differences: resized, cropped or re-encoded copies.{leaks}"
    return _problem("near_duplicates", "Near duplicates", summary, [pair for _, _, pair in pairs])


def _some_of(side: Side, ids: Sequence[Id]) -> NDArray[np.int64]:
    """Rows of a side, at most COMPARED, evenly spread."""
    rows = np.flatnonzero([of is side for of, _ in ids])
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), COMPARED)).astype(int)] if len(rows) else rows


def _limit(thumbnails: Sequence[Floats]) -> float:
    """The largest difference of near duplicates in a domain with these thumbnails, at most CLOSE."""
    if len(thumbnails) <= RANK:
        return CLOSE
    flat = np.stack(thumbnails).reshape(len(thumbnails), -1).astype(np.float64)
    squares = (flat**2).sum(axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares - 2 * flat @ flat.T, 0) / flat.shape[1])
    usual = float(np.median(np.partition(apart, RANK, axis=1)[:, RANK]))  # index 0 is the sample itself
    return min(CLOSE, USUAL * usual)


def odd_images(ids: Sequence[Id], described: Mapping[str, Floats]) -> list[DataProblem]:
    """Blank, blurred, over- and under-exposed images of one domain, by the statistics (N,) of `describe`."""
    contrast, sharpness = described["contrast"], described["sharpness"]
    blank = contrast < BLANK
    problems = [
        _worst("blank", "Blank images", "Images of uniform brightness.", ids, blank, contrast),
        _worst(
            "blurred",
            "Blurred images",
            "Images that are much less sharp than the others of their domain.",
            ids,
            (_robust_z(sharpness) < BLURRED) & ~blank,
            sharpness,
        ),
        _worst(
            "blown",
            "Over-exposed images",
            "More than half of the image is white.",
            ids,
            (described["highlights"] > BLOWN) & ~blank & _rare(described["highlights"] > BLOWN),
            -described["highlights"],
        ),
        _worst(
            "dark",
            "Under-exposed images",
            "More than half of the image is black.",
            ids,
            (described["shadows"] > BLOWN) & ~blank & _rare(described["shadows"] > BLOWN),
            -described["shadows"],
        ),
    ]
    return [problem for problem in problems if problem is not None]


def label_errors(
    ids: Sequence[Id], labels: Sequence[str], probabilities: Floats, classes: Sequence[str]
) -> DataProblem | None:
    """Suspected label errors by confident learning on cross-validated probabilities (N, K) (arXiv:1911.00068, eq. 2).

    A label is a candidate if another class is at least as probable as it is, on average, for its own samples. Only
    candidates with a margin of SURE are reported, because weak models give many candidates. The largest margins come
    first.
    """
    indices = {name: index for index, name in enumerate(classes)}
    given = np.array([indices.get(label, -1) for label in labels])
    thresholds = np.array(
        [probabilities[given == k, k].mean() if (given == k).any() else np.inf for k in range(len(classes))]
    )
    above = np.where(probabilities >= thresholds, probabilities, -1.0)
    likely = above.argmax(axis=1)
    own = probabilities[np.arange(len(given)), given]
    margin = probabilities.max(axis=1) - own
    suspicious = (above.max(axis=1) >= 0) & (likely != given) & (given >= 0) & (margin >= SURE)
    rows = [row for row in np.argsort(-margin, kind="stable") if suspicious[row]]
    if not rows:
        return None
    best = probabilities.argmax(axis=1)
    suspects = [
        SuspectLabel(
            ids[row][1], labels[row], float(own[row]), classes[best[row]], float(probabilities[row, best[row]])
        )
        for row in rows[:LISTED]
    ]
    summary = (
        "Source images whose label a classifier of the other source images contradicts, with its probabilities of both "
        "classes, in descending order of evidence. Some of these labels are right: look at each image."
    )
    sets = tuple((ids[row],) for row in rows[:LISTED])
    return DataProblem("label_errors", "Suspected label errors", summary, sets, len(rows), tuple(suspects))


def merged(problems: Sequence[DataProblem]) -> list[DataProblem]:
    """Merge problems of the same kind."""
    merged_problems: dict[str, DataProblem] = {}
    for problem in problems:
        earlier = merged_problems.get(problem.kind)
        if earlier is None:
            merged_problems[problem.kind] = problem
        else:
            sets = (*earlier.sets, *problem.sets)[:LISTED]
            total = earlier.total + problem.total
            merged_problems[problem.kind] = DataProblem(problem.kind, problem.title, problem.summary, sets, total)
    return list(merged_problems.values())


def _problem(kind: str, title: str, summary: str, sets: Sequence[tuple[Id, ...]]) -> DataProblem | None:
    return DataProblem(kind, title, summary, tuple(sets[:LISTED]), len(sets)) if sets else None


def _worst(
    kind: str, title: str, summary: str, ids: Sequence[Id], bad: NDArray[np.bool_], badness: Floats
) -> DataProblem | None:
    rows = [row for row in np.argsort(badness, kind="stable") if bad[row]]
    return _problem(kind, title, summary, [(ids[row],) for row in rows])


def _robust_z(values: Floats) -> Floats:
    """Robust z-scores (N,): deviations from the median, in units of the scaled median absolute deviation."""
    deviations = values - np.median(values)
    scale = 1.4826 * float(np.median(np.abs(deviations))) or float(values.std()) or 1.0
    scores: Floats = deviations / scale
    return scores


def _rare(bad: NDArray[np.bool_]) -> bool:
    """Whether few images are affected. In many images it is a property of the domain, such as digits on black."""
    return bool(bad.mean() < 0.2)


def _thumbnail(pixels: NDArray[np.uint8]) -> Floats:
    """A grey thumbnail (16, 16) in [0, 1], by averaging blocks."""
    grey = pixels.astype(np.float32).mean(axis=2)
    bounds = np.linspace(0, len(grey), SMALL + 1).astype(int)[:-1]
    sums = np.add.reduceat(np.add.reduceat(grey, bounds, axis=0), bounds, axis=1)
    sizes = np.diff(np.append(bounds, len(grey)))
    thumbnail: Floats = sums / np.outer(sizes, sizes) / 255
    return thumbnail
