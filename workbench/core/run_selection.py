"""What scores say of a run beside another: whether adaptation did harm, and which run to take."""

from collections.abc import Mapping

from workbench.core.events import Scores

REFERENCE = "source_only"  # the method without adaptation
BROKEN = 0.1  # of accuracy: what the source may lose before a model counts as broken


def harm(scores: Scores, reference: Scores) -> str:
    """Why a run is worse than the one without adaptation, in a sentence; empty when it is not.

    Needs no target label: the source accuracy must not collapse, nor the validator's score (the same for both) fall.
    """
    ours, theirs = scores.source_accuracy, reference.source_accuracy
    if ours is not None and theirs is not None and ours < theirs - BROKEN:
        return f"Adaptation broke the source: accuracy there is {ours:.0%}, and {theirs:.0%} without adaptation."
    if scores.score < reference.score:
        return f"The validator prefers no adaptation: {scores.score:.2f} against {reference.score:.2f} without it."
    return ""


def choose(trials: Mapping[str, Scores], reference: str) -> str:
    """The name of the trial to take: the highest score among those that did no harm; the reference where all did."""
    fit = {name: scores for name, scores in trials.items() if not harm(scores, trials[reference])}
    return max(fit, key=lambda name: fit[name].score)
