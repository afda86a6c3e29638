"""Choosers of the suite `trust`: each takes the candidates of one pair and seed, and names one or their mean."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.suites.trust_models import TrustModel
from workbench.core.run_selection import REFERENCE, doubts, select
from workbench.core.scores import Scores

MEAN = "mean of all"
Candidates = Sequence[TrustModel]


class Choice(NamedTuple):
    """A chosen candidate, and whether the chooser warns that it may be worse than the reference."""

    name: str
    warned: bool = False


def accuracies(candidates: Candidates) -> dict[str, float]:
    """The accuracy of each candidate, and of the mean of their probabilities."""
    found = {model.method: model.accuracy for model in candidates}
    found[MEAN] = float((mean_probabilities(candidates).argmax(axis=1) == candidates[0].labels).mean())
    return found


def mean_probabilities(candidates: Candidates) -> NDArray[np.float32]:
    """(M, K): the mean over candidates."""
    mean: NDArray[np.float32] = np.mean([model.probabilities for model in candidates], axis=0)
    return mean


def by_score(score: Callable[[TrustModel], float]) -> Callable[[Candidates], Choice]:
    """The candidate with the highest score."""
    return lambda candidates: Choice(max(candidates, key=score).method)


def by_agreement(candidates: Candidates) -> Choice:
    """EnsV: the candidate that agrees most often with the mean of all."""
    mean = mean_probabilities(candidates).argmax(axis=1)
    return Choice(max(candidates, key=lambda model: float((model.predicted == mean).mean())).method)


def balance(model: TrustModel) -> float:
    """The mean of transport and neighbour agreement, unweighted."""
    return (model.signals.transport + model.signals.neighbours) / 2


def as_the_program(candidates: Candidates) -> Choice:
    """The method that `auto` continues with. It warns where others came too close to tell, or where it doubts."""
    scores = {model.method: scores_of(model) for model in candidates}
    choice = select(scores, REFERENCE)
    return Choice(choice.chosen, bool(choice.rivals or doubts(scores[choice.chosen], scores[REFERENCE])))


def scores_of(model: TrustModel) -> Scores:
    """The scores that the program would have of a model without target labels."""
    return Scores(model.signals.held_out, None, model.validators["im"], model.validators, signals=model.signals)


CHOOSERS: dict[str, Callable[[Candidates], Choice]] = {
    "information (IM)": by_score(lambda model: model.validators["im"]),
    "nuclear norm (BNM)": by_score(lambda model: model.validators["bnm"]),
    "class–cluster agreement": by_score(lambda model: model.validators["class_ami"]),
    "weighted source accuracy (DEV)": by_score(lambda model: model.validators["dev"]),
    "neighbourhood density (SND)": by_score(lambda model: model.validators["snd"]),
    "calibrated confidence": by_score(lambda model: model.signals.confidence),
    "transport (COT)": by_score(lambda model: model.signals.transport),
    "neighbour agreement": by_score(lambda model: model.signals.neighbours),
    "mean of transport and neighbours": by_score(balance),
    "as the program: a weighted mean, source only where it is close": as_the_program,
    "agreement with the mean (EnsV)": by_agreement,
    "the mean of all": lambda _: Choice(MEAN),
    "source only": lambda _: Choice(REFERENCE),
}
