"""Decisions of least expected cost, held against the definition."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.analysis.deciding import FEWEST, class_errors, decided, fitted_temperature, softened
from workbench.core.miss_costs import threshold_of
from workbench.engine.accuracy_signals import temperature

PROBABILITIES = arrays(np.float64, (6, 3), elements=st.floats(0.01, 1)).map(lambda p: p / p.sum(axis=1, keepdims=True))
COSTS = st.tuples(*[st.floats(0.1, 20)] * 3)


@given(PROBABILITIES, COSTS)
def test_that_no_other_class_has_a_lower_expected_cost(
    probabilities: "np.typing.NDArray[np.float64]", costs: tuple[float, ...]
) -> None:
    expected = np.array([[sum(p[k] * costs[k] for k in range(3) if k != c) for c in range(3)] for p in probabilities])
    chosen = expected[np.arange(6), decided(probabilities, costs)]
    assert chosen == pytest.approx(expected.min(axis=1))


def test_that_between_two_classes_the_threshold_decides() -> None:
    share = np.linspace(0.005, 0.995, 100)
    called = decided(np.stack([1 - share, share], axis=1), (1.0, 9.0)) == 1
    assert (called == (share > threshold_of(9))).all()


def test_that_misses_and_false_alarms_are_counted() -> None:
    truth, decisions = np.array([1, 1, 1, 0, 0, 2, -1]), np.array([1, 0, 2, 1, 0, 2, 1])
    errors = class_errors(truth, decisions, 1)
    assert errors == (2, 3, 2, 4)
    assert errors.miss_rate is not None
    assert errors.miss_rate.low < 2 / 3 < errors.miss_rate.high
    assert class_errors(truth, decisions, 5).miss_rate is None


def test_that_the_temperature_is_that_of_the_engine_and_labels_of_no_class_do_not_count() -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, FEWEST + 10)
    logits = (6 * random.normal(size=(len(labels), 3)) + 8 * np.eye(3)[labels]).astype(np.float32)
    fitted = fitted_temperature(logits, labels)
    assert fitted == pytest.approx(temperature(torch.tensor(logits), torch.tensor(labels)), rel=1e-3)
    assert softened(logits, fitted) == pytest.approx(torch.tensor(logits / fitted).softmax(dim=1).numpy(), abs=1e-5)
    unknown = np.append(labels, -1)
    assert fitted_temperature(np.append(logits, [[9.0, 0, 0]], axis=0), unknown) == pytest.approx(fitted, rel=1e-6)
    assert fitted_temperature(logits[: FEWEST - 1], labels[: FEWEST - 1]) == 1.0
