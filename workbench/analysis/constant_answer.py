"""The constant answer: what a model reaches that gives one class to everything. Adaptation has to beat it."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.data.masks.class_shares import pixel_shares


class ConstantAnswer(NamedTuple):
    """The best class to give to everything, and what it reaches on the target, in [0, 1].

    `accuracy`: the share of images, or of pixels. `miou`: the mean IoU over the classes that the target's masks hold;
    None where the labels are of images.
    """

    name: str
    accuracy: float
    miou: float | None = None


def constant_answer(target: Domain, classes: Iterable[str]) -> ConstantAnswer | None:
    """The most frequent of `classes` among the labels of a target; None where it has none of them.

    Labels of other classes do not count. Masks: measured on up to 64 of them, evenly over the domain.
    """
    known = set(classes)
    if target.table is None:
        counts = Counter(sample.label for sample in target.samples if sample.label in known)
        shares = {str(name): count / counts.total() for name, count in counts.items()}
    else:
        shares = {name: share for name, share in pixel_shares(target).items() if share}
    if not shares:
        return None
    name = max(shares, key=lambda one: shares[one])
    return ConstantAnswer(name, shares[name], None if target.table is None else shares[name] / len(shares))
