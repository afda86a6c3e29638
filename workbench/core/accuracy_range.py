"""The range in which the accuracy on the target lies, estimated without labels from the signals of a model.

A single number without labels would look surer than it is. The rule's numbers come from `python -m tests.benchmarks
trust`: the width that ranges needed to hold in families of domains that were not used to choose it.
"""

from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.scores import AccuracySignals, Scores
from workbench.core.target_quality import LABELS_TO_ASK, QualityKind, TargetQuality

ASK = f"Label {LABELS_TO_ASK} random images of the target to measure it."
FEWEST = 50  # target images for an estimate; the bench has a hundred and more in each pair
NEIGHBOURS = 0.7  # weight of neighbour agreement in the centre


class RangeRule(NamedTuple):
    """The range is centre − `below` · scale to centre + `above` · scale, in [0, 1].

    The centre is the weighted mean of `neighbours` and `transport`; the scale is `floor` + |`confidence` −
    `neighbours`|. No range is given where the two differ by more than `most_doubt`.
    """

    below: float
    above: float
    floor: float
    most_doubt: float


RULE = RangeRule(below=0.39, above=0.37, floor=0.2, most_doubt=0.5)


def centre(signals: AccuracySignals) -> float:
    """The weighted mean of neighbour agreement and transport, which ranks models; not an accuracy to be shown.

    Transport weighs less: with the source's class shares among the predictions it is the confidence, which some methods
    raise whether they help or not.
    """
    return NEIGHBOURS * signals.neighbours + (1 - NEIGHBOURS) * signals.transport


def doubt(signals: AccuracySignals) -> float:
    """How far the model's confidence and the neighbours contradict each other, in [0, 1]."""
    return abs(signals.confidence - signals.neighbours)


def accuracy_range(signals: AccuracySignals, rule: RangeRule = RULE) -> tuple[float, float] | None:
    """The lowest and highest accuracy to expect, in [0, 1]; None where the signals contradict each other."""
    if doubt(signals) > rule.most_doubt:
        return None
    middle, scale = centre(signals), rule.floor + doubt(signals)
    return max(0.0, middle - rule.below * scale), min(1.0, middle + rule.above * scale)


def estimated_quality(scores: Scores) -> TargetQuality:
    """The quality on a target without labels: ESTIMATED as a range, or UNKNOWN with the reason."""
    signals = scores.signals
    if not isinstance(signals, AccuracySignals):
        return TargetQuality(QualityKind.UNKNOWN, f"Without labels, this model allows no estimate. {ASK}")
    if signals.samples < FEWEST:
        few = count(signals.samples, "target image is", "target images are")
        basis = f"{few} too few for an estimate. Label them to measure the accuracy."
        return TargetQuality(QualityKind.UNKNOWN, basis)
    if not signals.independent:
        why = "All layers were trained, so no feature is evidence apart from the model"
        return TargetQuality(QualityKind.UNKNOWN, f"The accuracy cannot be estimated. {why}. {ASK}")
    bounds = accuracy_range(signals)
    if bounds is None:
        why = (
            f"The model is sure of {signals.confidence:.0%} of its answers, but the nearest source images agree with "
            f"only {signals.neighbours:.0%}"
            if signals.confidence > signals.neighbours
            else f"The nearest source images agree with {signals.neighbours:.0%} of the answers, of which the model is "
            f"sure of only {signals.confidence:.0%}"
        )
        return TargetQuality(QualityKind.UNKNOWN, f"The accuracy cannot be estimated. {why}. {ASK}")
    basis = "An estimate without labels: the range held for nine of ten pairs of domains that it was not made for."
    return TargetQuality(QualityKind.ESTIMATED, basis, *bounds)
