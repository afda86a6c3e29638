"""Distances between two sets of features, each with the same distance between two halves of the source."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from threadpoolctl import threadpool_limits

from workbench.analysis.domain_probe import probe
from workbench.core.shift_report import Measure
from workbench.engine import distances

COMPONENTS = 64  # principal components used
MOST = 1000  # largest number of samples of each domain
REPEATS = 60  # resamples of the delete-half jackknife
PERMUTATIONS = 400
CHANCE = 0.01  # significance level: with a larger p-value of the probe, no shift is reported
LEAST = 8  # least number of samples in each half

Floats = NDArray[np.float32]


class Parts(NamedTuple):
    """Samples (n, D) of one half of the `source`, of its `other` half, and of the `target`."""

    source: Floats
    other: Floats
    target: Floats


def parts(source: Floats, target: Floats, seed: int = 0) -> Parts | None:
    """Draw two disjoint samples of the source (N, D) and one of the target (M, D), all of the same size.

    Returns None if that size would be below LEAST.
    """
    count = min(len(source) // 2, len(target), MOST)
    if count < LEAST:
        return None
    random = np.random.default_rng(seed)
    ours, theirs = random.permutation(len(source)), random.permutation(len(target))
    return Parts(source[ours[:count]], source[ours[count : 2 * count]], target[theirs[:count]])


def projected_parts(drawn: Parts) -> Parts:
    """Project onto common principal components, scaled by the root mean square deviation of the source."""
    count = len(drawn.source)
    pooled = np.concatenate(drawn).astype(np.float64)
    pooled -= pooled.mean(axis=0)
    kept = min(COMPONENTS, pooled.shape[1], count - 1)
    _, _, directions = np.linalg.svd(pooled, full_matrices=False)
    projected = pooled @ directions[:kept].T
    spread = float(np.sqrt(projected[: 2 * count].var(axis=0).mean())) or 1.0
    scaled = (projected / spread).astype(np.float32)
    return Parts(scaled[:count], scaled[count : 2 * count], scaled[2 * count :])


def measures(source: Floats, target: Floats, seed: int = 0) -> tuple[Measure, ...]:
    """All distances between features (N, D) and (M, D); empty for too few samples.

    The 95 % intervals come from a bootstrap over held-out predictions for the probe, and from the delete-half jackknife
    for the other distances (Shao and Wu, 1989, https://doi.org/10.1214/aos/1176347263).
    """
    with threadpool_limits(1):
        drawn = parts(source, target, seed)
        if drawn is None:
            return ()
        projected = projected_parts(drawn)
        return (
            _probe_measure(drawn, seed),
            _mmd_measure(projected, seed),
            *(_distance_measure(distance, projected, seed) for distance in DISTANCES),
        )


def sentence(measures: tuple[Measure, ...]) -> str:
    """The shift in plain words."""
    measure = next((measure for measure in measures if measure.name == "a_distance"), None)
    if measure is None:
        return "There are too few images to compare the domains. Use at least 16 of the source and 8 of the target."
    accuracy, reference = (share_of(distance) for distance in (measure.value, measure.reference))
    result = f"A linear probe recognises the domain of {_percent(accuracy)} of the images"
    result += f" (chance: 50 %; between two halves of the source: {_percent(reference)})."
    return f"{result} {_interpretation(accuracy, measure.p)}"


def _interpretation(accuracy: float, p: float | None) -> str:
    if p is not None and p >= CHANCE:
        return "This is no better than chance: no shift is detected."
    if accuracy >= 0.95:
        return "Nearly every image reveals its domain."
    return f"{'Most' if accuracy >= 0.75 else 'Some'} images reveal their domain; the others could be of either."


def share_of(distance: float) -> float:
    """The accuracy of a probe, in [0, 1], from a proxy A-distance."""
    return 0.5 + distance / 4


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _probe_measure(compared: Parts, seed: int) -> Measure:
    result = probe(compared.source, compared.target, seed)
    reference = probe(compared.source, compared.other, seed)
    random = np.random.default_rng(seed)
    hits, count = result.hits, len(result.hits) // 2
    draws = [random.integers(0, count, count) for _ in range(2 * REPEATS)]
    shares = [(hits[:count][rows].mean() + hits[count:][rows].mean()) / 2 for rows in draws]
    low, high = (_a_distance(float(share)) for share in np.quantile(shares, (0.025, 0.975)))
    chance = binomtest(int(hits.sum()), len(hits), 0.5, alternative="greater").pvalue
    return Measure(
        name="a_distance",
        title="Proxy A-distance",
        value=_a_distance(result.right),
        low=low,
        high=high,
        reference=_a_distance(reference.right),
        p=float(chance),
        summary=f"From 0 to 2, by the accuracy of a linear classifier of the domain on held-out images, here "
        f"{_percent(result.right)}.",
    )


def _a_distance(right: float) -> float:
    """2 (1 − 2 ε) for a classifier with error ε = 1 − right (Ben-David et al., 2007; arXiv:1505.07818, §3, eq. 2)."""
    return 2 * (1 - 2 * (1 - right))


def _mmd_measure(compared: Parts, seed: int) -> Measure:
    both = np.concatenate([compared.source, compared.target])
    count = len(compared.source)
    kernel = distances.gaussian_kernel(both)
    value = distances.mmd_squared(kernel, count)
    random = np.random.default_rng(seed)
    shuffled = [distances.mmd_squared(kernel, count, random.permutation(2 * count)) for _ in range(PERMUTATIONS)]
    p = (1 + sum(permuted >= value for permuted in shuffled)) / (1 + PERMUTATIONS)

    def halved(rows: NDArray[np.int64]) -> float:
        both_rows = np.concatenate([rows, count + rows])
        return distances.mmd_squared(kernel[np.ix_(both_rows, both_rows)], len(rows))

    low, high = _interval(value, count, halved, seed, repeats=REPEATS // 2)
    reference = distances.mmd_squared(
        distances.gaussian_kernel(np.concatenate([compared.source, compared.other])), count
    )
    return Measure(
        name="mmd",
        title="MMD²",
        value=value,
        low=low,
        high=high,
        reference=reference,
        p=p,
        summary="Maximum mean discrepancy with a Gaussian kernel: 0 for equal distributions. p is that of a "
        "permutation test.",
    )


class _Distance(NamedTuple):
    name: str
    title: str
    summary: str
    distance: Callable[[Floats, Floats], float]


DISTANCES = (
    _Distance(
        "frechet",
        "Fréchet distance",
        "Between Gaussians fitted to both domains: differences of mean and covariance. FID in the Translate step is "
        f"another number: here, features are scaled and reduced to at most {COMPONENTS} principal components.",
        distances.frechet,
    ),
    _Distance("coral", "CORAL distance", "Between the covariance matrices of both domains.", distances.coral),
    _Distance(
        "sliced_wasserstein",
        "Sliced Wasserstein",
        "Transport distance between the domains, averaged over random directions.",
        distances.sliced_wasserstein,
    ),
)


def _distance_measure(kind: _Distance, compared: Parts, seed: int) -> Measure:
    value = kind.distance(compared.source, compared.target)

    def halved(rows: NDArray[np.int64]) -> float:
        return kind.distance(compared.source[rows], compared.target[rows])

    low, high = _interval(value, len(compared.source), halved, seed)
    reference = kind.distance(compared.source, compared.other)
    return Measure(kind.name, kind.title, value, low, high, reference, None, kind.summary)


def _interval(
    value: float, count: int, halved: Callable[[NDArray[np.int64]], float], seed: int, repeats: int = REPEATS
) -> tuple[float, float]:
    """95 % interval around `value` by the delete-half jackknife: half-samples vary as much as new full samples."""
    random = np.random.default_rng(seed)
    values = np.array([halved(random.permutation(count)[: count // 2]) for _ in range(repeats)])
    low, high = np.quantile(values - values.mean(), (0.025, 0.975))
    return value + float(low), value + float(high)
