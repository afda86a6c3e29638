"""The choices of the form that starts runs, and how many shots a run holds out."""

from collections.abc import Mapping

from workbench.core.job import Norm, Shift, Tune
from workbench.gui.kit.language import tr

SHIFT_TIP = tr("Which classes the target has; if it may have others, images can be predicted as unknown")
NORM_TIP = tr("IBN normalises half of the early channels by image, to remove style; for full training")
NORMS = ((tr("By batch"), Norm.BATCH), (tr("Half by image (IBN)"), Norm.IBN))
SHIFTS = (
    (tr("As its folders say"), Shift.AUTO),
    (tr("The source's"), Shift.CLOSED),
    (tr("Some of the source's"), Shift.PARTIAL),
    (tr("The source's and others"), Shift.OPEN),
    (tr("Some, and others"), Shift.OPEN_PARTIAL),
)
SPEEDS = ((tr("Automatic"), Tune.AUTO), (tr("Fast (head only)"), Tune.HEAD), (tr("Full (all layers)"), Tune.ALL))


def held_out_count(shots: Mapping[str, int], share: float) -> int:
    """Return how many shots a run holds out: the share of each class with two or more, rounded down."""
    return sum(int(share * number) for number in shots.values() if number > 1)
