"""How many processors there are, and how idle compute threads wait."""

import os


def quiet_threads() -> None:
    """Let idle OpenMP threads sleep rather than spin: on few cores spinning can cost three to five times the work.

    Takes effect only before torch is imported by the process. What the person has set stays.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
