"""Accuracy by class."""

from collections.abc import Iterable

import msgspec

from workbench.core.domain import natural


class ClassAccuracy(msgspec.Struct, frozen=True):
    """The number of labelled samples of a class, and how many of them are predicted correctly (`right`)."""

    label: str
    samples: int
    right: int

    @property
    def accuracy(self) -> float:
        """Accuracy of the class, in [0, 1]."""
        return self.right / self.samples


def by_class(pairs: Iterable[tuple[str, str]]) -> list[ClassAccuracy]:
    """Accuracy by class from pairs of (label, prediction), in natural order of the labels."""
    samples: dict[str, int] = {}
    right: dict[str, int] = {}
    for label, predicted in pairs:
        samples[label] = samples.get(label, 0) + 1
        right[label] = right.get(label, 0) + (label == predicted)
    return [ClassAccuracy(label, samples[label], right[label]) for label in sorted(samples, key=natural)]
