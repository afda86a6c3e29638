"""What trusting a validator costs, and how often two models agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.agreement import agreement
from workbench.analysis.validator_regret import validator_choice


def test_that_a_perfect_validator_loses_nothing() -> None:
    correlation, lost = validator_choice([1.0, 2.0, 3.0], [0.2, 0.5, 0.9])
    assert correlation == pytest.approx(1.0)
    assert lost == 0.0


def test_that_a_reversed_one_loses_the_most() -> None:
    correlation, lost = validator_choice([3.0, 2.0, 1.0], [0.2, 0.5, 0.9])
    assert correlation == pytest.approx(-1.0)
    assert lost == pytest.approx(0.7)


def test_that_one_that_never_varies_has_no_correlation() -> None:
    correlation, lost = validator_choice([1.0, 1.0], [0.1, 0.9])
    assert correlation == 0.0
    assert lost == pytest.approx(0.8)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 1)), min_size=1, max_size=30))
def test_that_the_loss_is_never_negative_nor_above_the_spread(rows: list[tuple[float, float]]) -> None:
    scores, accuracies = zip(*rows, strict=True)
    choice = validator_choice(scores, accuracies)
    assert 0 <= choice.lost <= max(accuracies) - min(accuracies)
    assert -1 - 1e-9 <= choice.correlation <= 1 + 1e-9


def test_that_agreement_counts_common_samples_only() -> None:
    assert agreement({"a": "x", "b": "y", "c": "x"}, {"b": "y", "c": "y", "d": "x"}) == 0.5
    with pytest.raises(ValueError, match="no sample in common"):
        agreement({"a": "x"}, {"b": "x"})
