"""The number of processors, and the waiting policy of OpenMP threads."""

import os


def quiet_threads() -> None:
    """Make idle OpenMP threads sleep instead of spin: with few cores, spinning can slow work down three to five times.

    Must be called before the process imports torch. Variables that are already set are kept.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def cores() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
