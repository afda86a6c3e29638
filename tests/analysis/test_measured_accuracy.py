"""Measured accuracy: coverage of its intervals by simulation with fixed seeds, and the extremes."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom

from workbench.analysis.measured_accuracy import MeasuredSample, compared, half_width_with, measured, regression, wilson
from workbench.core.target_quality import QualityKind

TRIALS = 2000
LEAST = 0.94


def right_ones(share: float, population: int) -> NDArray[np.bool_]:
    return np.arange(population) < round(share * population)


@pytest.mark.parametrize("number", [20, 30, 50])
@pytest.mark.parametrize("population", [60, 200, 2000])
def test_that_the_interval_covers_the_accuracy_of_a_finite_target(number: int, population: int) -> None:
    """The exact coverage of each share from 30 to 99 %. It oscillates around 95 %, as that of any such interval."""
    estimates = [wilson(right, number, population) for right in range(number + 1)]
    low, high = (np.array(side) for side in zip(*((one.low, one.high) for one in estimates), strict=True))
    coverage = []
    for right in range(int(0.3 * population), int(0.99 * population), max(1, population // 200)):
        share, chances = right / population, hypergeom.pmf(np.arange(number + 1), population, right, number)
        coverage.append(chances[(low <= share + 1e-9) & (share - 1e-9 <= high)].sum())
    assert np.mean(coverage) >= 0.95
    assert min(coverage) > 0.88


def test_that_the_interval_covers_where_a_person_stops_as_soon_as_it_is_narrow_enough() -> None:
    """A person looks at each label from the 20th on, and stops at ±10 points (resources/docs/trust.md)."""
    random, population = np.random.default_rng(0), 1000
    estimate = cache(lambda right, number: wilson(right, number, population))
    coverage = []
    for share in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        right, held = right_ones(share, population), []
        for _ in range(400):
            counts, number = right[random.permutation(population)[:200]].cumsum(), 20
            while (now := estimate(int(counts[number - 1]), number)).high - now.low > 0.2:
                number += 1
            held.append(now.low <= right.mean() <= now.high)
        coverage.append(np.mean(held))
    assert np.mean(coverage) >= LEAST
    assert min(coverage) >= LEAST - 0.03


def test_that_the_mean_coverage_over_shares_numbers_and_targets_is_95_percent() -> None:
    random = np.random.default_rng(1)
    held = []
    for _ in range(4 * TRIALS):
        population = int(random.integers(100, 3000))
        right = right_ones(random.uniform(0.2, 0.98), population)
        number = int(random.integers(20, 80))
        estimate = wilson(int(right[random.permutation(population)[:number]].sum()), number, population)
        held.append(estimate.low <= right.mean() <= estimate.high)
    assert np.mean(held) >= LEAST


def test_that_all_right_and_all_wrong_have_an_interval_and_a_whole_target_has_none() -> None:
    nothing, everything = wilson(0, 20, 1000), wilson(20, 20, 1000)
    assert (nothing.low, everything.high) == (0, 1)
    assert nothing.high == pytest.approx(1 - everything.low)
    assert 0.1 < nothing.high < 0.2
    whole = wilson(15, 20, 20)
    assert (whole.low, whole.value, whole.high) == (0.75, 0.75, 0.75)
    assert half_width_with(15, 20, 25, 10) == 0


def test_that_a_wilson_interval_without_a_population_is_that_of_the_formula() -> None:
    z, share, number = 1.959964, 0.7, 30
    centre = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    half = z / (1 + z**2 / number) * (share * (1 - share) / number + z**2 / (4 * number**2)) ** 0.5
    estimate = wilson(21, 30)
    assert (estimate.low, estimate.high) == pytest.approx((centre - half, centre + half), abs=1e-6)


def test_that_the_regression_covers_and_is_narrower_where_the_proxy_tells() -> None:
    random, population, number = np.random.default_rng(2), 2000, 100
    held, widths = [], []
    for _ in range(TRIALS):
        proxies = random.uniform(0, 1, population)
        right = random.uniform(0, 1, population) < 0.4 + 0.6 * proxies
        rows = random.permutation(population)[:number]
        estimate = regression(right[rows], proxies[rows], float(proxies.mean()), population)
        held.append(estimate.low <= right.mean() <= estimate.high)
        plain = wilson(int(right[rows].sum()), number, population)
        widths.append((estimate.high - estimate.low) / (plain.high - plain.low))
    assert np.mean(held) >= LEAST - 0.01
    assert np.mean(widths) < 0.97


def test_that_unlabelled_images_count_as_wrong_below_and_as_right_above() -> None:
    samples = [MeasuredSample("a", "a")] * 20 + [MeasuredSample("b", "a")] * 5
    without, unsure = measured(samples, 500), measured(samples, 500, unsure=5)
    assert (unsure.value, unsure.low) == (without.value, wilson(20, 30, 500).low)
    assert unsure.high == wilson(25, 30, 500).high
    assert "5 images without a label widen the interval." in unsure.basis
    assert without.low is not None
    assert unsure.low is not None
    assert unsure.low < without.low


def test_that_unlabelled_images_are_covered_whatever_their_classes_are() -> None:
    """A model is wrong on all images that a person cannot name, or right on all of them."""
    random, population = np.random.default_rng(3), 400
    for of_unsure in (0.0, 1.0):
        held = []
        for _ in range(TRIALS):
            nameable = random.uniform(0, 1, population) < 0.85
            right = np.where(nameable, random.uniform(0, 1, population) < 0.8, of_unsure == 1)
            rows = random.permutation(population)[:40]
            named = rows[nameable[rows]]
            samples = [MeasuredSample("a", "a" if right[row] else "b") for row in named]
            quality = measured(samples, population, unsure=len(rows) - len(named))
            assert quality.low is not None
            assert quality.high is not None
            held.append(quality.low <= right.mean() <= quality.high)
        assert np.mean(held) >= LEAST


def test_that_a_class_that_the_model_lacks_counts_as_wrong_and_is_listed() -> None:
    quality = measured([*[MeasuredSample("a", "a")] * 6, *[MeasuredSample("zebra", "a")] * 4], 100)
    assert quality.value == 0.6
    recall = quality.by_class["zebra"].recall
    assert recall is not None
    assert recall.value == 0
    assert quality.by_class["zebra"].precision is None
    assert (quality.constant, quality.constant_class) == (0.6, "a")
    assert quality.balanced is not None
    assert quality.balanced.value == 0.5


def test_that_balanced_accuracy_needs_labels_of_each_predicted_class() -> None:
    samples = [*[MeasuredSample("a", "a")] * 10, *[MeasuredSample("b", "a")] * 10]
    assert measured(samples, 100, predicted_shares={"a": 0.9, "b": 0.1}).balanced is not None
    assert measured(samples, 100, predicted_shares={"a": 0.5, "b": 0.1, "c": 0.4}).balanced is None
    with pytest.raises(ValueError, match="no sample is labelled"):
        measured([], 100)
    assert measured(samples, 100).kind is QualityKind.MEASURED


def test_that_a_comparison_read_from_the_other_side_has_the_opposite_sign() -> None:
    random = np.random.default_rng(4)
    for number in (5, 30, 200):
        first, second = (random.uniform(0, 1, number) < share for share in (0.6, 0.75))
        there, back = compared(first, second, 5000), compared(second, first, 5000)
        assert there.difference == -back.difference
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
        assert (there.more, there.settled) == (back.more, back.settled)
    alike = compared(first, first, 5000)
    assert (alike.difference, alike.settled, alike.more) == (0, False, None)


def test_that_a_comparison_covers_the_difference() -> None:
    random, population = np.random.default_rng(5), 3000
    held = []
    for _ in range(TRIALS):
        first = random.uniform(0, 1, population) < 0.65
        second = np.where(random.uniform(0, 1, population) < 0.7, first, random.uniform(0, 1, population) < 0.8)
        rows = random.permutation(population)[:40]
        comparison = compared(first[rows], second[rows], population)
        held.append(comparison.low <= second.mean() - first.mean() <= comparison.high)
    assert np.mean(held) >= LEAST


def test_that_the_number_of_labels_that_would_settle_it_mostly_does() -> None:
    random, population = np.random.default_rng(6), 20_000
    first = random.uniform(0, 1, population) < 0.6
    second = first | (random.uniform(0, 1, population) < 0.3)
    rows = random.permutation(population)
    comparison = compared(first[rows[:12]], second[rows[:12]], population)
    assert not comparison.settled
    assert comparison.more is not None
    settled = []
    for _ in range(300):
        rows = random.permutation(population)[: 12 + comparison.more]
        settled.append(compared(first[rows], second[rows], population).settled)
    assert np.mean(settled) > 0.6
