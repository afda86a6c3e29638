"""Comparing scores: whether adaptation made a model worse, and which of several runs to choose."""

from collections.abc import Mapping

from workbench.core.scores import Scores

REFERENCE = "source_only"  # the method without adaptation
BROKEN = 0.1  # largest acceptable loss of source accuracy


def degradation(scores: Scores, reference: Scores) -> str:
    """A sentence that says why a run is worse than the one without adaptation; empty if it is not.

    Needs no target labels: neither the source accuracy nor the score (by the same validator) may fall.
    """
    accuracy, reference_accuracy = scores.source_accuracy, reference.source_accuracy
    if accuracy is not None and reference_accuracy is not None and accuracy < reference_accuracy - BROKEN:
        before, after = f"{reference_accuracy:.0%}", f"{accuracy:.0%}"
        return f"Adaptation reduced the source accuracy to {after}, from {before} without adaptation."
    if scores.score < reference.score:
        return f"The score is {scores.score:.2f}, below {reference.score:.2f} without adaptation."
    return ""


def choose(trials: Mapping[str, Scores], reference: str) -> str:
    """The name of the trial with the highest score among those that are not worse than the reference."""
    candidates = {name: scores for name, scores in trials.items() if not degradation(scores, trials[reference])}
    return max(candidates, key=lambda name: candidates[name].score)
