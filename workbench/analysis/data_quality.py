"""Images that need a second look: duplicates, blank, blurred and over-exposed ones, labels that look wrong."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side
from workbench.core.shift_report import DataProblem

LISTED = 200  # sets of each kind that travel
ALIKE = 0.98  # cosine of features from which on two images may be near duplicates
CLOSE = 0.04  # and root-mean-square difference of their small grey copies, in [0, 1]
SMALL = 16  # pixels of those copies
BLANK = 2.0  # standard deviation of luma, of 255
BLURRED = -3.5  # robust z of the logarithm of sharpness within the domain
BLOWN = 50.0  # per cent of pixels without detail
SURE = 0.5  # by how much another class must be more probable than the label
BLOCK = 512

Floats = NDArray[np.float32]
Id = tuple[Side, str]


def exact_duplicates(digests: Mapping[Side, Mapping[str, bytes]]) -> DataProblem | None:
    """Sets of files with the same content, by digest; those in both domains first."""
    same: dict[bytes, list[Id]] = defaultdict(list)
    for side, of in digests.items():
        for path, digest in of.items():
            same[digest].append((side, path))
    sets = [tuple(ids) for ids in same.values() if len(ids) > 1]
    sets.sort(key=lambda ids: (len({side for side, _ in ids}) == 1, -len(ids)))
    across = sum(len({side for side, _ in ids}) == 2 for ids in sets)
    leaks = f" {across:,} of these sets are in both domains: the target has leaked into the source." if across else ""
    return _trouble("duplicates", "Exact duplicates", f"Files with the same content.{leaks}", sets)


def near_duplicates(
    ids: Sequence[Id],
    features: Floats,
    pixels: Callable[[int], NDArray[np.uint8]],
    digests: Mapping[Side, Mapping[str, bytes]],
) -> DataProblem | None:
    """Pairs that look the same but for small changes: (N, D) features by cosine, then grey copies pixel by pixel.

    `pixels(i)` gives the (S, S, 3) bytes of sample i; pairs of equal `digests` are exact duplicates, not near ones.
    Pairs across domains come first, then the most alike.
    """
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    copies: dict[int, Floats] = {}
    contents = [digests[side].get(path, path.encode()) for side, path in ids]

    def copy(row: int) -> Floats:
        if row not in copies:
            copies[row] = _small(pixels(row))
        return copies[row]

    found = []
    for start in range(0, len(unit), BLOCK):
        cosines = unit[start : start + BLOCK] @ unit.T
        for row, other in zip(*np.nonzero(cosines >= ALIKE), strict=True):
            one = int(row) + start
            if one < other and contents[one] != contents[other]:
                away = float(np.sqrt(((copy(one) - copy(int(other))) ** 2).mean()))
                if away <= CLOSE:
                    found.append((ids[one][0] is ids[other][0], away, (ids[one], ids[other])))
    found.sort()
    across = sum(not same for same, _, _ in found)
    leaks = f" {across:,} pairs lie in both domains." if across else ""
    summary = f"Pairs that differ by little: copies that were resized, cropped or saved again.{leaks}"
    return _trouble("near_duplicates", "Near duplicates", summary, [pair for _, _, pair in found])


def odd_images(ids: Sequence[Id], described: Mapping[str, Floats]) -> list[DataProblem]:
    """Blank, blurred, over- and under-exposed images of one domain, by (N,) statistics of `image_statistics`."""
    contrast, sharpness = described["contrast"], described["sharpness"]
    blank = contrast < BLANK
    found = [
        _worst("blank", "Blank images", "Images of one even tone.", ids, blank, contrast),
        _worst(
            "blurred",
            "Blurred images",
            "Images far less sharp than others of their domain.",
            ids,
            (_robust_z(sharpness) < BLURRED) & ~blank,
            sharpness,
        ),
        _worst(
            "blown",
            "Over-exposed images",
            "More than half of the image is pure white.",
            ids,
            (described["highlights"] > BLOWN) & ~blank & _rare(described["highlights"] > BLOWN),
            -described["highlights"],
        ),
        _worst(
            "dark",
            "Under-exposed images",
            "More than half of the image is pure black.",
            ids,
            (described["shadows"] > BLOWN) & ~blank & _rare(described["shadows"] > BLOWN),
            -described["shadows"],
        ),
    ]
    return [one for one in found if one is not None]


def label_errors(
    ids: Sequence[Id], labels: Sequence[str], probabilities: Floats, classes: Sequence[str]
) -> DataProblem | None:
    """Labels that cross-validated (N, K) probabilities contradict: confident learning (arXiv:1911.00068, eq. 2).

    A sample is in doubt where another class is at least as probable as that class is, on average, for its own samples;
    of those in doubt only the ones are named that the model is SURE of, for a weak model doubts too much. The surest
    come first.
    """
    place = {name: number for number, name in enumerate(classes)}
    given = np.array([place.get(label, -1) for label in labels])
    thresholds = np.array(
        [probabilities[given == k, k].mean() if (given == k).any() else np.inf for k in range(len(classes))]
    )
    above = np.where(probabilities >= thresholds, probabilities, -1.0)
    likely = above.argmax(axis=1)
    own = probabilities[np.arange(len(given)), given]
    margin = probabilities.max(axis=1) - own
    doubtful = (above.max(axis=1) >= 0) & (likely != given) & (given >= 0) & (margin >= SURE)
    rows = [row for row in np.argsort(-margin, kind="stable") if doubtful[row]]
    return _trouble(
        "label_errors",
        "Likely label errors",
        "Source images whose label a model that did not learn from them contradicts; the surest first.",
        [(ids[row],) for row in rows],
    )


def merged(found: Sequence[DataProblem]) -> list[DataProblem]:
    """Troubles of the same kind in both domains as one."""
    kinds: dict[str, DataProblem] = {}
    for one in found:
        known = kinds.get(one.kind)
        if known is None:
            kinds[one.kind] = one
        else:
            sets = (*known.sets, *one.sets)[:LISTED]
            kinds[one.kind] = DataProblem(one.kind, one.title, one.summary, sets, known.total + one.total)
    return list(kinds.values())


def _trouble(kind: str, title: str, summary: str, sets: Sequence[tuple[Id, ...]]) -> DataProblem | None:
    return DataProblem(kind, title, summary, tuple(sets[:LISTED]), len(sets)) if sets else None


def _worst(
    kind: str, title: str, summary: str, ids: Sequence[Id], bad: NDArray[np.bool_], badness: Floats
) -> DataProblem | None:
    rows = [row for row in np.argsort(badness, kind="stable") if bad[row]]
    return _trouble(kind, title, summary, [(ids[row],) for row in rows])


def _robust_z(values: Floats) -> Floats:
    """How many deviations, by the median of those, each of (N,) lies from the median."""
    away = values - np.median(values)
    deviation = 1.4826 * float(np.median(np.abs(away))) or float(values.std()) or 1.0
    scaled: Floats = away / deviation
    return scaled


def _rare(bad: NDArray[np.bool_]) -> bool:
    """Where many images are so, it is how the domain looks: drawings on white, digits on black."""
    return bool(bad.mean() < 0.2)


def _small(pixels: NDArray[np.uint8]) -> Floats:
    """A (16, 16) grey copy in [0, 1] by means of blocks."""
    grey = pixels.astype(np.float32).mean(axis=2)
    bounds = np.linspace(0, len(grey), SMALL + 1).astype(int)[:-1]
    sums = np.add.reduceat(np.add.reduceat(grey, bounds, axis=0), bounds, axis=1)
    sizes = np.diff(np.append(bounds, len(grey)))
    copied: Floats = sums / np.outer(sizes, sizes) / 255
    return copied
