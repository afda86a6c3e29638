"""Images that are unlike any image of the target: each measure beside its range in the drift reference."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.export.drift_reference import Floats, Reference

MARGIN = 0.25  # of the width between the quantiles at 1 and 99 %, beyond the least and the greatest value
LEAST = {  # least margin, where the target hardly varies; 0.05 for others
    "brightness": 4.0,
    "contrast": 4.0,
    "colour": 4.0,
    "noise": 1.0,
    "highlights": 2.0,
    "shadows": 2.0,
    "distance": 0.25,
}
ONLY_ABOVE = ("unknown", "distance")  # a smaller value is not unusual
ONLY_BELOW = ("confidence",)


class UnusualImage(NamedTuple):
    """How far an image is outside of the target's range, in margins (above 1), and the measure in words."""

    score: float
    why: str


class UnusualTest:
    """Finds images of which a measure is far outside of its range over the target images.

    The range of a measure is widened by a margin on both sides, so that of images like the target's hardly any is
    outside: of a normal distribution, about one of 40,000.
    """

    def __init__(self, reference: Reference) -> None:
        self.ranges = [measure for measure in reference.ranges if measure.quantiles]

    def of(self, values: dict[str, Floats], count: int) -> list[UnusualImage | None]:
        """The result of each of `count` images, from their measures by name."""
        best: list[UnusualImage | None] = [None] * count
        for measure in self.ranges:
            if measure.name not in values:
                continue
            low, high = measure.quantiles[0], measure.quantiles[-1]
            width = measure.quantiles[-2] - measure.quantiles[1]
            margin = max(MARGIN * width, LEAST.get(measure.name, 0.05))
            above = np.zeros(count) if measure.name in ONLY_BELOW else values[measure.name] - high
            below = np.zeros(count) if measure.name in ONLY_ABOVE else low - values[measure.name]
            scores: NDArray[np.float64] = np.maximum(above, below).astype(np.float64) / margin
            for row in np.flatnonzero(scores > 1).tolist():
                before = best[row]
                if before is None or scores[row] > before.score:
                    now = float(values[measure.name][row])
                    why = f"{measure.title.lower()} {now:.3g}, in the target {low:.3g} to {high:.3g}"
                    best[row] = UnusualImage(float(scores[row]), why)
        return best
