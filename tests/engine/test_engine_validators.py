"""Each validator against its formula, written out sample by sample."""

import math

import numpy as np
import pytest
import torch

from workbench.engine import validators
from workbench.engine.validators import VALIDATORS, Evidence, validate


def evidence(seed: int = 0, sure: float = 3.0, right: float = 0.8) -> Evidence:
    """200 source and 150 target samples of 4 classes: features around a centre each, logits as sure as asked."""
    random = torch.Generator().manual_seed(seed)
    centres = torch.randn(4, 6, generator=random) * 4

    def some(count: int, shift: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        labels = torch.randint(4, (count,), generator=random)
        features = centres[labels] + torch.randn(count, 6, generator=random) + shift
        seen = torch.where(torch.rand(count, generator=random) < right, labels, (labels + 1) % 4)
        logits = torch.nn.functional.one_hot(seen, 4) * sure + torch.randn(count, 4, generator=random) * 0.5
        return logits.float(), labels, features

    source, target, train = some(200, 0.0), some(150, 1.0), some(180, 0.0)
    return Evidence(source[0], source[1], source[2], train[2], target[0], target[2])


def entropies(logits: torch.Tensor) -> list[float]:
    return [-sum(p * math.log(p) for p in row.softmax(0).tolist()) for row in logits]


def test_that_each_is_named_once_and_gives_a_number() -> None:
    values = validate(evidence())
    assert list(values) == [one.name for one in VALIDATORS]
    assert all(math.isfinite(value) for value in values.values())


@pytest.mark.parametrize("name", ["source_accuracy", "entropy", "im", "snd", "bnm", "atc", "doc"])
def test_that_bounded_ones_stay_in_zero_to_one(name: str) -> None:
    for sure in (0.0, 1.0, 50.0):
        assert 0 <= validate(evidence(sure=sure))[name] <= 1 + 1e-6


def test_that_certainty_and_information_follow_their_formulas() -> None:
    one = evidence()
    mean = one.target_logits.softmax(1).mean(0).tolist()
    conditional = float(np.mean(entropies(one.target_logits)))
    marginal = -sum(p * math.log(p) for p in mean)
    assert validators.certainty(one) == pytest.approx(1 - conditional / math.log(4), abs=1e-5)
    assert validators.information(one) == pytest.approx((marginal - conditional) / math.log(4), abs=1e-5)


def test_that_neighbourhood_density_follows_its_formula() -> None:
    one = evidence()
    p = one.target_logits.softmax(1).double()
    p = p / p.norm(dim=1, keepdim=True)
    found = []
    for i in range(len(p)):
        terms = [math.exp(float(p[i] @ p[j]) / 0.05) for j in range(len(p)) if j != i]
        share = [term / sum(terms) for term in terms]
        found.append(-sum(s * math.log(s) for s in share if s > 0))
    expected = float(np.mean(found)) / math.log(len(p) - 1)
    assert validators.neighbourhood_density(one) == pytest.approx(expected, abs=1e-4)


def test_that_the_nuclear_norm_is_the_sum_of_singular_values_over_its_bound() -> None:
    one = evidence()
    values = np.linalg.svd(one.target_logits.softmax(1).numpy(), compute_uv=False)
    assert validators.nuclear_norm(one) == pytest.approx(values.sum() / math.sqrt(150 * 4), rel=1e-4)
    perfect = one._replace(target_logits=torch.eye(4).repeat(10, 1) * 1000)
    assert validators.nuclear_norm(perfect) == pytest.approx(1.0)


def test_that_agreement_with_clusters_tells_aligned_heads_from_others() -> None:
    one = evidence(right=1.0)
    shuffled = one._replace(target_logits=one.target_logits[torch.randperm(150, generator=torch.Generator())])
    assert validators.class_ami(one) > 0.8
    assert abs(validators.class_ami(shuffled)) < 0.1


def test_that_weighting_changes_nothing_where_domains_are_alike() -> None:
    one = evidence()
    alike = one._replace(target_features=one.train_features, target_logits=one.source_logits[:180])
    assert validators.density_weighted(alike) == pytest.approx(validators.source_accuracy(alike), abs=0.02)


def test_that_weighting_counts_source_samples_that_look_like_the_target() -> None:
    random = torch.Generator().manual_seed(1)
    near, far = torch.randn(100, 2, generator=random) + 2, torch.randn(100, 2, generator=random) - 2
    features = torch.cat([near, far])
    labels = torch.zeros(200, dtype=torch.long)
    logits = torch.tensor([[5.0, 0.0]] * 100 + [[0.0, 5.0]] * 100)  # right near the target, wrong far from it
    one = Evidence(logits, labels, features, features.flip(0), logits[:100], near.flip(0))
    assert validators.source_accuracy(one) == 0.5
    assert validators.density_weighted(one) > 0.7


def test_that_thresholded_confidence_passes_as_many_source_samples_as_are_right() -> None:
    one = evidence()
    scores = sorted(-value for value in entropies(one.source_logits))
    wrong = int((one.source_logits.argmax(1) != one.source_labels).sum())
    assert wrong > 0
    threshold = scores[wrong - 1]
    expected = np.mean([-value > threshold for value in entropies(one.target_logits)])
    assert validators.thresholded_confidence(one) == pytest.approx(float(expected), abs=0.01)
    same = one._replace(target_logits=one.source_logits)
    assert validators.thresholded_confidence(same) == pytest.approx(validators.source_accuracy(one), abs=0.006)


def test_that_difference_of_confidences_lowers_the_accuracy_by_the_drop() -> None:
    one = evidence()
    weaker = one._replace(target_logits=one.target_logits * 0.5)
    drop = float(one.source_logits.softmax(1).amax(1).mean() - weaker.target_logits.softmax(1).amax(1).mean())
    expected = validators.source_accuracy(one) - drop
    assert validators.difference_of_confidences(weaker) == pytest.approx(expected, abs=1e-5)


def test_that_the_same_evidence_gives_the_same_values() -> None:
    assert validate(evidence(3)) == validate(evidence(3))


def test_that_few_samples_are_no_crash() -> None:
    one = evidence()
    few = Evidence(*(part[:2] for part in one))
    assert all(math.isfinite(value) for value in validate(few).values())
