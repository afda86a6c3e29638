"""The choices of the form that starts runs, and how many shots a run holds out."""

from collections.abc import Mapping

from workbench.core.job import Norm, Shift, Tune

NORMS = (("By batch", Norm.BATCH), ("Half by image (IBN)", Norm.IBN))
SHIFTS = (
    ("As its folders say", Shift.AUTO),
    ("The source's", Shift.CLOSED),
    ("Some of the source's", Shift.PARTIAL),
    ("The source's and others", Shift.OPEN),
    ("Some, and others", Shift.OPEN_PARTIAL),
)
SPEEDS = (("Automatic", Tune.AUTO), ("Fast (head only)", Tune.HEAD), ("Full (all layers)", Tune.ALL))


def held_out_count(shots: Mapping[str, int], share: float) -> int:
    """Return how many shots a run holds out: the share of each class with two or more, rounded down."""
    return sum(int(share * number) for number in shots.values() if number > 1)
