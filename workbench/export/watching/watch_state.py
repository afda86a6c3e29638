"""What `workbench watch` has seen so far, in bounded memory, for its page and its metrics. Safe for several threads."""

import threading
import time
from collections import Counter, deque
from typing import NamedTuple

from workbench.export.drift_reference import DriftedMeasure
from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside, MonitorEvent

SHOWN = 48  # latest images
REMEMBERED = 20  # latest changes of drift


class DriftChange(NamedTuple):
    """A change of drift. `total`: images predicted until then; `drifted`: what began, empty if all ended."""

    at: float  # seconds since 1970
    total: int
    drifted: tuple[DriftedMeasure, ...]


class WatchSnapshot(NamedTuple):
    """The state at one time. `latest`: newest first, each with its number since the start."""

    started: float
    predicted: int
    set_aside: int
    classes: dict[str, int]
    last: float | None  # seconds since 1970
    drifting: tuple[DriftedMeasure, ...]
    changes: tuple[DriftChange, ...]
    latest: tuple[tuple[int, ImagePredicted], ...]
    unusual: int


class WatchState:
    """Counts events. Memory does not grow with the number of images, only with that of the model's classes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.time()
        self._predicted = self._set_aside = self._unusual = 0
        self._classes: Counter[str] = Counter()
        self._last: float | None = None
        self._drifting: dict[str, DriftedMeasure] = {}
        self._changes: deque[DriftChange] = deque(maxlen=REMEMBERED)
        self._latest: deque[tuple[int, ImagePredicted]] = deque(maxlen=SHOWN)

    def add(self, event: MonitorEvent) -> None:
        """Count an event."""
        now = time.time()
        with self._lock:
            match event:
                case ImagePredicted(line=line, unusual=unusual):
                    self._predicted += 1
                    self._unusual += unusual is not None
                    self._classes[line.predicted] += 1
                    self._last = now
                    self._latest.appendleft((self._predicted, event))
                case ImageSetAside():
                    self._set_aside += 1
                case DriftDetected(drifted=drifted, total=total):
                    self._drifting |= {measure.name: measure for measure in drifted}
                    self._changes.appendleft(DriftChange(now, total, drifted))
                case DriftEnded(total=total):
                    self._drifting.clear()
                    self._changes.appendleft(DriftChange(now, total, ()))

    def snapshot(self) -> WatchSnapshot:
        """A copy of the state."""
        with self._lock:
            return WatchSnapshot(
                self._started,
                self._predicted,
                self._set_aside,
                dict(self._classes),
                self._last,
                tuple(self._drifting.values()),
                tuple(self._changes),
                tuple(self._latest),
                self._unusual,
            )

    def path_of(self, number: int) -> str | None:
        """The path of one of the latest images by its number since the start; None for others."""
        with self._lock:
            return next((event.line.path for own, event in self._latest if own == number), None)
