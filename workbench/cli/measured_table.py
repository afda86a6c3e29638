"""The measured accuracy of runs, as text and as JSON."""

from typing import Any

import msgspec

from workbench.analysis.measured_runs import MeasuredRun
from workbench.analysis.measuring import MORE
from workbench.core.counting import count
from workbench.core.scores import Estimate
from workbench.core.target_quality import AccuracyDifference


def show_runs(runs: list[MeasuredRun], *, details: bool, pending: int) -> None:
    """Print each run with its accuracy and interval, and the baselines.

    `details`: also the classes. `pending`: the number of drawn images without a label; a comparison is stated only
    without any, because one that is looked at after each label is settled by luck too often (resources/docs/trust.md).
    """
    if not runs:
        print("The project has no finished run yet; every later run is measured on the same labels.")
    for run in runs:
        quality = run.measurement.quality
        name = f"{run.record.id} ({run.record.job.method})"
        if quality.value is None or quality.low is None or quality.high is None:
            print(f"{name}: not measured. {quality.basis}")
            continue
        right = f"{share(quality.value)} right ({share(quality.low)} to {share(quality.high)})"
        balanced = f", balanced {_with_interval(quality.balanced)}" if quality.balanced else ""
        print(f"{name}: {right}{balanced}. {quality.basis}")
        if run.measurement.reference is not None and pending:
            print(f"  It is compared with source only (run {run.reference}) once all drawn images are labelled.")
        elif run.measurement.reference is not None:
            print(f"  {compared_sentence(run.measurement.reference, f'source only (run {run.reference})')}")
        if quality.constant is not None:
            beats = "" if quality.beats_constant else " The run does not beat it."
            print(f"  Always “{quality.constant_class}”: {share(quality.constant)}.{beats}")
        half, more = run.measurement.half_width, run.measurement.more
        if half is not None and more is not None:
            print(f"  {MORE} more labels would narrow it from ±{points(half)} to about ±{points(more)} points.")
        if details:
            _show_classes(run)


def compared_sentence(comparison: AccuracyDifference, other: str) -> str:
    """A sentence on the difference from another run."""
    low, high = points(comparison.low, sign=True), points(comparison.high, sign=True)
    difference = f"{points(comparison.difference, sign=True)} points against {other} ({low} to {high})"
    if comparison.settled:
        return f"{difference}, on the same {count(comparison.count, 'label')}."
    settle = (
        f"about {count(comparison.more, 'more label')} would settle it"
        if comparison.more
        else "no number of labels would"
    )
    return f"{difference}: too close to tell; {settle}."


def as_json(run: MeasuredRun) -> dict[str, Any]:
    """The run for `--json`; shares in [0, 1]."""
    comparison, measurement = run.measurement.reference, run.measurement
    values: dict[str, Any] = {"run": run.record.id, "number": run.record.number, "method": run.record.job.method}
    values |= {"target": msgspec.to_builtins(measurement.quality), "population": measurement.population}
    values["half_width"], values["half_width_with_10_more"] = measurement.half_width, measurement.more
    values["source_only"] = None
    if comparison is not None:
        values["source_only"] = {"run": run.reference, "settled": comparison.settled} | msgspec.to_builtins(comparison)
    return values


def share(value: float) -> str:
    """A share as a percentage."""
    return f"{value:.0%}"


def points(value: float, *, sign: bool = False) -> str:
    """A share, or a difference of two, in points."""
    return f"{100 * value:{'+' if sign else ''}.0f}".replace("-", "−")


def _show_classes(run: MeasuredRun) -> None:
    for name, of_class in run.measurement.quality.by_class.items():
        recall = (
            f"{_with_interval(of_class.recall)} of {of_class.recall.count} found" if of_class.recall else "no label"
        )
        right = of_class.precision
        precision = (
            f"{_with_interval(right)} of {count(right.count, 'prediction')} right" if right else "never predicted"
        )
        print(f"  {name}: {recall}; {precision}")


def _with_interval(estimate: Estimate) -> str:
    return f"{share(estimate.value)} ({share(estimate.low)} to {share(estimate.high)})"
