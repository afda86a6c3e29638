"""VADA and DIRT-T: the perturbation, the average model and its teacher, and what DIRT-T does not look at."""

import math
from typing import Any

import pytest
import torch

from tests.methods.test_methods import CLASSES, batch, parameters, ready
from tests.methods.test_methods_invariants import same, state, two_ways
from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.core.settings import Value
from workbench.engine.device import fabric_for
from workbench.engine.method import Progress
from workbench.losses.smoothness import divergence, sized
from workbench.methods import vada
from workbench.nets.classifier import feature_classifier
from workbench.nets.norm import DomainBatchNorm, DomainStandardise


def method(**settings: Any) -> vada.VADA:
    made = ready(vada.VADA, **settings)
    assert isinstance(made, vada.VADA)
    return made


def test_that_the_divergence_is_the_sum_of_p_log_p_over_q() -> None:
    logits, other = torch.tensor([[1.0, -1.0], [0.5, 2.0]]), torch.tensor([[0.0, 0.3], [4.0, 2.0]])
    expected = 0.0
    for row, near in zip(logits.tolist(), other.tolist(), strict=True):
        p, q = ([math.exp(x) / sum(map(math.exp, r)) for x in r] for r in (row, near))
        expected += sum(a * math.log(a / b) for a, b in zip(p, q, strict=True)) / 2
    assert divergence(logits, other).item() == pytest.approx(expected)
    assert divergence(logits, logits + 3).item() == pytest.approx(0, abs=1e-7)


def test_that_the_radius_is_the_papers_norm_on_its_digits() -> None:
    """3.5 for values from −1 to 1 is 1.75 for values from 0 to 1."""
    radius = vada.VADA.Settings().radius
    perturbation = sized(torch.randn(4, 3, 32, 32), radius)
    assert perturbation.flatten(1).norm(dim=1).tolist() == pytest.approx([1.75] * 4, rel=1e-3)
    assert sized(torch.zeros(1, 3), radius).tolist() == [[0, 0, 0]]


def test_that_the_direction_changes_predictions_more_than_random_ones() -> None:
    still, one = method(radius=0.05).eval(), batch()
    logits = still.model(one.target, Side.TARGET).logits.detach()

    def change(r: torch.Tensor) -> float:
        return divergence(logits, still.model(one.target + sized(r, 0.05), Side.TARGET).logits).item()

    found = change(still._direction(one.target, logits, Side.TARGET))
    others = [change(torch.randn_like(one.target)) for _ in range(20)]
    assert found > 2 * max(others)
    torch.manual_seed(0)
    assert still._smoothness(one.target, logits, Side.TARGET).item() == pytest.approx(found, rel=0.5)


def test_that_perturbed_images_do_not_count_in_the_running_statistics() -> None:
    stepped, seen = method(), method()
    stepped.advance(batch(), Progress(vada.ADAPT, 0.0))
    seen.views(batch())
    for one, other in zip(stepped.model.modules(), seen.model.modules(), strict=True):
        if isinstance(one, DomainBatchNorm):
            for side in Side:
                assert all(map(torch.equal, one.statistics(side), other.statistics(side)))


def test_that_dirt_t_looks_at_the_target_alone() -> None:
    one = batch(shots=3)
    other = one._replace(source=one.source + 3, source_labels=one.source_labels.flip(0))
    first, second = two_ways(vada.VADA, one, other, vada.REFINE)
    assert same(state(first), state(second))


def test_that_the_average_follows_predicts_and_becomes_the_next_teacher() -> None:
    made = method(momentum=0.1, teachers=2)  # below (1 + t)/(10 + t)
    before = parameters(made.average)
    made.advance(batch(), Progress(vada.ADAPT, 0.0))
    for old, now, student in zip(before, parameters(made.average), parameters(made.model), strict=True):
        torch.testing.assert_close(now, 0.1 * old + 0.9 * student)
    made.eval()
    images = batch().target
    expected = made.average(images, Side.TARGET).logits
    assert torch.equal(made.predict(images).logits, expected)
    torch.testing.assert_close(made.exported()(images), expected)
    for fraction, renewed in ((0.0, True), (0.4, False), (0.6, True)):
        average, teacher = state(made.average), state(made.teacher)
        made.advance(batch(), Progress(vada.REFINE, fraction))
        assert same(state(made.teacher), average if renewed else teacher)
        assert not same(state(made.teacher), state(made.average))


def test_that_standardised_images_hide_brightness_and_contrast() -> None:
    images = batch().target
    for standardise, hidden in ((True, True), (False, False)):
        made = method(standardise_images=standardise).eval()
        plain, changed = (made.predict(each).logits for each in (images, 0.4 * images + 0.3))
        assert torch.allclose(plain, changed, atol=1e-2) == hidden


def test_that_half_of_the_images_are_inverted_and_the_others_as_they_are() -> None:
    images = torch.rand(200, 3, 2, 2)
    varied = vada.half_inverted(images)
    inverted = [torch.equal(one, 1 - other) for one, other in zip(varied, images, strict=True)]
    assert 60 < sum(inverted) < 140
    assert all(torch.equal(varied[row], images[row]) for row in range(200) if not inverted[row])


def test_that_cached_features_are_perturbed_in_units_of_their_deviation() -> None:
    random = torch.Generator().manual_seed(3)
    features, units = torch.randn(16, 6, generator=random), torch.tensor([1.0, 10.0, 0.1, 5.0, 1.0, 2.0])
    settings: dict[str, Value] = {
        "radius": 0.3,
        "standardise_images": True,
        "invert_images": True,
    }  # the last two: none
    found = []
    for inputs in (features, features * units):
        torch.manual_seed(0)
        made = vada.VADA(feature_classifier(6, CLASSES), CLASSES, settings, False)
        layers = [layer for layer in made.modules() if isinstance(layer, DomainStandardise)]
        assert len(layers) == 3
        for layer in layers:
            layer.measure(inputs, Side.TARGET)
        made.setup(fabric_for(Job(method="vada", source="", target="", device="cpu")))
        made.eval()
        logits = made.predict(inputs).logits
        torch.manual_seed(1)
        found.append(made._smoothness(inputs, logits, Side.TARGET).item())
    assert found[0] == pytest.approx(found[1], rel=1e-3)
    assert found[0] > 0
