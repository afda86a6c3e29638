"""Comparing runs without target labels: whether adaptation made a model worse, and which of several runs to choose."""

from collections.abc import Mapping
from typing import NamedTuple

from workbench.core.accuracy_range import centre
from workbench.core.job import Job
from workbench.core.scores import AccuracySignals, Scores

REFERENCE = "source_only"  # the method without adaptation
BROKEN = 0.1  # largest acceptable loss of source accuracy
CLOSE = 0.02  # two standings within this are not told apart, by the bench `trust`


class MethodChoice(NamedTuple):
    """The chosen candidate, and those that are too close to it to tell which one is best."""

    chosen: str
    rivals: tuple[str, ...] = ()


def standing(scores: Scores) -> float:
    """What ranks models without labels: the agreement of the predictions with evidence that no method optimises.

    The weighted mean of neighbour agreement and transport (see `AccuracySignals`); the validator's score where there
    are no signals, as for pixels.
    """
    return centre(scores.signals) if isinstance(scores.signals, AccuracySignals) else scores.score


def degradation(scores: Scores, reference: Scores) -> str:
    """A sentence that says why a run is worse than the one without adaptation; empty if it is not.

    Needs no target labels: neither the source accuracy nor the standing may fall.
    """
    accuracy, reference_accuracy = scores.source_accuracy, reference.source_accuracy
    if accuracy is not None and reference_accuracy is not None and accuracy < reference_accuracy - BROKEN:
        before, after = f"{reference_accuracy:.0%}", f"{accuracy:.0%}"
        return f"Adaptation reduced the source accuracy to {after}, from {before} without adaptation."
    if isinstance(scores.signals, AccuracySignals) is not isinstance(reference.signals, AccuracySignals):
        return ""  # a run of an earlier version has no signals
    now, before_it = standing(scores), standing(reference)
    if now < before_it:
        what = "evidence without labels" if isinstance(scores.signals, AccuracySignals) else "score"
        return f"The {what} is {now:.2f}, below {before_it:.2f} without adaptation."
    return ""


def select(trials: Mapping[str, Scores], reference: str) -> MethodChoice:
    """Choose the candidate with the highest standing among those that are not worse than the reference.

    By evidence, the reference is kept if it comes close: it is the one that is least likely to harm.
    """
    candidates = {name: scores for name, scores in trials.items() if not degradation(scores, trials[reference])}
    standings = {name: standing(scores) for name, scores in candidates.items()}
    chosen = max(standings, key=lambda name: standings[name])
    close = [name for name in standings if standings[chosen] - standings[name] < CLOSE]
    if reference in close and isinstance(trials[reference].signals, AccuracySignals):
        chosen = reference
    return MethodChoice(chosen, tuple(name for name in close if name != chosen))


def is_reference(other: Job, job: Job) -> bool:
    """Whether a job trains the same network as another one, without the adaptation that this one has."""
    network = (other.backbone, other.tune) == (job.backbone, job.tune)
    return network and other.method == REFERENCE != job.method
