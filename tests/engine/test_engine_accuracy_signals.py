"""Signals of the accuracy without target labels."""

from itertools import permutations

import numpy as np
import pytest
import torch

from workbench.engine.accuracy_signals import SignalInputs, nearest_labels, target_evidence, temperature, whole_parts


def inputs(target_logits: torch.Tensor, target_features: torch.Tensor, shares: tuple[float, ...]) -> SignalInputs:
    """Two classes on a line: source samples of class 0 lie left, those of class 1 right."""
    labels = torch.tensor([0, 1] * 20)
    features = torch.stack([labels.float() * 2 - 1, torch.linspace(-0.1, 0.1, 40)], dim=1)
    logits = torch.nn.functional.one_hot(labels, 2).float() * 4
    nearest = nearest_labels(features, labels, target_features)
    return SignalInputs(logits, labels, target_logits, nearest, np.array(shares))


def test_that_a_model_that_follows_its_neighbours_has_their_support() -> None:
    features = torch.tensor([[5.0, 0.0], [5.1, 0.1], [9.0, 0.0], [9.1, 0.1]])  # shifted, but two groups as well
    logits = torch.tensor([[4.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 0.0]])  # the last against its neighbours
    evidence = target_evidence(inputs(logits, features, (0.5, 0.5)))
    assert evidence.signals.neighbours == 0.75
    assert evidence.support.tolist() == [1.0, 1.0, 1.0, 0.0]
    assert evidence.signals.shares == (0.75, 0.25)
    assert evidence.signals.held_out == 1.0


def test_that_transport_is_the_best_assignment_of_the_source_shares() -> None:
    random = torch.Generator().manual_seed(0)
    logits = torch.randn(6, 2, generator=random) * 3
    given = inputs(logits, torch.randn(6, 2, generator=random), (0.5, 0.5))
    found = target_evidence(given).signals
    probabilities = (logits / found.temperature).softmax(dim=1)
    every = {
        order: float(sum(probabilities[row, label] for row, label in enumerate(order))) / 6
        for order in set(permutations([0, 0, 0, 1, 1, 1]))
    }
    assert found.transport == pytest.approx(max(every.values()))


def test_that_the_temperature_undoes_a_scaling_of_the_logits() -> None:
    random = torch.Generator().manual_seed(0)
    logits = torch.randn(4000, 5, generator=random)
    labels = torch.distributions.Categorical(logits=logits).sample()
    assert temperature(logits * 3, labels) == pytest.approx(3 * temperature(logits, labels), rel=1e-3)
    assert temperature(logits * 3, labels) == pytest.approx(3, rel=0.15)


def test_that_a_single_held_out_sample_leaves_confidence_as_it_is() -> None:
    assert temperature(torch.zeros(1, 3), torch.zeros(1, dtype=torch.long)) == 1.0


def test_that_whole_parts_add_up() -> None:
    assert whole_parts(np.array([0.5, 0.3, 0.2]), 7).tolist() == [4, 2, 1]
    assert whole_parts(np.array([1.0, 1.0, 1.0]), 1).sum() == 1
