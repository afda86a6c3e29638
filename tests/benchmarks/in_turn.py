"""Measuring in turn, so that what else the machine does weighs on each alike: what the benches of rates share."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Took(NamedTuple):
    """Seconds, by the clock and of the processors."""

    clock: float
    work: float


Acts = dict[str, Callable[[], object]]
Rounds = dict[str, list[Took]]


def timed(act: Callable[[], object]) -> Took:
    clock, work = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - clock, time.process_time() - work)


def measured(acts: Acts, rounds: int) -> Rounds:
    """Acts in turn; the first round warms up."""
    took: Rounds = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            once = timed(act)
            took[name] += [once] if number else []
    return took


def middle(took: list[Took]) -> Took:
    return Took(*map(statistics.median, zip(*took, strict=True)))


def shares(ours: list[Took], other: list[Took]) -> list[str]:
    """Of another act's rate: the share by the clock, its spread over the rounds, and the share by work."""
    pairs = list(zip(ours, other, strict=True))
    clock, work = [b.clock / a.clock for a, b in pairs], [b.work / a.work for a, b in pairs]
    return [
        f"{statistics.median(clock):.0%}",
        f"{min(clock):.0%} to {max(clock):.0%}",
        f"{statistics.median(work):.0%}",
    ]


def many(images: list[Path], count: int, folder: Path) -> list[Path]:
    """A folder of so many names of these images."""
    folder.mkdir()
    made = [folder / f"{number:06}{images[number % len(images)].suffix}" for number in range(count)]
    for number, path in enumerate(made):
        path.symlink_to(images[number % len(images)])
    return made
