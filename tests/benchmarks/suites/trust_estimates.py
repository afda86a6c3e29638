"""Estimates of the suite `trust`: how often ranges hold on families that they were not calibrated on, and how wide."""

from collections.abc import Callable, Sequence
from statistics import mean, median
from typing import NamedTuple

import numpy as np

from tests.benchmarks.suites.trust_models import TrustModel
from workbench.core.accuracy_range import RULE, RangeRule, accuracy_range, centre, doubt

INNER = 0.8  # share of the models of the hardest family in which a range shall hold
FLOOR, MOST_DOUBT = RULE.floor, RULE.most_doubt
FEWEST = 5  # models of a family

ESTIMATORS: dict[str, Callable[[TrustModel], float]] = {
    "calibrated confidence": lambda model: model.signals.confidence,
    "ATC": lambda model: model.validators["atc"],
    "DoC": lambda model: model.validators["doc"],
    "transport (COT)": lambda model: model.signals.transport,
    "neighbour agreement": lambda model: model.signals.neighbours,
    "mean of transport and neighbours": lambda model: (model.signals.transport + model.signals.neighbours) / 2,
    "weighted mean of them, the centre of ranges": lambda model: centre(model.signals),
    "smaller of confidence and neighbours": lambda model: min(model.signals.confidence, model.signals.neighbours),
}


class EstimatorRow(NamedTuple):
    """The error of an estimator in [0, 1] over all models, and its rank correlation with accuracy."""

    name: str
    mean: float
    ninety: float
    worst: float
    correlation: float


class RangeRow(NamedTuple):
    """Ranges over the models of a family whose rule was chosen on the others. Shares in [0, 1]."""

    family: str
    models: int
    answered: float
    holds: float
    width: float
    rule: RangeRule


def estimator_rows(models: Sequence[TrustModel]) -> list[EstimatorRow]:
    """A row for each estimator."""
    from scipy.stats import spearmanr

    truth = [model.accuracy for model in models]
    rows = []
    for name, value in ESTIMATORS.items():
        values = [value(model) for model in models]
        errors = np.abs(np.array(values) - truth)
        correlation = float(spearmanr(values, truth).statistic)
        rows.append(EstimatorRow(name, errors.mean(), float(np.quantile(errors, 0.9)), errors.max(), correlation))
    return rows


def fitted_rule(models: Sequence[TrustModel]) -> RangeRule:
    """The rule whose ranges hold for INNER of the models of the family that is hardest on each side.

    Families are not weighed against each other, because the next one may be as hard as the hardest.
    """
    below, above = [], []
    for family in dict.fromkeys(model.family for model in models):
        kept = [each for each in models if each.family == family and doubt(each.signals) <= MOST_DOUBT]
        if len(kept) >= FEWEST:
            scaled = [(each.accuracy - centre(each.signals)) / (FLOOR + doubt(each.signals)) for each in kept]
            low, high = np.quantile(scaled, ((1 - INNER) / 2, (1 + INNER) / 2))
            below.append(-float(low))
            above.append(float(high))
    return RangeRule(round(max(*below, 0.0), 2), round(max(*above, 0.0), 2), FLOOR, MOST_DOUBT)


def range_rows(models: Sequence[TrustModel]) -> list[RangeRow]:
    """A row for each family, of ranges by a rule that was chosen without it."""
    rows = []
    for family in dict.fromkeys(model.family for model in models):
        rule = fitted_rule([model for model in models if model.family != family])
        held = [model for model in models if model.family == family]
        ranges = [(model, accuracy_range(model.signals, rule)) for model in held]
        answered = [(model, bounds) for model, bounds in ranges if bounds is not None]
        holds = [low <= model.accuracy <= high for model, (low, high) in answered]
        widths = [high - low for _, (low, high) in answered]
        share = len(answered) / len(held)
        rows.append(RangeRow(family, len(held), share, mean(holds or [0]), median(widths or [0]), rule))
    return rows
