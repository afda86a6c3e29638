"""The result of adaptation so far: a figure and a sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.core.misses import most_missed
from workbench.core.run_selection import REFERENCE
from workbench.core.scores import Estimate
from workbench.core.shot_gain import signed
from workbench.core.target_quality import ClassQuality, QualityKind, TargetQuality
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, percent, quality_figure, whole
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.tasks.contract import TaskUi
from workbench.store.project import RunRecord

NOTHING = tr("No run yet. Run “Source only” once for the accuracy without adaptation, then a method that adapts.")
CLASSES = 12  # in the details
FIRST = tr("The first result follows at the end of the run in progress.")


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
    quality, name = runs.quality.of(last), tr("run {number} ({title})", number=last.number, title=runs.title(last))
    details = (*_details(quality), *(runs.facts if last.id == runs.displayed_id else ()))
    figure = quality_figure(quality)
    if quality.kind is not QualityKind.MEASURED:
        warning = runs.degradation(last)
        right = "" if quality.low is None else tr("{share} right after {name}.", share=task.rules.share, name=name)
        sentence = " ".join(part for part in (right, quality.basis, warning) if part)
        return AdaptationSummary(figure, sentence, quality.kind, details)
    open_set = last.scores.open
    if (pixels := last.scores.target_pixels) is not None:
        figure = tr("{miou} mean IoU", miou=percent(pixels.miou))
        return AdaptationSummary(figure, _pixel_sentence(quality, name), quality.kind, details)
    parts = [
        tr("{share} right after {name}{interval}.", share=task.rules.share, name=name, interval=_interval(quality)),
        *most_missed(quality),
        quality.basis,
        "" if quality.beats_constant else _constant(quality),
        _change(runs, done, last),
        tr("{unknown} of its unknown images were detected.", unknown=percent(open_set.unknown)) if open_set else "",
    ]
    return AdaptationSummary(figure, " ".join(part for part in parts if part), quality.kind, details)


def _details(quality: TargetQuality) -> list[str]:
    """Return the statistics of a measured model: the constant answer, balanced accuracy, interval, and classes."""
    balanced = quality.balanced
    lines = [
        _constant(quality) if quality.beats_constant and quality.miou is None else "",
        tr("Balanced accuracy {value}, {range}.", value=percent(balanced.value), range=_range(balanced))
        if balanced
        else "",
        tr("95 % interval: {method}.", method=quality.method) if quality.method else "",
        *(f"{name}: {_of_class(one)}" for name, one in list(quality.by_class.items())[:CLASSES]),
    ]
    left = len(quality.by_class) - CLASSES
    more = (
        [tr("… and {classes} more: Inspect measures all.", classes=count(left, "class", "classes"))] if left > 0 else []
    )
    return [*filter(None, lines), *more]


def _of_class(quality: ClassQuality) -> str:
    if quality.iou is not None:
        return tr("IoU {iou}", iou=percent(quality.iou))
    found = quality.recall
    return (
        tr("no label")
        if found is None
        else tr(
            "{value} of {count} found, {range}",
            value=percent(found.value, 0),
            count=whole(found.count),
            range=_range(found),
        )
    )


def _range(estimate: Estimate) -> str:
    return tr("{low} to {high}", low=percent(estimate.low, 0), high=percent(estimate.high, 0))


def _pixel_sentence(quality: TargetQuality, name: str) -> str:
    """Return what the masks say: intervals and the constant answer, which runs of earlier versions lack."""
    bounds = quality.miou
    interval = (
        ""
        if bounds is None
        else tr("; the 95 % interval is {low} to {high}", low=percent(bounds.low), high=percent(bounds.high))
    )
    everywhere = tr(
        "; “{constant_class}” everywhere gives {constant}",
        constant_class=quality.constant_class,
        constant=percent(quality.constant),
    )
    missed = quality.not_found
    parts = [
        tr("after {name}{interval}.", name=name, interval=interval),
        "" if quality.beats_constant else _constant(quality),
        tr("Not found: {missed}.", missed=", ".join(missed)) if missed else "",
        tr(
            "{value} of the pixels are right{everywhere}.",
            value=percent(quality.value),
            everywhere="" if quality.constant is None else everywhere,
        ),
    ]
    return " ".join(part for part in parts if part)


def _interval(quality: TargetQuality) -> str:
    return (
        ""
        if quality.low is None
        else tr("; the 95 % interval is {low} to {high}", low=percent(quality.low), high=percent(quality.high))
    )


def _constant(quality: TargetQuality) -> str:
    """Return what a constant answer gives; a warning where the model is no better."""
    if quality.constant is None:
        return ""
    if quality.beats_constant:
        return tr(
            "Always answering “{constant_class}” gives {constant}.",
            constant_class=quality.constant_class,
            constant=percent(quality.constant),
        )
    return tr(
        "No better than always answering “{constant_class}”, which gives {constant}.",
        constant_class=quality.constant_class,
        constant=percent(quality.constant),
    )


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
        return tr("Run “Source only” to see what adaptation gained.")
    difference = runs.quality.against(last, plain)
    if difference is None:
        return ""
    shots = len(last.job.shots) - len(plain.job.shots)
    also = tr(" It also learned from {labels}.", labels=count(shots, "label")) if shots > 0 else ""
    low, high = signed(100 * difference.low), signed(100 * difference.high)
    what = tr(
        "source only{rest} (run {number})",
        rest=tr(" on the untranslated images") if untranslated else "",
        number=plain.number,
    )
    change = tr(
        "{difference} points against {what}, {low} to {high}",
        difference=signed(100 * difference.difference),
        what=what,
        low=low,
        high=high,
    )
    change = tr("{change}.", change=change) if difference.settled else tr("{change}: too close to tell.", change=change)
    return change + also
