"""Numbers over steps that grow one by one and are drawn as arrays."""

import numpy as np
from numpy.typing import NDArray


class Series:
    """Values at ascending steps; appending takes constant time on average."""

    def __init__(self) -> None:
        self._count = 0
        self._rows = np.empty((2, 256), np.float64)

    def append(self, step: int, value: float) -> None:
        """One more value. A step that was there already starts the series anew from it, as a resumed run does."""
        if self._count and step <= self._rows[0, self._count - 1]:
            self._count = int(np.searchsorted(self._rows[0, : self._count], step))
        if self._count == self._rows.shape[1]:
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)], axis=1)
        self._rows[:, self._count] = step, value
        self._count += 1

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Steps (N,) and values (N,). Copies, for a plot may look at them after they have grown."""
        steps, values = self._rows[:, : self._count].copy()
        return steps, values

    def at(self, step: float | None) -> float | None:
        """The value at a step or the last one before it; the last of all for None; None where there is none."""
        last = self._count if step is None else int(np.searchsorted(self._rows[0, : self._count], step, side="right"))
        if last == 0:
            return None
        value = float(self._rows[1, last - 1])
        return value if np.isfinite(value) else None

    def nearest_step(self, x: float) -> float | None:
        """The step with a value that is nearest to x."""
        if not self._count:
            return None
        steps = self._rows[0, : self._count]
        return float(steps[np.abs(steps - x).argmin()])
