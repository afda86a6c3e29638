"""What a measured recall says of a class, as counts of the images of that class."""

from collections.abc import Mapping

from workbench.core.scores import Estimate
from workbench.core.target_quality import TargetQuality

FEWEST = 5  # labels of a class from which its misses are told
OF = 100  # images of a class in which misses are told
TOLD = 2  # classes in a headline: those that are missed most


def missed(name: str, recall: Estimate) -> str:
    """The range of misses among 100 images of a class, by the 95 % interval of its recall, and what it rests on."""
    low, high = (round(OF * (1 - share)) for share in (recall.high, recall.low))
    seen = f"{round(recall.count * (1 - recall.value)):,} of {recall.count:,} labelled"
    if low == high:
        return f"Misses {low} of {OF} “{name}” ({seen})."
    return f"Probably misses {low} to {high} of {OF} “{name}” ({seen})."


def most_missed(quality: TargetQuality) -> list[str]:
    """A sentence on each of the classes that a measured model may miss most often, the worst first.

    A class with few labels is left out, and so is every class where nothing was measured by class.
    """
    recalls = _recalls(quality)
    worst = sorted(recalls, key=lambda name: recalls[name].low)[:TOLD]
    return [missed(name, recalls[name]) for name in worst if recalls[name].low < 1]


def _recalls(quality: TargetQuality) -> Mapping[str, Estimate]:
    found = {name: one.recall for name, one in quality.by_class.items()}
    return {name: recall for name, recall in found.items() if recall is not None and recall.count >= FEWEST}
