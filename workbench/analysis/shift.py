"""How far apart two sets of features lie: five distances, each beside what two halves of the source give."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from threadpoolctl import threadpool_limits

from workbench.analysis.domain_probe import probe
from workbench.core.shift_report import Measure
from workbench.engine import distances

COMPONENTS = 64  # principal components that are compared
MOST = 1000  # samples of each domain that are compared
REPEATS = 60  # of the delete-half jackknife
PERMUTATIONS = 400
CHANCE = 0.01  # a probe that guesses is as often right as it was with at least this probability: no shift is claimed
LEAST = 8  # samples that a half needs

Floats = NDArray[np.float32]


class Parts(NamedTuple):
    """Equal numbers of samples (n, D) of the `source`, of the `other` half of it, and of the `target`."""

    source: Floats
    other: Floats
    target: Floats


def parts(source: Floats, target: Floats, seed: int = 0) -> Parts | None:
    """Two disjoint draws of the (N, D) source and one of the (M, D) target, all of one size.

    None where there are fewer than LEAST samples for each.
    """
    count = min(len(source) // 2, len(target), MOST)
    if count < LEAST:
        return None
    random = np.random.default_rng(seed)
    ours, theirs = random.permutation(len(source)), random.permutation(len(target))
    return Parts(source[ours[:count]], source[ours[count : 2 * count]], target[theirs[:count]])


def placed(drawn: Parts) -> Parts:
    """The same in common coordinates: principal components of all, in units of the source's spread along one of them,
    by root mean square.
    """
    count = len(drawn.source)
    pooled = np.concatenate(drawn).astype(np.float64)
    pooled -= pooled.mean(axis=0)
    kept = min(COMPONENTS, pooled.shape[1], count - 1)
    _, _, directions = np.linalg.svd(pooled, full_matrices=False)
    moved = pooled @ directions[:kept].T
    spread = float(np.sqrt(moved[: 2 * count].var(axis=0).mean())) or 1.0
    made = (moved / spread).astype(np.float32)
    return Parts(made[:count], made[count : 2 * count], made[2 * count :])


def measures(source: Floats, target: Floats, seed: int = 0) -> tuple[Measure, ...]:
    """All distances between (N, D) and (M, D) features; none where there are too few samples.

    Intervals are 95 %: of the probe by bootstrap over held-out answers, of the others by the delete-half jackknife
    (Shao and Wu, 1989, https://doi.org/10.1214/aos/1176347263).
    """
    with threadpool_limits(1):
        drawn = parts(source, target, seed)
        if drawn is None:
            return ()
        compared = placed(drawn)
        return (
            _of_probe(drawn, seed),
            _of_kernel(compared, seed),
            *(_of(one, compared, seed) for one in PLAIN),
        )


def sentence(found: tuple[Measure, ...]) -> str:
    """The answer in plain words."""
    one = next((measure for measure in found if measure.name == "a_distance"), None)
    if one is None:
        return "There are too few images to compare the domains: give at least 16 of the source and 8 of the target."
    apart, halves = (share_of(distance) for distance in (one.value, one.reference))
    often, chance = _percent(apart), _percent(halves)
    said = f"A linear probe tells the domains apart {often} of the time; two halves of the source, {chance}."
    return f"{said} Guessing would be right 50 % of the time. {_meaning(apart, one.p)}"


def _meaning(apart: float, chance: float | None) -> str:
    if chance is not None and chance >= CHANCE:
        return "That is no more than chance: these images show no shift."
    if apart >= 0.95:
        return "Nearly every image shows which domain it is from."
    return (
        f"{'Most' if apart >= 0.75 else 'Some'} images show which domain they are from; the others could be of either."
    )


def share_of(distance: float) -> float:
    """The share that is told apart, in [0, 1], from a proxy A-distance."""
    return 0.5 + distance / 4


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _of_probe(compared: Parts, seed: int) -> Measure:
    found = probe(compared.source, compared.target, seed)
    halves = probe(compared.source, compared.other, seed)
    random = np.random.default_rng(seed)
    hits, count = found.hits, len(found.hits) // 2
    draws = [random.integers(0, count, count) for _ in range(2 * REPEATS)]
    shares = [(hits[:count][rows].mean() + hits[count:][rows].mean()) / 2 for rows in draws]
    low, high = (_a_distance(float(share)) for share in np.quantile(shares, (0.025, 0.975)))
    chance = binomtest(int(hits.sum()), len(hits), 0.5, alternative="greater").pvalue
    return Measure(
        name="a_distance",
        title="Proxy A-distance",
        value=_a_distance(found.right),
        low=low,
        high=high,
        reference=_a_distance(halves.right),
        p=float(chance),
        summary=f"From 0 to 2: how well a linear classifier names the domain of an image it has not seen, here "
        f"{_percent(found.right)} of the time.",
    )


def _a_distance(right: float) -> float:
    """2 (1 − 2 ε) of a classifier with error ε = 1 − right (Ben-David et al., 2007, eq. 2 of arXiv:1505.07818, §3)."""
    return 2 * (1 - 2 * (1 - right))


def _of_kernel(compared: Parts, seed: int) -> Measure:
    both = np.concatenate([compared.source, compared.target])
    count = len(compared.source)
    kernel = distances.gaussian_kernel(both)
    value = distances.mmd_squared(kernel, count)
    random = np.random.default_rng(seed)
    shuffled = [distances.mmd_squared(kernel, count, random.permutation(2 * count)) for _ in range(PERMUTATIONS)]
    chance = (1 + sum(one >= value for one in shuffled)) / (1 + PERMUTATIONS)

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
        p=chance,
        summary="Maximum mean discrepancy: 0 where the distributions are the same, in every respect that a Gaussian "
        "kernel sees; p says how often shuffled domains reach as much.",
    )


class _Plain(NamedTuple):
    name: str
    title: str
    summary: str
    distance: Callable[[Floats, Floats], float]


PLAIN = (
    _Plain(
        "frechet",
        "Fréchet distance",
        "Between Gaussians fitted to both domains, as FID does: differences of mean and of spread together.",
        distances.frechet,
    ),
    _Plain("coral", "CORAL distance", "Between the covariances alone: how features vary together.", distances.coral),
    _Plain(
        "sliced_wasserstein",
        "Sliced Wasserstein",
        "How far points have to travel from one domain to the other, averaged over random directions.",
        distances.sliced_wasserstein,
    ),
)


def _of(one: _Plain, compared: Parts, seed: int) -> Measure:
    value = one.distance(compared.source, compared.target)

    def halved(rows: NDArray[np.int64]) -> float:
        return one.distance(compared.source[rows], compared.target[rows])

    low, high = _interval(value, len(compared.source), halved, seed)
    reference = one.distance(compared.source, compared.other)
    return Measure(one.name, one.title, value, low, high, reference, None, one.summary)


def _interval(
    value: float, count: int, halved: Callable[[NDArray[np.int64]], float], seed: int, repeats: int = REPEATS
) -> tuple[float, float]:
    """95 % around `value`: half of the rows, drawn without replacement, vary as much as all of them would anew."""
    random = np.random.default_rng(seed)
    values = np.array([halved(random.permutation(count)[: count // 2]) for _ in range(repeats)])
    low, high = np.quantile(values - values.mean(), (0.025, 0.975))
    return value + float(low), value + float(high)
