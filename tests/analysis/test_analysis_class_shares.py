"""Class shares on random labels, and methods that want equal ones."""

import numpy as np
import pytest

from workbench.analysis.class_shares import FEWEST, share_difference, share_mismatch
from workbench.engine.registry import methods

SOURCE = {"a": 100, "b": 100, "c": 100}


def test_that_labels_of_another_target_tell_the_class_that_differs_most() -> None:
    difference = share_difference({"a": 26, "b": 2, "c": 2}, SOURCE)
    assert difference is not None
    assert (difference.name, round(difference.target, 2), round(difference.source, 2)) == ("a", 0.87, 0.33)


def test_that_few_labels_and_labels_of_a_target_alike_tell_nothing() -> None:
    assert share_difference({"a": FEWEST - 1}, SOURCE) is None
    draws = np.random.default_rng(1).multinomial(30, [1 / 3] * 3, 400)
    told = [share_difference(dict(zip("abc", map(int, draw), strict=True)), SOURCE) for draw in draws]
    assert sum(difference is not None for difference in told) <= 400 * 0.03


@pytest.mark.parametrize(("method", "warned"), [("mcc", True), ("shot", True), ("dann", False), ("source_only", False)])
def test_that_methods_that_balance_their_predictions_are_warned_of(method: str, warned: bool) -> None:
    card = methods()[method].card()
    assert bool(share_mismatch(card, {"a": 26, "b": 2, "c": 2}, SOURCE)) == warned
    assert not share_mismatch(card, {"a": 10, "b": 10, "c": 10}, SOURCE)
