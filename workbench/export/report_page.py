"""Renders a report as one HTML page for readers who do not write code."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from numpy.typing import NDArray

from workbench import __version__
from workbench.core.command_line import translation_line
from workbench.core.counting import count
from workbench.core.domain import Side
from workbench.core.events import Embedding, Evaluated, Points
from workbench.core.job import Job
from workbench.core.manifest import Outcome
from workbench.core.resources import resource
from workbench.core.shift_report import Inspection
from workbench.core.target_quality import AccuracyDifference, QualityKind, TargetQuality
from workbench.export.inspection_page import typical_images
from workbench.export.report_tables import class_table, estimate, frequent_errors, percent, run_table
from workbench.export.svg import confusion_drawing, histogram_drawing, scatter_drawing
from workbench.export.svg_curves import curves_drawing
from workbench.export.tasks.contract import ReportHeadline, TaskExport
from workbench.export.tasks.registry import exporter
from workbench.export.translated_examples import Translated, examples
from workbench.store.run_folder import Result, RunFolder

SHOWN = 6  # statistics of images
CURVES = 6  # runs whose curves are drawn


class ReportRun(NamedTuple):
    """A finished run with its folder and result; `method` is the title of its method."""

    name: str
    place: RunFolder
    job: Job
    result: Result
    method: str


class ReportContents(NamedTuple):
    """The contents of a report. `chosen` and `reference` are names of runs.

    `reference`: the run without adaptation, empty if there is none. `before` and `after`: results of the reference and
    the chosen run on the target. `left_out`: the number of runs on other domains. `measured`: the qualities of runs on
    the random labels of their project, by name; `difference`: of the chosen run to the reference, on the same labels.
    `translations`: newest first.
    """

    runs: Sequence[ReportRun]
    chosen: str
    reason: str
    reference: str
    before: Outcome | None
    after: Outcome
    inspection: Inspection | None
    folders: dict[Side, Path]
    left_out: int
    measured: Mapping[str, TargetQuality]
    difference: AccuracyDifference | None
    translations: Sequence[Translated] = ()


def report_page(contents: ReportContents) -> str:
    """Render the page."""
    environment = Environment(
        loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    chosen = next(run for run in contents.runs if run.name == contents.chosen)
    others = [run for run in contents.runs if run is not chosen]
    reference = next((run for run in others if run.name == contents.reference), None)
    inspection = contents.inspection
    parts = _exporter(chosen).report_parts(
        chosen.place, reference.place if reference else None, contents.folders[Side.TARGET]
    )
    return environment.get_template("report.html").render(
        source=Path(chosen.job.source).name,
        target=Path(chosen.job.target).name,
        story=contents,
        chosen=chosen,
        compared=reference is not None,
        headline=_headline(contents, chosen, reference),
        found=inspection,
        pictures=list(typical_images(inspection, contents.folders)) if inspection else [],
        statistics=[(statistic, histogram_drawing(statistic)) for statistic in inspection.statistics[:SHOWN]]
        if inspection
        else [],
        translations=examples(contents.translations),
        runs=run_table(
            [(run.name, run.method, run.job, run.result.finished) for run in contents.runs],
            chosen.name,
            contents.measured,
        ),
        classes=_classes(contents),
        curves=_curves(contents),
        scatters=_scatters(chosen.place),
        confusions=_confusions(contents),
        errors=frequent_errors(contents.after.performance) if contents.after.performance else [],
        pixels=parts.classes,
        scenes=parts.pictures,
        shots=sorted(_counts(chosen.job).items()),
        commands=_commands(contents, chosen),
        percent=percent,
        estimate=estimate,
        version=__version__,
        date=date.today().isoformat(),
    )


def _exporter(run: ReportRun) -> TaskExport:
    return exporter(run.job.decided_task)


def _headline(contents: ReportContents, chosen: ReportRun, reference: ReportRun | None) -> ReportHeadline:
    after, quality = contents.after.performance, contents.after.quality
    scores = chosen.result.finished.scores
    before = reference.result.finished.scores if reference is not None else None
    images = f"of the images of “{Path(chosen.job.target).name}” are predicted correctly"
    if after is not None:
        low, high = (f"{100 * edge:.0f}" for edge in (after.accuracy.low, after.accuracy.high))
        return ReportHeadline(
            percent(after.accuracy.value), f"{images} ({low} to {high} %)", f"{_change(contents)}{_constant(quality)}"
        )
    if (headline := _exporter(chosen).report_headline(scores, before, Path(chosen.job.target).name)) is not None:
        return headline
    if quality is not None and quality.kind is QualityKind.MEASURED:
        return _measured_headline(contents, quality, images)
    if quality is not None and quality.low is not None and quality.high is not None:
        figure = f"{100 * quality.low:.0f} to {100 * quality.high:.0f} %"
        return ReportHeadline(figure, f"{images}, estimated without labels", quality.basis)
    unknown = "The target has no labels, so the model's accuracy on it is not known."
    return ReportHeadline(chosen.method, "", quality.basis if quality is not None else unknown)


def _measured_headline(contents: ReportContents, quality: TargetQuality, images: str) -> ReportHeadline:
    """The headline of a run that random labels measure: the constant answer first where the run does not beat it."""
    known = quality.low is not None and quality.high is not None
    caption = f"{images} ({_between(quality.low or 0, quality.high or 0)} %)" if known else images
    difference, change = contents.difference, ""
    if difference is not None:
        between = f"{_between(difference.low, difference.high)}{'' if difference.settled else ': too close to tell'}"
        change = f"Against source only, on the same labels: {100 * difference.difference:+.1f} points ({between})."
    balanced = f"Balanced accuracy {estimate(quality.balanced)}." if quality.balanced else ""
    constant, others = _constant(quality).strip(), [quality.basis, change, balanced]
    parts = [*others, constant] if quality.beats_constant else [constant, *others]
    return ReportHeadline(f"{100 * (quality.value or 0):.0f} %", caption, " ".join(part for part in parts if part))


def _between(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f}"


def _classes(contents: ReportContents) -> list[tuple[str, str, str]]:
    """The recall of each class on the random labels of the project: of the chosen run, and without adaptation."""
    chosen, reference = (contents.measured.get(name) for name in (contents.chosen, contents.reference))
    if chosen is None:
        return []
    return class_table(chosen, None if contents.reference == contents.chosen else reference)


def _constant(quality: TargetQuality | None) -> str:
    """A sentence about the constant answer; it says so where the model does not beat it."""
    if quality is None or quality.constant is None:
        return ""
    always = f"Always answering “{quality.constant_class}” gives {percent(quality.constant)}"
    return f" {always}." if quality.beats_constant else f" {always}: the model is no better."


def _change(contents: ReportContents) -> str:
    """A sentence about the change of the accuracy on the target."""
    after = contents.after.performance
    before = contents.before.performance if contents.before else None
    if after is None or before is None or contents.chosen == contents.reference:
        return ""
    change = 100 * (after.accuracy.value - before.accuracy.value)
    significant = after.accuracy.low > before.accuracy.high or after.accuracy.high < before.accuracy.low
    significance = "" if significant else ", not statistically significant"
    return f"Without adaptation it was {percent(before.accuracy.value)} ({change:+.1f} points{significance})."


def _curves(contents: ReportContents) -> Markup | None:
    """Curves of the accuracy on the target during training, or of the validator's score if it has no labels."""
    ranked = sorted(contents.runs, key=lambda run: (run.name != contents.chosen, -run.result.finished.scores.score))
    accuracy: dict[str, list[tuple[int, float]]] = {}
    score: dict[str, list[tuple[int, float]]] = {}
    for run in ranked[:CURVES]:
        evaluations = [event for event in run.place.events() if isinstance(event, Evaluated) and not event.final]
        accuracies = [(e.step, e.scores.target_accuracy) for e in evaluations if e.scores.target_accuracy is not None]
        accuracy[run.name] = [(step, 100 * value) for step, value in accuracies]
        score[run.name] = [(event.step, event.scores.score) for event in evaluations]
    if any(accuracy.values()):
        return curves_drawing(accuracy, "accuracy on the target, %")
    return curves_drawing(score, "score by the validator") if any(score.values()) else None


