"""Tables and number formats of a report."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from workbench.core.events import Finished
from workbench.core.job import Job
from workbench.core.scores import Estimate
from workbench.core.shift_report import Performance
from workbench.core.target_quality import TargetQuality

ERRORS = 3  # number of the most frequent errors to list


class RunTable(NamedTuple):
    """The runs, best first: column headings, and for each run whether it is the chosen one and its cells."""

    heads: list[str]
    rows: list[tuple[bool, list[str]]]


def run_table(
    runs: Sequence[tuple[str, str, Job, Finished]], chosen: str, measured: Mapping[str, TargetQuality]
) -> RunTable:
    """The table of runs, given as (name, method's title, job, result). Columns that are empty for all are left out.

    `measured`: the quality on random labels, by the name of the run.
    """
    ranked = sorted(runs, key=lambda run: -run[3].scores.score)
    columns: list[tuple[str, Callable[[Job, Finished], str]]] = [
        ("score", lambda _, end: f"{end.scores.score:.3f}"),
        ("labels used", lambda job, _: f"{len(job.shots):,}" if job.shots else ""),
        ("source accuracy", lambda _, end: percent(end.scores.source_accuracy, "")),
        ("target accuracy", lambda _, end: percent(end.scores.target_accuracy, "")),
        ("mean IoU", lambda _, end: percent(end.scores.target_pixels.miou, "") if end.scores.target_pixels else ""),
        ("unknown (H)", lambda _, end: percent(end.scores.open.h, "") if end.scores.open else ""),
        ("held-out accuracy", lambda _, end: estimate(end.scores.shot_accuracy, "")),
        ("minutes", lambda _, end: f"{end.seconds / 60:.1f}"),
    ]
    cells = [
        [*(format_cell(job, end) for _, format_cell in columns), _measured(measured.get(name))]
        for name, _, job, end in ranked
    ]
    titles = [*(title for title, _ in columns), "on random labels"]
    used = [number for number in range(len(titles)) if any(row[number] for row in cells)]
    rows = [
        (
            name == chosen,
            [f"{name} ← chosen" if name == chosen else name, method, *(row[column] or "–" for column in used)],
        )
        for (name, method, _, _), row in zip(ranked, cells, strict=True)
    ]
    return RunTable(["run", "method", *(titles[column] for column in used)], rows)


def _measured(quality: TargetQuality | None) -> str:
    if quality is None or quality.value is None or quality.low is None or quality.high is None:
        return ""
    return f"{100 * quality.value:.0f} % ({100 * quality.low:.0f} to {100 * quality.high:.0f} %)"


def class_table(quality: TargetQuality, before: TargetQuality | None) -> list[tuple[str, str, str]]:
    """The recall of each class with its interval, and `before`; empty where it is not known."""
    rows = []
    for name, each in quality.by_class.items():
        earlier = before.by_class.get(name) if before else None
        rows.append((name, estimate(each.recall), estimate(earlier.recall if earlier else None, "")))
    return rows


def frequent_errors(performance: Performance) -> list[str]:
    """Sentences about the most frequent confusions."""
    wrong = [
        (count, sum(counts), truth, predicted)
        for truth, counts in zip(performance.truths, performance.confusion, strict=True)
        for predicted, count in zip(performance.predictions, counts, strict=True)
        if predicted != truth and count
    ]
    most_frequent = sorted(wrong, key=lambda each: -each[0])[:ERRORS]
    return [
        f"{count:,} of {total:,} “{truth}” are predicted as “{predicted}”"
        for count, total, truth, predicted in most_frequent
    ]


def percent(share: float | None, unknown: str = "–") -> str:
    """Format a share: 0.841 as “84.1 %”."""
    return unknown if share is None else f"{100 * share:.1f} %"


def estimate(share: Estimate | None, unknown: str = "–") -> str:
    """Format a share with its confidence interval."""
    return unknown if share is None else f"{percent(share.value)} ({100 * share.low:.0f} to {100 * share.high:.0f} %)"
