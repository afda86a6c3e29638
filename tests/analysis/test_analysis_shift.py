"""Distances between domains, against cases whose answer is known."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest, norm

from workbench.analysis.domain_probe import class_shifts, probe
from workbench.analysis.shift import measures, sentence, share_of
from workbench.engine.distances import coral, frechet, gaussian_kernel, mmd_squared, sliced_wasserstein

Floats = NDArray[np.float32]


def gaussian(count: int, seed: int, mean: float = 0.0, size: int = 6) -> Floats:
    drawn = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    drawn[:, 0] += mean
    return drawn


def test_that_a_domain_split_in_two_shows_no_shift() -> None:
    found = measures(gaussian(1200, 0), gaussian(600, 1))
    for one in found:
        assert one.low <= one.reference + 0.35 * abs(one.reference) + 0.12
    by_name = {one.name: one for one in found}
    assert abs(by_name["a_distance"].value) < 0.25
    assert abs(by_name["mmd"].value) < 0.005
    assert "no better than chance" in sentence(found)


def test_that_every_distance_of_a_shifted_domain_lies_above_that_of_the_halves() -> None:
    found = measures(gaussian(1200, 0), gaussian(600, 1, mean=2.0) * 1.3)
    for one in found:
        assert one.low > one.reference, one.name
    assert all(one.p is None or one.p < 0.01 for one in found)
    assert "no better than chance" not in sentence(found)


def test_that_p_values_of_equal_distributions_are_uniform() -> None:
    chances = []
    for seed in range(60):
        both = gaussian(60, seed, size=3)
        kernel, random = gaussian_kernel(both), np.random.default_rng(seed)
        value = mmd_squared(kernel, 30)
        chances.append(np.mean([mmd_squared(kernel, 30, random.permutation(60)) >= value for _ in range(99)]))
    assert kstest(chances, "uniform").pvalue > 0.01


def test_that_the_unbiased_mmd_is_the_sum_that_its_paper_writes() -> None:
    both = np.concatenate([gaussian(5, 0), gaussian(7, 1, mean=1.0)])
    kernel = gaussian_kernel(both)
    within = sum(kernel[i, j] for i in range(5) for j in range(5) if i != j) / 20
    beyond = sum(kernel[i, j] for i in range(5, 12) for j in range(5, 12) if i != j) / 42
    across = sum(kernel[i, j] for i in range(5) for j in range(5, 12)) / 35
    assert mmd_squared(kernel, 5) == pytest.approx(within + beyond - 2 * across)


@pytest.mark.parametrize("mean", [1.0, 2.0])
def test_that_a_probe_of_two_gaussians_reaches_the_accuracy_of_bayes(mean: float) -> None:
    found = probe(gaussian(3000, 0), gaussian(3000, 1, mean=mean))
    assert found.right == pytest.approx(norm.cdf(mean / 2), abs=0.02)
    assert share_of(2 * (1 - 2 * (1 - found.right))) == pytest.approx(found.right)


def test_that_the_probe_gives_high_chances_of_the_target_to_target_samples() -> None:
    found = probe(gaussian(200, 0), gaussian(100, 1, mean=3.0))
    assert found.target.shape == (300,)
    assert found.target[200:].mean() > 0.75
    assert found.target[:200].mean() < 0.25


def test_that_the_frechet_distance_of_gaussians_is_their_closed_form() -> None:
    """Independent components: the squared difference of means and of deviations, component by component."""
    source, target = gaussian(40_000, 0), gaussian(40_000, 1) * np.float32(2.0) + np.float32(1.0)
    assert frechet(source, target) == pytest.approx(6 * (1.0 + 1.0), rel=0.03)


def test_that_a_rotation_changes_no_distance() -> None:
    random = np.random.default_rng(2)
    rotation = np.linalg.qr(random.normal(size=(6, 6)))[0].astype(np.float32)
    source: Floats = gaussian(500, 0)
    target: Floats = gaussian(500, 1, mean=1.0) * np.float32(1.5)
    for distance in (frechet, coral):
        assert distance(
            (source @ rotation).astype(np.float32), (target @ rotation).astype(np.float32)
        ) == pytest.approx(distance(source, target), rel=1e-3)


def test_that_a_turned_gaussian_lies_as_far_as_its_closed_forms_say() -> None:
    """Covariances Σ = diag(9, 1) and Τ = R Σ Rᵀ: tr (ΣΤ)^½ = √(tr ΣΤ + 2 √det ΣΤ) in two dimensions."""
    angle = 0.6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    ours = np.diag([9.0, 1.0])
    theirs = turn @ ours @ turn.T
    crossed = np.sqrt(np.trace(ours @ theirs) + 2 * np.sqrt(np.linalg.det(ours @ theirs)))
    source = (gaussian(60_000, 0, size=2) * [3, 1]).astype(np.float32)
    target = ((gaussian(60_000, 1, size=2) * [3, 1]) @ turn.T).astype(np.float32)
    assert frechet(source, target) == pytest.approx(np.trace(ours) + np.trace(theirs) - 2 * crossed, rel=0.03)
    assert coral(source, target) == pytest.approx(((ours - theirs) ** 2).sum() / 16, rel=0.03)


def test_that_the_mmd_of_moved_gaussians_is_its_closed_form() -> None:
    """E k(x, y) for x ~ N(0, I), y ~ N(δ, I): (σ²/(σ² + 2))^(D/2) exp(−δ²/(2σ² + 4)), with the kernel's σ²."""
    size, away = 3, 1.5
    both = np.concatenate([gaussian(1500, 0, size=size), gaussian(1500, 1, mean=away, size=size)])
    squares = ((both[:, None] - both[None]) ** 2).sum(-1)
    width = float(np.median(squares[np.triu_indices(len(both), 1)]))
    expected = 2 * (width / (width + 2)) ** (size / 2) * (1 - np.exp(-(away**2) / (2 * width + 4)))
    assert mmd_squared(gaussian_kernel(both), 1500) == pytest.approx(expected, rel=0.15)


