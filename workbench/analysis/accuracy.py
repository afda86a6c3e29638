"""Accuracy where labels exist: over all samples and for each class."""

from collections.abc import Iterable

import msgspec

from workbench.core.domain import natural


class ClassAccuracy(msgspec.Struct, frozen=True):
    """Of one class: how many labelled samples it has and how many of them are predicted right."""

    label: str
    samples: int
    right: int

    @property
    def accuracy(self) -> float:
        """Share that is right, in [0, 1]."""
        return self.right / self.samples


def by_class(pairs: Iterable[tuple[str, str]]) -> list[ClassAccuracy]:
    """From pairs of (label, prediction), one row for each label, in natural order."""
    samples: dict[str, int] = {}
    right: dict[str, int] = {}
    for label, predicted in pairs:
        samples[label] = samples.get(label, 0) + 1
        right[label] = right.get(label, 0) + (label == predicted)
    return [ClassAccuracy(label, samples[label], right[label]) for label in sorted(samples, key=natural)]
