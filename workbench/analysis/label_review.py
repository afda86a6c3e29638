"""A second look at labels: where the model disagrees, and where two people do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from workbench.core.domain import natural
from workbench.core.suggestion import Suggestion
from workbench.store.run_folder import Prediction


class Doubt(NamedTuple):
    """A labelled sample that the model takes for another class, with the probability of that class."""

    path: str
    label: str
    predicted: str
    confidence: float


class Take(StrEnum):
    """Whose label counts where two people disagree; NEITHER leaves such samples without one."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


class Conflict(NamedTuple):
    """A sample that two people named differently."""

    path: str
    first: str
    second: str


class Merged(NamedTuple):
    """Two people's labels as one, and how far they agree on the `common` samples that both named.

    `agreement`: share of these with one label; `kappa`: Cohen's, which is 0 where they agree as often as by chance, and
    1 where they always do. None where no sample is common; kappa also where both only ever gave the same one label.
    """

    labels: dict[str, str]
    conflicts: list[Conflict]
    common: int
    only_first: int
    only_second: int
    agreement: float | None
    kappa: float | None


def disagreements(labels: Mapping[str, str], predictions: Iterable[Prediction | Suggestion]) -> list[Doubt]:
    """The labelled samples whose prediction is another class, the surest first: likely slips of a hand."""
    found = [
        Doubt(one.path, labels[one.path], one.predicted, one.confidence)
        for one in predictions
        if one.path in labels and labels[one.path] != one.predicted
    ]
    return sorted(found, key=lambda doubt: (-doubt.confidence, natural(doubt.path)))


def merge(first: Mapping[str, str], second: Mapping[str, str], take: Take = Take.NEITHER) -> Merged:
    """What one of two people named, what both named alike, and where they differ what `take` says."""
    common = first.keys() & second.keys()
    conflicts = [
        Conflict(path, first[path], second[path]) for path in sorted(common, key=natural) if first[path] != second[path]
    ]
    labels = dict(first) | dict(second)
    for conflict in conflicts:
        if take is Take.NEITHER:
            del labels[conflict.path]
        else:
            labels[conflict.path] = conflict.first if take is Take.FIRST else conflict.second
    agreement = 1 - len(conflicts) / len(common) if common else None
    pairs = [(first[path], second[path]) for path in common]
    only = (len(first) - len(common), len(second) - len(common))
    return Merged(labels, conflicts, len(common), *only, agreement, kappa(pairs))


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Cohen's κ = (pₒ − pₑ) / (1 − pₑ) of pairs of labels (Cohen, 1960); None where pₑ is 1, or there is no pair."""
    said = list(pairs)
    if not said:
        return None
    observed = sum(one == other for one, other in said) / len(said)
    ones, others = (Counter(pair[side] for pair in said) for side in (0, 1))
    chance = sum(ones[name] * others[name] for name in ones) / len(said) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)
