"""Chooses among candidates: trained models of several methods, or of one method with several settings."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from workbench.core.events import Compared, Evaluated, Trial
from workbench.core.run_selection import degradation, select, select_by_labels
from workbench.engine.auto_reason import reason
from workbench.engine.registry import methods
from workbench.engine.share_estimate import share_estimate


class Candidate(NamedTuple):
    """A trained model: the name of its method, its title among the others, and its evaluation."""

    method: str
    title: str
    look: Evaluated


def compare(candidates: Mapping[str, Candidate], reference: str, sizes: tuple[int, int], by: str) -> Compared:
    """Choose among candidates: by their answers on the measuring set where all have them, else by evidence.

    `reference`: the candidate without adaptation. `sizes`: the numbers of source and target images. `by`: the validator
    of their job, which ranks where there is no other evidence, but none that a method optimises.
    """
    tried = {name: candidate.look.scores for name, candidate in candidates.items()}
    titles = {name: candidate.title for name, candidate in candidates.items()}
    right = {
        name: dict(look.right)
        for name, (_, _, look) in candidates.items()
        if not isinstance(look.right, msgspec.UnsetType)
    }
    flattered = {name for name, candidate in candidates.items() if by in methods()[candidate.method].optimises}
    source, target = sizes
    if len(right) == len(tried):
        choice = select_by_labels(tried, reference, right, target)
    else:
        choice = select(tried, reference, flattered)
    answered = right if choice.labels else {}
    measured = {name: share_estimate(sum(answers.values()), len(answers)) for name, answers in answered.items()}
    rows = tuple(
        Trial(name, titles[name], scores, degradation(scores, tried[reference]), measured.get(name, msgspec.UNSET))
        for name, scores in tried.items()
    )
    words = reason(tried, titles, reference, choice, measured, source, by, flattered)
    return Compared(rows, choice.chosen, words, choice.rivals, choice.labels)
