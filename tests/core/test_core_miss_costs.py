"""Costs of a miss: the threshold that they imply, and how a person states them."""

import pytest

from workbench.core.errors import UserError
from workbench.core.miss_costs import LEAST, MOST, check_costs, cost_of, factors, parse_costs, threshold_of


def test_that_a_cost_and_its_threshold_are_two_sides_of_one_decision() -> None:
    assert threshold_of(1) == 0.5
    assert threshold_of(9) == pytest.approx(0.1)
    assert cost_of(threshold_of(7.5)) == pytest.approx(7.5)
    assert cost_of(0.0001) == MOST
    assert cost_of(0.9999) == LEAST


def test_that_costs_are_stated_by_class_and_others_cost_one() -> None:
    costs = parse_costs(["porous=10", "a=b=0.5"])
    assert costs == {"porous": 10.0, "a=b": 0.5}
    assert factors(costs, ("sound", "porous")) == (1.0, 10.0)


@pytest.mark.parametrize(
    "text", ["porous", "=3", "porous=", "porous=many", "porous=0", "porous=-1", "porous=1e9", "a=nan"]
)
def test_that_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is not the cost of a class"):
        parse_costs([text])


def test_that_a_class_that_the_model_lacks_is_named() -> None:
    with pytest.raises(UserError, match="no class “porus”"):
        check_costs({"porus": 2.0}, ("sound", "porous"))
