"""The result of adaptation so far: a figure and a sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.misses import most_missed
from workbench.core.run_selection import REFERENCE
from workbench.core.scores import Estimate
from workbench.core.shot_gain import signed
from workbench.core.target_quality import ClassQuality, QualityKind, TargetQuality
from workbench.gui.kit.number_format import percent, quality_figure
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.tasks.contract import TaskUi
from workbench.store.project import RunRecord

NOTHING = "No run yet. Run “Source only” once for the accuracy without adaptation, then a method that adapts."
CLASSES = 12  # in the details
FIRST = "The first result follows at the end of the run in progress."


class AdaptationSummary(NamedTuple):
    """The figure, empty before the first run, and a sentence about it. `kind`: what the figure rests on.

    `details`: the statistics behind it, as lines.
    """

    figure: str
    sentence: str
    kind: QualityKind = QualityKind.UNKNOWN
    details: Sequence[str] = ()


def summarise_adaptation(runs: RunsController, task: TaskUi) -> AdaptationSummary:
    """Describe the displayed run, or else the last one, and compare it with the last run without adaptation."""
    done = runs.finished()
    if not done:
        return AdaptationSummary("", FIRST if runs.busy else NOTHING)
    last = next((run for run in done if run.id == runs.displayed_id), done[0])
    assert last.scores is not None
    quality, name = runs.quality.of(last), f"run {last.number} ({runs.title(last)})"
    details = (*_details(quality), *(runs.facts if last.id == runs.displayed_id else ()))
    figure = quality_figure(quality)
    if quality.kind is not QualityKind.MEASURED:
        warning = runs.degradation(last)
        right = "" if quality.low is None else f"{task.rules.share} right after {name}."
        sentence = " ".join(part for part in (right, quality.basis, warning) if part)
        return AdaptationSummary(figure, sentence, quality.kind, details)
    open_set = last.scores.open
    if (pixels := last.scores.target_pixels) is not None:
        figure = f"{percent(pixels.miou)} mean IoU"
        return AdaptationSummary(figure, _pixel_sentence(quality, name), quality.kind, details)
    parts = [
        f"{task.rules.share} right after {name}{_interval(quality)}.",
        *most_missed(quality),
        quality.basis,
        "" if quality.beats_constant else _constant(quality),
        _change(runs, done, last),
        f"{percent(open_set.unknown)} of its unknown images were detected." if open_set else "",
    ]
    return AdaptationSummary(figure, " ".join(part for part in parts if part), quality.kind, details)


def _details(quality: TargetQuality) -> list[str]:
    """Return the statistics of a measured model: the constant answer, balanced accuracy, interval, and classes."""
    balanced = quality.balanced
    lines = [
        _constant(quality) if quality.beats_constant and quality.miou is None else "",
        f"Balanced accuracy {percent(balanced.value)}, {_range(balanced)}." if balanced else "",
        f"95 % interval: {quality.method}." if quality.method else "",
        *(f"{name}: {_of_class(one)}" for name, one in list(quality.by_class.items())[:CLASSES]),
    ]
    left = len(quality.by_class) - CLASSES
    more = [f"… and {count(left, 'class', 'classes')} more: Inspect measures all."] if left > 0 else []
    return [*filter(None, lines), *more]


def _of_class(quality: ClassQuality) -> str:
    if quality.iou is not None:
        return f"IoU {percent(quality.iou)}"
    found = quality.recall
    return "no label" if found is None else f"{percent(found.value, 0)} of {found.count:,} found, {_range(found)}"


def _range(estimate: Estimate) -> str:
    return f"{percent(estimate.low, 0)} to {percent(estimate.high, 0)}"


def _pixel_sentence(quality: TargetQuality, name: str) -> str:
    """Return what the masks say: intervals and the constant answer, which runs of earlier versions lack."""
    bounds = quality.miou
    interval = "" if bounds is None else f"; the 95 % interval is {percent(bounds.low)} to {percent(bounds.high)}"
    everywhere = f"; “{quality.constant_class}” everywhere gives {percent(quality.constant)}"
    missed = quality.not_found
    parts = [
        f"after {name}{interval}.",
        "" if quality.beats_constant else _constant(quality),
        f"Not found: {', '.join(missed)}." if missed else "",
        f"{percent(quality.value)} of the pixels are right{'' if quality.constant is None else everywhere}.",
    ]
    return " ".join(part for part in parts if part)


def _interval(quality: TargetQuality) -> str:
    return "" if quality.low is None else f"; the 95 % interval is {percent(quality.low)} to {percent(quality.high)}"


def _constant(quality: TargetQuality) -> str:
    """Return what a constant answer gives; a warning where the model is no better."""
    if quality.constant is None:
        return ""
    if quality.beats_constant:
        return f"Always answering “{quality.constant_class}” gives {percent(quality.constant)}."
    return f"No better than always answering “{quality.constant_class}”, which gives {percent(quality.constant)}."


def _change(runs: RunsController, done: Sequence[RunRecord], last: RunRecord) -> str:
    """Return the difference to the last run without adaptation, measured on the same labels.

    For a run on translated images, that is the last one on their originals, if there is one.
    """
    every = [run for run in done if run.job.method == REFERENCE]
    original = runs.quality.untranslated(last)
    untranslated = next((run for run in every if original and run.job.source == original), None)
    if last.job.method == REFERENCE and untranslated is None:
        return ""
    plain = untranslated or next(iter(every), None)
    if plain is None:
        return "Run “Source only” to see what adaptation gained."
    difference = runs.quality.against(last, plain)
    if difference is None:
        return ""
    shots = len(last.job.shots) - len(plain.job.shots)
    also = f" It also learned from {count(shots, 'label')}." if shots > 0 else ""
    low, high = signed(100 * difference.low), signed(100 * difference.high)
    what = f"source only{' on the untranslated images' if untranslated else ''} (run {plain.number})"
    change = f"{signed(100 * difference.difference)} points against {what}, {low} to {high}"
    return f"{change}{'' if difference.settled else ': too close to tell'}.{also}"
