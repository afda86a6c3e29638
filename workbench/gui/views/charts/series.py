"""A series of values over steps, stored in growing arrays."""

import numpy as np
from numpy.typing import NDArray


class Series:
    """Values at ascending steps. Appending takes amortized constant time."""

    def __init__(self) -> None:
        self._count = 0
        self._rows = np.empty((2, 256), np.float64)

    def append(self, step: int, value: float) -> None:
        """Append a value. An earlier step first truncates the series there, as when a run is resumed."""
        if self._count and step <= self._rows[0, self._count - 1]:
            self._count = int(np.searchsorted(self._rows[0, : self._count], step))
        if self._count == self._rows.shape[1]:
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)], axis=1)
        self._rows[:, self._count] = step, value
        self._count += 1

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return copies of the steps (N,) and values (N,), because a plot may read them after the series has grown."""
        steps, values = self._rows[:, : self._count].copy()
        return steps, values

    def at(self, step: float | None) -> float | None:
        """Return the value at a step or the last before it; the last value for None. None if it is not finite."""
        last = self._count if step is None else int(np.searchsorted(self._rows[0, : self._count], step, side="right"))
        if last == 0:
            return None
        value = float(self._rows[1, last - 1])
        return value if np.isfinite(value) else None

    def nearest_step(self, x: float) -> float | None:
        """Return the step nearest to x; None for an empty series."""
        if not self._count:
            return None
        steps = self._rows[0, : self._count]
        return float(steps[np.abs(steps - x).argmin()])
