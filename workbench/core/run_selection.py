"""Comparing scores: whether adaptation made a model worse, and which of several runs to choose."""

from collections.abc import Mapping

from workbench.core.scores import Scores

REFERENCE = "source_only"  # the method without adaptation
BROKEN = 0.1  # largest acceptable loss of source accuracy


def harm(scores: Scores, reference: Scores) -> str:
    """A sentence that says why a run is worse than the one without adaptation; empty if it is not.

    Needs no target labels: neither the source accuracy nor the score (by the same validator) may fall.
    """
    ours, theirs = scores.source_accuracy, reference.source_accuracy
    if ours is not None and theirs is not None and ours < theirs - BROKEN:
        return f"Adaptation reduced the source accuracy to {ours:.0%}, from {theirs:.0%} without adaptation."
    if scores.score < reference.score:
        return f"The score is {scores.score:.2f}, below {reference.score:.2f} without adaptation."
    return ""


def choose(trials: Mapping[str, Scores], reference: str) -> str:
    """The name of the trial with the highest score among those that did no harm; the reference if all did."""
    harmless = {name: scores for name, scores in trials.items() if not harm(scores, trials[reference])}
    return max(harmless, key=lambda name: harmless[name].score)
