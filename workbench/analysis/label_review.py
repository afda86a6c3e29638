"""Review of labels: disagreements with a model and between two annotators."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from workbench.core.domain import natural
from workbench.core.suggestion import Suggestion
from workbench.store.run_tables import Prediction


class Disagreement(NamedTuple):
    """A labelled sample that the model assigns to another class, with the probability of that class."""

    path: str
    label: str
    predicted: str
    confidence: float


class Take(StrEnum):
    """Whose label to use when two annotators disagree. NEITHER drops the label."""

    FIRST = "first"
    SECOND = "second"
    NEITHER = "neither"


class Conflict(NamedTuple):
    """A sample that two annotators labelled differently."""

    path: str
    first: str
    second: str


class Merged(NamedTuple):
    """The merged labels of two annotators, and their agreement on the `common` samples that both labelled.

    `agreement`: share of common samples with the same label; `kappa`: Cohen's kappa, 0 for agreement by chance and 1
    for perfect agreement. Both are None without common samples; `kappa` also if both used a single, identical label.
    """

    labels: dict[str, str]
    conflicts: list[Conflict]
    common: int
    only_first: int
    only_second: int
    agreement: float | None
    kappa: float | None


def disagreements(labels: Mapping[str, str], predictions: Iterable[Prediction | Suggestion]) -> list[Disagreement]:
    """The labelled samples with another predicted class, in descending order of confidence."""
    contradicted = [
        Disagreement(row.path, labels[row.path], row.predicted, row.confidence)
        for row in predictions
        if row.path in labels and labels[row.path] != row.predicted
    ]
    return sorted(contradicted, key=lambda row: (-row.confidence, natural(row.path)))


def merge(first: Mapping[str, str], second: Mapping[str, str], take: Take = Take.NEITHER) -> Merged:
    """Merge the labels of two annotators; `take` resolves conflicts."""
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
    """Cohen's κ = (pₒ − pₑ) / (1 − pₑ) of pairs of labels (Cohen, 1960); None if pₑ is 1 or there are no pairs."""
    all_pairs = list(pairs)
    if not all_pairs:
        return None
    observed = sum(first == second for first, second in all_pairs) / len(all_pairs)
    first_counts, second_counts = (Counter(pair[side] for pair in all_pairs) for side in (0, 1))
    chance = sum(first_counts[name] * second_counts[name] for name in first_counts) / len(all_pairs) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)
