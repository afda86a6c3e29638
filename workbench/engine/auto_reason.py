"""What `auto` says of its choice: which evidence decided, what remains undecided, and what would settle it."""

from collections.abc import Collection, Mapping, Sequence

from workbench.core.counting import count
from workbench.core.run_selection import MethodChoice, doubts, estimates_accuracy, standing
from workbench.core.scores import AccuracySignals, Estimate, Scores
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.engine.validators import validator

FEW_SOURCE = 200  # source images below which the choice without labels was worst, in the bench `trust`
ASK = f"Label {LABELS_TO_ASK} random target images to decide."


def reason(
    tried: Mapping[str, Scores],
    titles: Mapping[str, str],
    reference: str,
    choice: MethodChoice,
    measured: Mapping[str, Estimate],
    source: int,
    by: str,
    flattered: Collection[str],
) -> str:
    """Why a candidate was chosen, in sentences, with what remains undecided.

    `measured`: the accuracy of each candidate on the labels of the measuring set, if these decided. `source`: the
    number of source images. `by`: the validator of the job, which ranks where there is no other evidence, but not the
    `flattered`, which optimise it.
    """
    if choice.labels:
        return _by_labels(tried, titles, choice, measured)
    optimising = [titles[name] for name in tried if name in flattered]
    return _without_labels(tried, titles, reference, choice, source, by, optimising)


def _by_labels(
    tried: Mapping[str, Scores], titles: Mapping[str, str], choice: MethodChoice, measured: Mapping[str, Estimate]
) -> str:
    right = {name: f"{titles[name]} ({_answers(estimate)})" for name, estimate in measured.items()}
    labels = count(choice.labels, "random label")
    if not choice.rivals:
        figures = ", ".join(right[name] for name in tried if name != choice.chosen)
        return f"{labels} decided: {right[choice.chosen]}, against {figures}."
    tied = [name for name in tried if name in (choice.chosen, *choice.rivals)]
    told = _listed([right[name] for name in tied])
    others = ", ".join(right[name] for name in tried if name not in tied)
    excluded = f" They exclude {others}." if others else ""
    chosen = titles[choice.chosen]
    with_evidence = all(estimates_accuracy(scores) for scores in tried.values())
    how = "by these labels and the evidence without labels" if with_evidence else "by these labels alone"
    return f"{labels} cannot tell {told} apart.{excluded} {chosen} was chosen {how}. More random labels may decide."


def _answers(estimate: Estimate) -> str:
    return f"{round(estimate.value * estimate.count)} of {estimate.count} right"


def _without_labels(
    tried: Mapping[str, Scores],
    titles: Mapping[str, str],
    reference: str,
    choice: MethodChoice,
    source: int,
    by: str,
    optimising: Sequence[str],
) -> str:
    chosen = choice.chosen
    evidence = all(isinstance(scores.signals, AccuracySignals) for scores in tried.values())
    criterion = "agreement with evidence without labels" if evidence else validator(by).title
    others = ", ".join(f"{titles[name]} {standing(scores):.2f}" for name, scores in tried.items() if name != chosen)
    figures = f"{criterion} {standing(tried[chosen]):.2f}, against {others}"
    if chosen == reference:
        sentences = [f"No method scored clearly higher than training on the source alone ({figures})."]
    else:
        sentences = [f"{titles[chosen]} was chosen: it has the highest score without target labels ({figures})."]
    if any(isinstance(scores.signals, AccuracySignals) and not scores.signals.independent for scores in tried.values()):
        sentences.append("This evidence is weak: all layers are trained, so each model brings its own features.")
    if optimising and not evidence:
        optimise = "optimises" if len(optimising) == 1 else "optimise"
        sentences.append(f"The score does not rank {_listed(optimising)}, which {optimise} it.")
    unsure = [] if chosen == reference else doubts(tried[chosen], tried[reference])
    if source < FEW_SOURCE:
        unsure.append(f"The source has only {count(source, 'image')}.")
    if unsure:
        sentences.append(f"The choice is unsure. {' '.join(unsure)}")
    if choice.rivals:
        sentences.append(f"Undecided: {_listed([titles[name] for name in choice.rivals])} came too close to tell.")
    if choice.rivals or unsure:
        sentences.append(ASK)
    return " ".join(sentences)


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
