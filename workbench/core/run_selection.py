"""Choosing among runs: by labels of the measuring set where there are some, else by evidence without labels."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from workbench.core.accuracy_range import RULE, centre, doubt
from workbench.core.job import Job
from workbench.core.paired_comparison import paired_difference
from workbench.core.scores import AccuracySignals, Scores

REFERENCE = "source_only"  # the method without adaptation
BROKEN = 0.1  # largest acceptable loss of source accuracy
TRIAL_SHARE = 0.4  # of the steps: how long `auto` trains each method before the comparison, at most
CLOSE = 0.02  # two standings within this are not told apart, by the bench `trust`
SPREAD = 0.04  # validators within this are not told apart: two runs for pixels differ as much by their seeds alone
WORTH = 30  # labels that the standing is worth: the ratio of their variances within a pair of domains, by the bench
UNEVEN = 0.3  # total variation between predicted class shares at which a choice is doubted: 11 of 26 in that bench


class MethodChoice(NamedTuple):
    """The chosen candidate, and those that are too close to it to tell which one is best.

    `labels`: the number of labels on which the candidates were compared; 0 where evidence without labels chose alone.
    """

    chosen: str
    rivals: tuple[str, ...] = ()
    labels: int = 0


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
    evidence = isinstance(scores.signals, AccuracySignals)
    if now < before_it - (0 if evidence else SPREAD):
        what = "evidence without labels" if evidence else "score"
        return f"The {what} is {now:.2f}, below {before_it:.2f} without adaptation."
    return ""


def select(trials: Mapping[str, Scores], reference: str, flattered: Collection[str] = ()) -> MethodChoice:
    """Choose the candidate with the highest standing among those that are not worse than the reference.

    The reference is kept if it comes close: it is the one that is least likely to harm. `flattered`: candidates that
    optimise the validator. Where there are no signals, it ranks the others only; these can come too close to tell.
    """
    evidence = isinstance(trials[reference].signals, AccuracySignals)
    candidates = {name: scores for name, scores in trials.items() if not degradation(scores, trials[reference])}
    standings = {name: standing(scores) for name, scores in candidates.items()}
    ranked = [name for name in standings if evidence or name not in flattered]
    chosen = max(ranked, key=lambda name: standings[name])
    margin = CLOSE if evidence else SPREAD
    close = [name for name in standings if standings[chosen] - standings[name] < margin]
    if reference in close:
        chosen = reference
    return MethodChoice(chosen, tuple(name for name in close if name != chosen))


def select_by_labels(
    trials: Mapping[str, Scores], reference: str, right: Mapping[str, Mapping[str, bool]], population: int
) -> MethodChoice:
    """Choose among the candidates that labels cannot tell from the one they favour, by labels and evidence together.

    Their accuracy on the labels is shrunk to their standing, which counts as WORTH labels. Only labels count where the
    evidence is no estimate: features that the methods shaped, or pixels. `right`: for each candidate, whether it is
    right on the label of each random sample, by path. All have the same samples, of a target of `population`.
    """
    labels, totals = len(right[reference]), {name: sum(answers.values()) for name, answers in right.items()}
    if not labels:
        return select(trials, reference)
    worth = WORTH if all(estimates_accuracy(scores) for scores in trials.values()) else 0
    prior = {name: standing(scores) for name, scores in trials.items()}
    mean = {name: (worth * prior[name] + totals[name]) / (worth + labels) for name in trials}
    favoured = max(trials, key=lambda name: (totals[name], name == reference, prior[name]))
    tied = [name for name in trials if not _differ(right[name], right[favoured], population)]
    chosen = max(tied, key=lambda name: (mean[name], name == reference, name == favoured))
    return MethodChoice(chosen, tuple(name for name in tied if name != chosen), labels)


def doubts(scores: Scores, reference: Scores) -> list[str]:
    """Why the evidence may mislead about a model that was chosen without labels, in sentences; empty if it may not.

    A target that is less balanced than the source looks like a model that favours a class, and a method that balances
    its predictions looks better than it is. No evidence without labels tells one from the other.
    """
    signals, plain, sentences = scores.signals, reference.signals, []
    if not isinstance(signals, AccuracySignals) or not isinstance(plain, AccuracySignals):
        return []
    if doubt(signals) > RULE.most_doubt:
        sentences.append("The evidence contradicts the model's own confidence.")
    if signals.shares and len(signals.shares) == len(plain.shares):
        differ = sum(abs(one - other) for one, other in zip(signals.shares, plain.shares, strict=True)) / 2
        if differ >= UNEVEN:
            largest, before = max(signals.shares), max(plain.shares)
            sentences.append(
                f"It predicts one class for {largest:.0%} of the target at most, source only for {before:.0%}: if the "
                "target is as uneven as source only has it, the choice may do harm."
                if largest < before
                else f"It predicts one class for {largest:.0%} of the target, source only for {before:.0%} at most."
            )
    return sentences


def estimates_accuracy(scores: Scores) -> bool:
    """Whether the standing of a model estimates its accuracy, in the bench `trust`."""
    return isinstance(scores.signals, AccuracySignals) and scores.signals.independent


def _differ(first: Mapping[str, bool], second: Mapping[str, bool], population: int) -> bool:
    """Whether the labels show that two models differ in accuracy."""
    gained = sum(second[path] and not first[path] for path in first)
    lost = sum(first[path] and not second[path] for path in first)
    return paired_difference(gained, lost, len(first), population).settled


def is_reference(other: Job, job: Job) -> bool:
    """Whether a job trains the same network as another one, without the adaptation that this one has."""
    network = (other.backbone, other.tune) == (job.backbone, job.tune)
    return network and other.method == REFERENCE != job.method