def _scatters(place: RunFolder) -> list[Markup]:
    steps = place.pictures()
    embeddings = [place.embedding(until=steps[0]), place.embedding()] if steps else []
    shown = [embedding for embedding in embeddings if embedding is not None]
    if len(shown) == 2 and shown[0].step == shown[1].step:
        shown = shown[:1]
    return [
        scatter_drawing(_coordinates(embedding.source), _coordinates(embedding.target), 440, _moment(embedding))
        for embedding in shown
    ]


def _moment(embedding: Embedding) -> str:
    return "Before training" if embedding.step == 0 else f"After {count(embedding.step, 'step')}"


def _coordinates(points: Points) -> NDArray[np.float32]:
    return np.frombuffer(points.xy, "<f4").reshape(-1, 2)


def _confusions(contents: ReportContents) -> list[Markup]:
    drawings = []
    if contents.before and contents.before.performance and contents.chosen != contents.reference:
        drawings.append(confusion_drawing(contents.before.performance, "without adaptation"))
    if contents.after.performance:
        drawings.append(confusion_drawing(contents.after.performance, f"{contents.chosen}, chosen"))
    return drawings


def _counts(job: Job) -> dict[str, int]:
    counts: dict[str, int] = {}
    for shot in job.shots:
        name = shot.label or "painted"
        counts[name] = counts.get(name, 0) + 1
    return counts


def _commands(contents: ReportContents, chosen: ReportRun) -> list[tuple[str, str]]:
    quoted = (shlex.quote(place) for place in (chosen.job.source, chosen.job.target))
    commands = [("See the shift", f"workbench inspect {' '.join(quoted)} --out shift.html")]
    commands += [(run.name, shlex.join(run.place.command(run.job))) for run in contents.runs]
    commands += [
        (translation.name, shlex.join(translation_line(translation.job))) for translation in contents.translations
    ]
    place = shlex.quote(str(chosen.place.path))
    commands += [("Export the chosen model", f"workbench export {place} --format folder --out model")]
    task_export = _exporter(chosen)
    commands += [("Use it", f"workbench predict model IMAGES --out {task_export.example}")]
    watch = [("Notice the next shift", "workbench watch model IMAGES --out watched.csv")]
    return [*commands, *watch] if task_export.watched else commands