def test_that_coral_of_gaussians_is_their_closed_form() -> None:
    source, target = gaussian(60_000, 0), gaussian(60_000, 1) * np.float32(2.0)
    assert coral(source, target) == pytest.approx(6 * 3.0**2 / (4 * 36), rel=0.03)  # covariances I and 4 I


def test_that_the_sliced_wasserstein_distance_of_moved_points_is_the_way_seen_from_all_sides() -> None:
    source = gaussian(400, 0, size=2)
    moved = source + np.array([3.0, 0.0], np.float32)
    assert sliced_wasserstein(source, moved) == pytest.approx(3 / np.sqrt(2), rel=0.1)


def test_that_too_few_images_give_a_sentence_and_no_figures() -> None:
    found = measures(gaussian(9, 0), gaussian(3, 1))
    assert found == ()
    assert "too few" in sentence(found)


def test_that_features_that_never_vary_are_no_trouble() -> None:
    found = measures(np.ones((40, 5), np.float32), np.ones((40, 5), np.float32))
    assert all(np.isfinite([one.value, one.low, one.high, one.reference]).all() for one in found)


def test_that_a_class_that_moved_is_found_and_one_with_too_few_samples_is_not_judged() -> None:
    source = np.concatenate([gaussian(60, 0), gaussian(60, 1), gaussian(60, 2)])
    target = np.concatenate([gaussian(60, 3), gaussian(60, 4, mean=4.0), gaussian(5, 5)])
    labels = [*"a" * 60, *"b" * 60, *"c" * 60]
    found = class_shifts(source, labels, target, [*labels[:120], *"c" * 5])
    assert [one.label for one in found] == ["b", "a", "c"]
    assert found[0].separation is not None
    assert found[0].separation > 0.9
    assert found[1].separation is not None
    assert found[1].separation < 0.65
    assert found[2].separation is None
    assert (found[2].source, found[2].target) == (60, 5)
