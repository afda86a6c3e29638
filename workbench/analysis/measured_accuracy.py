"""The accuracy of a model measured on labels that were drawn at random, with intervals and paired comparisons."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.counting import count
from workbench.core.paired_comparison import LEVEL, Z, paired_difference
from workbench.core.scores import Estimate
from workbench.core.target_quality import AccuracyDifference, ClassQuality, QualityKind, TargetQuality

REGRESSION_FROM = 50  # labels from which the regression estimator may be used
LEAST_CORRELATION = 0.3  # of proxy and correctness, for the regression estimator to pay
LEAST_EACH = 5  # right and wrong predictions each, for its normal interval to hold
LEAST_OF_CLASS = 2  # labels of each class, for a balanced accuracy
DRAWS = 4000  # of the posterior of a balanced accuracy
SEED = 0


class MeasuredSample(NamedTuple):
    """A labelled target sample: its true class, the predicted one, and a `proxy` in [0, 1] of being right.

    The proxy needs no label; it is known for the unlabelled samples too. None if there is none.
    """

    label: str
    predicted: str
    proxy: float | None = None


def measured(
    samples: Sequence[MeasuredSample],
    population: int | None = None,
    *,
    proxy_mean: float | None = None,
    predicted_shares: Mapping[str, float] | None = None,
    unsure: int = 0,
    basis: str = "",
) -> TargetQuality:
    """The quality on a target of `population` samples, measured on a uniform random sample of it without replacement.

    Without a `population`, the samples stand for all images of their kind. `basis`: replaces the sentence on what was
    measured. `proxy_mean`: mean proxy over the whole target, for the regression estimator. `predicted_shares`: of the
    classes among all predictions; a balanced accuracy is stated only if each of them has labels. `unsure`: drawn
    samples that have no label; they count as wrong in `low` and as right in `high`. Raises ValueError for no
    samples.
    """
    if not samples:
        raise ValueError("no sample is labelled")
    right = np.array([sample.label == sample.predicted for sample in samples])
    interval, method = _accuracy(right, samples, population, proxy_mean)
    low, high = interval.low, interval.high
    if unsure:
        total = len(right) + unsure
        low = wilson(int(right.sum()), total, population).low
        high = wilson(int(right.sum()) + unsure, total, population).high
    labels = [sample.label for sample in samples]
    names = sorted(set(labels))
    largest = max(names, key=labels.count)
    basis = basis or f"Measured on {count(len(samples), 'random target image')} that taught no model."
    if unsure:
        basis += f" {count(unsure, 'image')} without a label {'widens' if unsure == 1 else 'widen'} the interval."
    return TargetQuality(
        kind=QualityKind.MEASURED,
        basis=basis,
        low=low,
        high=high,
        value=interval.value,
        balanced=_balanced(samples, predicted_shares or {}),
        by_class={name: _of_class(name, samples) for name in sorted({*names, *(s.predicted for s in samples)})},
        constant=labels.count(largest) / len(labels),
        constant_class=largest,
        count=len(samples),
        method=method,
    )


def wilson(right: int, total: int, population: int | None = None) -> Estimate:
    """The share `right` / `total` with its 95 % interval (Wilson, 1927); `total` ≥ 1.

    `population`: size of the finite population that was sampled without replacement. The sample then counts as
    n (N − 1) / (N − n) samples, the size at which a sample with replacement has the same variance.
    """
    share = right / total
    if population is not None and total >= population:
        return Estimate(share, share, share, total)
    size = total if population is None else total * (population - 1) / (population - total)
    centre = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z / (1 + Z**2 / size) * np.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    low, high = max(0.0, float(centre - half)), min(1.0, float(centre + half))
    return Estimate(share, 0.0 if right == 0 else low, 1.0 if right == total else high, total)  # rounding errors


def class_shares(predicted: Iterable[str]) -> dict[str, float]:
    """The share of each class among predictions; empty for none."""
    counts = Counter(predicted)
    return {name: number / counts.total() for name, number in counts.items()}


def half_width_with(right: int, total: int, population: int | None, more: int) -> float:
    """Half of the interval's width, in [0, 1], to expect after `more` labels at the same share of right ones."""
    later = total + more if population is None else min(total + more, population)
    estimate = wilson(round(right / max(total, 1) * later) if total else later // 2, later, population)
    return (estimate.high - estimate.low) / 2


def _accuracy(
    right: NDArray[np.bool_], samples: Sequence[MeasuredSample], population: int | None, proxy_mean: float | None
) -> tuple[Estimate, str]:
    plain = wilson(int(right.sum()), len(right), population), "Wilson"
    wrong = len(right) - int(right.sum())
    if (
        proxy_mean is None
        or population is None
        or len(right) < REGRESSION_FROM
        or min(int(right.sum()), wrong) < LEAST_EACH
    ):
        return plain
    proxies = np.array([np.nan if sample.proxy is None else sample.proxy for sample in samples])
    if np.isnan(proxies).any() or proxies.std() == 0 or len(right) >= population:
        return plain
    correlation = float(np.corrcoef(right, proxies)[0, 1])
    if correlation < LEAST_CORRELATION:
        return plain
    return regression(right, proxies, proxy_mean, population), "regression on a proxy (PPI++)"


def regression(right: NDArray[np.bool_], proxies: NDArray[np.float64], proxy_mean: float, population: int) -> Estimate:
    """The regression estimator ȳ + β (f̄ of the population − f̄ of the sample), with its 95 % interval.

    Cochran, Sampling Techniques, 1977, §7; for a finite population it is PPI++ (Angelopoulos et al., arXiv:2311.01453)
    with the optimal λ.
    """
    from scipy.stats import t  # imported late: it takes half a second of the window's start

    total = len(right)
    slope = float(np.cov(right, proxies)[0, 1] / proxies.var(ddof=1))
    residuals = right - right.mean() - slope * (proxies - proxies.mean())
    leverage = 1 / total + (proxies - proxies.mean()) ** 2 / ((proxies - proxies.mean()) ** 2).sum()
    jackknife = float(((residuals / (1 - leverage)) ** 2).sum()) / (total - 1) / total
    variance = (1 - total / population) * jackknife
    value = float(np.clip(right.mean() + slope * (proxy_mean - proxies.mean()), 0, 1))
    half = float(t.ppf((1 + LEVEL) / 2, total - 2)) * variance**0.5
    return Estimate(value, max(0.0, value - half), min(1.0, value + half), total)


def _balanced(samples: Sequence[MeasuredSample], predicted_shares: Mapping[str, float]) -> Estimate | None:
    """Mean recall with the central 95 % of its posterior under Jeffreys priors; None if a class has too few labels."""
    labels = [sample.label for sample in samples]
    names = sorted({*labels, *(name for name, share in predicted_shares.items() if share >= 1 / len(labels))})
    totals = np.array([labels.count(name) for name in names])
    if len(names) < 2 or totals.min() < LEAST_OF_CLASS:
        return None
    right = np.array([sum(s.label == name == s.predicted for s in samples) for name in names])
    random = np.random.default_rng(SEED)
    draws = random.beta(right + 0.5, totals - right + 0.5, (DRAWS, len(names))).mean(axis=1)
    low, high = np.percentile(draws, (2.5, 97.5))
    value = float((right / totals).mean())
    return Estimate(value, min(float(low), value), max(float(high), value), len(samples))


def _of_class(name: str, samples: Sequence[MeasuredSample]) -> ClassQuality:
    of_class = [sample.predicted == name for sample in samples if sample.label == name]
    predicted = [sample.label == name for sample in samples if sample.predicted == name]
    return ClassQuality(
        wilson(sum(of_class), len(of_class)) if of_class else None,
        wilson(sum(predicted), len(predicted)) if predicted else None,
    )


def compared(first: NDArray[np.bool_], second: NDArray[np.bool_], population: int | None = None) -> AccuracyDifference:
    """Accuracy of the second model minus that of the first, on the same N ≥ 1 labels: (N,) whether each is right.

    See `paired_difference`. `population` as in `wilson`.
    """
    return paired_difference(int((second & ~first).sum()), int((first & ~second).sum()), len(first), population)
