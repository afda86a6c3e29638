"""The number of processors, the waiting policy of OpenMP threads, and work in threads with results in order."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

LANES = 8  # pieces under way at once, at most: each takes memory
Piece = TypeVar("Piece")
Result = TypeVar("Result")


def quiet_threads() -> None:
    """Make idle OpenMP threads sleep instead of spin: with few cores, spinning can slow work down three to five times.

    Must be called before the process imports torch. Variables that are already set are kept.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(work: Callable[[Piece], Result], pieces: Iterable[Piece], threads: int = 0) -> Iterator[Result]:
    """Apply `work` to pieces in threads. Yields the results in order; takes at most 2 · `threads` pieces ahead.

    The pieces are made in the thread of the caller. Without `threads`, one for each processor, up to LANES.
    """
    threads = threads or min(cores(), LANES)
    remaining = iter(pieces)
    pool = ThreadPoolExecutor(threads)
    futures: deque[Future[Result]] = deque()
    try:
        while True:
            futures.extend(pool.submit(work, piece) for piece in islice(remaining, 2 * threads - len(futures)))
            if not futures:
                return
            yield futures.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
