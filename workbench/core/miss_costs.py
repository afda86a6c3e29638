"""Costs of missing a class, and the decision that they imply (Elkan, The foundations of cost-sensitive learning, 2001).

An error on an image of class k costs c_k, 1 for a class without a cost. Of probabilities p, the decision with the least
expected cost is argmax c_k p_k. Between two classes, it is the first from the probability c_2 / (c_1 + c_2) on.
"""

from collections.abc import Mapping

from workbench.core.errors import UserError
from workbench.core.name_matching import composed

MissCosts = Mapping[str, float]
LEAST, MOST = 0.01, 100.0  # costs
_HINT = "Give CLASS=NUMBER, such as porous=10: missing “porous” costs ten times as much as another error."


def threshold_of(cost: float) -> float:
    """The share of p_k in p_k and the probability of another class of cost 1, from which class k is decided."""
    return 1 / (1 + cost)


def cost_of(threshold: float) -> float:
    """The cost whose threshold this is, limited to the range of costs; `threshold` in (0, 1)."""
    return min(max((1 - threshold) / threshold, LEAST), MOST)


def factors(costs: MissCosts, classes: tuple[str, ...]) -> tuple[float, ...]:
    """c_k of each class."""
    return tuple(costs.get(name, 1.0) for name in classes)


def parse_costs(texts: list[str]) -> dict[str, float]:
    """Costs from “CLASS=NUMBER”. Raises UserError for anything else."""
    costs: dict[str, float] = {}
    for text in texts:
        name, equals, number = text.rpartition("=")
        try:
            cost = float(number)
        except ValueError:
            cost = 0.0
        if not equals or not name or not LEAST <= cost <= MOST:
            raise UserError(f"“{text}” is not the cost of a class from {LEAST:g} to {MOST:g}.", _HINT)
        costs[composed(name)] = cost
    return costs


def check_costs(costs: MissCosts, classes: tuple[str, ...]) -> None:
    """Raise UserError if a cost belongs to none of the classes."""
    for name in costs:
        if name not in classes:
            raise UserError(f"The model has no class “{name}”.", f"It has: {', '.join(classes)}.")
