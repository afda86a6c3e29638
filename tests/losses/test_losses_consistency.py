"""Losses between views, classifiers and weighted domains, against their formulas written out plainly."""

import math

import pytest
import torch

from workbench.losses.adversarial import domain_loss, inverted_domain_loss
from workbench.losses.consistency import (
    class_balance,
    consistency,
    masked_distance,
    quality_weighted,
    teacher_quality,
)
from workbench.losses.discrepancy import discrepancy
from workbench.nets.multilinear import MultilinearMap

RANDOM = torch.Generator().manual_seed(0)


def logits(count: int = 7, classes: int = 4) -> torch.Tensor:
    return 3 * torch.randn(count, classes, generator=RANDOM, dtype=torch.float64)


@pytest.mark.parametrize("soft", [False, True])
def test_that_consistency_counts_sure_samples_only(soft: bool) -> None:
    weak, strong, threshold = logits(), logits(), 0.8
    total = 0.0
    for a, b in zip(weak.softmax(1).tolist(), strong.softmax(1).tolist(), strict=True):
        if max(a) >= threshold:
            label = a if soft else [float(p == max(a)) for p in a]
            total += -sum(y * math.log(p) for y, p in zip(label, b, strict=True))
    assert consistency(weak, strong, threshold, soft).item() == pytest.approx(total / len(weak))


def test_that_consistency_teaches_the_strong_view_alone() -> None:
    weak, strong = logits().requires_grad_(), logits().requires_grad_()
    consistency(weak, strong, 0.0).backward()
    assert weak.grad is None
    assert strong.grad is not None


def test_that_the_distance_to_a_teacher_is_masked_by_its_confidence() -> None:
    student, teacher, threshold = logits(), logits(), 0.8
    total, sure = 0.0, 0
    for s, t in zip(student.softmax(1).tolist(), teacher.softmax(1).tolist(), strict=True):
        if max(t) >= threshold:
            sure += 1
            total += sum((a - b) ** 2 for a, b in zip(s, t, strict=True)) / len(s)
    distance, share = masked_distance(student, teacher, threshold)
    assert distance.item() == pytest.approx(total / len(student))
    assert share.item() == pytest.approx(sure / len(student))


def test_that_class_balance_is_least_where_all_classes_have_the_same_share() -> None:
    one = logits(50, 5)
    mean = one.softmax(1).mean(0).tolist()
    plain = -sum(0.2 * math.log(p) + 0.8 * math.log(1 - p) for p in mean)
    assert class_balance(one).item() == pytest.approx(plain, rel=1e-5)
    assert class_balance(torch.zeros(8, 5)) < class_balance(one)


def test_that_discrepancy_is_the_mean_absolute_difference_of_probabilities() -> None:
    one, other = logits(), logits()
    pairs = zip(one.softmax(1).flatten().tolist(), other.softmax(1).flatten().tolist(), strict=True)
    assert discrepancy(one, other).item() == pytest.approx(sum(abs(a - b) for a, b in pairs) / one.numel())


def test_that_weights_of_a_domain_have_a_mean_of_one() -> None:
    source, target, weights = logits(6, 1)[:, 0], logits(5, 1)[:, 0], torch.rand(6, generator=RANDOM).double() + 1
    plain = [
        -w / weights.mean().item() * math.log(1 / (1 + math.exp(-x)))
        for w, x in zip(weights.tolist(), source.tolist(), strict=True)
    ]
    other = [-math.log(1 - 1 / (1 + math.exp(-x))) for x in target.tolist()]
    expected = (sum(plain) / 6 + sum(other) / 5) / 2
    assert domain_loss(source, target, weights).item() == pytest.approx(expected)


def test_that_the_inverted_loss_pulls_the_target_towards_the_source() -> None:
    x = logits(6, 1)[:, 0].requires_grad_()
    loss = inverted_domain_loss(x)
    assert loss.item() == pytest.approx(sum(math.log(1 + math.exp(-v)) for v in x.tolist()) / 6)
    (gradient,) = torch.autograd.grad(loss, x)
    assert (gradient < 0).all(), "going down raises what the critic gives to the source"


def test_that_the_multilinear_map_is_the_outer_product_and_its_random_form_keeps_inner_products() -> None:
    features, p = torch.randn(3, 5, generator=RANDOM), torch.rand(3, 4, generator=RANDOM)
    exact = MultilinearMap(5, 4)
    assert exact.width == 20
    assert torch.allclose(exact(features, p)[1], torch.outer(features[1], p[1]).flatten())
    torch.manual_seed(0)
    wide = MultilinearMap(512, 40, width=4096)
    assert wide.random
    f, q = torch.randn(2, 512, generator=RANDOM), torch.rand(2, 40, generator=RANDOM)
    a, b = wide(f, q)
    expected = (f[0] @ f[1]) * (q[0] @ q[1])  # ⟨f₁⊗p₁, f₂⊗p₂⟩, which the random map keeps in expectation (theorem 1)
    assert (a @ b).item() == pytest.approx(expected.item(), abs=0.2 * (f.norm() ** 2 * q.norm() ** 2 / 2).item())


def test_that_a_teacher_counts_by_its_confidence_of_images_and_by_sure_pixels_of_scenes() -> None:
    images = logits(5)
    assert teacher_quality(images, 0.9).tolist() == pytest.approx([max(row) for row in images.softmax(1).tolist()])
    scenes = 3 * torch.randn(3, 4, 2, 5, generator=RANDOM, dtype=torch.float64)
    p = scenes.softmax(1)
    sure = [sum(float(p[b, :, y, x].max()) > 0.8 for y in range(2) for x in range(5)) / 10 for b in range(3)]
    assert teacher_quality(scenes, 0.8).tolist() == pytest.approx(sure)


def test_that_hidden_views_follow_the_teacher_weighted_by_its_quality() -> None:
    student, teacher = (2 * torch.randn(3, 4, 2, 5, generator=RANDOM, dtype=torch.float64) for _ in range(2))
    quality, expected = torch.tensor([0.2, 0.0, 1.0], dtype=torch.float64), 0.0
    for b in range(3):
        places = [(y, x) for y in range(2) for x in range(5)]
        losses = [-float(student[b, :, y, x].log_softmax(0)[teacher[b, :, y, x].argmax()]) for y, x in places]
        expected += float(quality[b]) * sum(losses) / 10 / 3
    assert quality_weighted(student, teacher, quality).item() == pytest.approx(expected)
    flat = [-float(student[b, :, 0, 0].log_softmax(0)[teacher[b, :, 0, 0].argmax()] * quality[b]) for b in range(3)]
    found = quality_weighted(student[:, :, 0, 0], teacher[:, :, 0, 0], quality)
    assert found.item() == pytest.approx(sum(flat) / 3)
