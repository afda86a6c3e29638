"""Tables of a report, and the words of its figures."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from workbench.core.events import Finished
from workbench.core.job import Job
from workbench.core.scores import Estimate
from workbench.core.shift_report import Performance

ERRORS = 3  # the most frequent that are told


class RunTable(NamedTuple):
    """The runs, the best first: heads of columns, then a row of cells for each, and whether it is the chosen one."""

    heads: list[str]
    rows: list[tuple[bool, list[str]]]


def run_table(runs: Sequence[tuple[str, str, Job, Finished]], chosen: str) -> RunTable:
    """Of runs by name, with their method's title; a column that says nothing of any run is left out."""
    ranked = sorted(runs, key=lambda one: -one[3].scores.score)
    columns: list[tuple[str, Callable[[Job, Finished], str]]] = [
        ("score", lambda _, end: f"{end.scores.score:.3f}"),
        ("labels used", lambda job, _: f"{len(job.shots):,}" if job.shots else ""),
        ("source right", lambda _, end: percent(end.scores.source_accuracy, "")),
        ("target right", lambda _, end: percent(end.scores.target_accuracy, "")),
        ("mean IoU", lambda _, end: percent(end.scores.target_pixels.miou, "") if end.scores.target_pixels else ""),
        ("unknown (H)", lambda _, end: percent(end.scores.open.h, "") if end.scores.open else ""),
        ("held-out right", lambda _, end: estimate(end.scores.shot_accuracy, "")),
        ("minutes", lambda _, end: f"{end.seconds / 60:.1f}"),
    ]
    made = [[tell(job, end) for _, tell in columns] for _, _, job, end in ranked]
    used = [number for number in range(len(columns)) if any(row[number] for row in made)]
    rows = [
        (name == chosen, [f"{name} ← chosen" if name == chosen else name, method, *(row[at] or "–" for at in used)])
        for (name, method, _, _), row in zip(ranked, made, strict=True)
    ]
    return RunTable(["run", "method", *(columns[at][0] for at in used)], rows)


def frequent_errors(one: Performance) -> list[str]:
    """What is most often taken for what, in words."""
    wrong = [
        (count, sum(counts), truth, said)
        for truth, counts in zip(one.truths, one.confusion, strict=True)
        for said, count in zip(one.predictions, counts, strict=True)
        if said != truth and count
    ]
    worst = sorted(wrong, key=lambda each: -each[0])[:ERRORS]
    return [f"{count:,} of {of:,} “{truth}” are taken for “{said}”" for count, of, truth, said in worst]


def percent(share: float | None, unknown: str = "–") -> str:
    """0.841 as “84.1 %”."""
    return unknown if share is None else f"{100 * share:.1f} %"


def estimate(one: Estimate | None, unknown: str = "–") -> str:
    """A share with its interval."""
    return unknown if one is None else f"{percent(one.value)} ({100 * one.low:.0f} to {100 * one.high:.0f} %)"
