"""A report as one self-contained HTML page, for someone who decides and does not write code."""

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from numpy.typing import NDArray

from workbench import __version__
from workbench.core.command_line import translation_line
from workbench.core.domain import Side
from workbench.core.events import Embedding, Evaluated, Points
from workbench.core.job import Job
from workbench.core.manifest import Outcome
from workbench.core.resources import resource
from workbench.core.shift_report import Inspection
from workbench.export.inspection_page import telling
from workbench.export.report_tables import estimate, frequent_errors, percent, run_table
from workbench.export.svg import confusion_drawing, histogram_drawing, scatter_drawing
from workbench.export.svg_curves import curves_drawing
from workbench.export.tasks.contract import ReportHeadline, TaskExport
from workbench.export.tasks.registry import exporter
from workbench.export.translated_examples import Translated, examples
from workbench.store.run_folder import Result, RunFolder

SHOWN = 6  # statistics of images
CURVES = 6  # runs whose curves are drawn


class RunSection(NamedTuple):
    """A finished run, and what it left; `method` is the title of its method."""

    name: str
    place: RunFolder
    job: Job
    result: Result
    method: str


class Story(NamedTuple):
    """All that a report tells. `chosen` and `reference` (the run without adaptation; "" for none) are names of runs.

    `before` and `after`: how these two did on the target; `left_out`: runs on other domains. `translations` to the
    target's look are the newest first.
    """

    runs: Sequence[RunSection]
    chosen: str
    reason: str
    reference: str
    before: Outcome | None
    after: Outcome
    inspection: Inspection | None
    folders: dict[Side, Path]
    left_out: int
    translations: Sequence[Translated] = ()


def report_page(story: Story) -> str:
    """The page's text."""
    environment = Environment(
        loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    chosen = next(one for one in story.runs if one.name == story.chosen)
    others = [one for one in story.runs if one is not chosen]
    reference = next((one for one in others if one.name == story.reference), None)  # to compare with
    found = story.inspection
    parts = _exporter(chosen).report_parts(
        chosen.place, reference.place if reference else None, story.folders[Side.TARGET]
    )
    return environment.get_template("report.html").render(
        source=Path(chosen.job.source).name,
        target=Path(chosen.job.target).name,
        story=story,
        chosen=chosen,
        compared=reference is not None,
        headline=_headline(story, chosen, reference),
        found=found,
        pictures=list(telling(found, story.folders)) if found else [],
        statistics=[(one, histogram_drawing(one)) for one in found.statistics[:SHOWN]] if found else [],
        translations=examples(story.translations),
        runs=run_table([(one.name, one.method, one.job, one.result.finished) for one in story.runs], chosen.name),
        curves=_curves(story),
        scatters=_scatters(chosen.place),
        confusions=_confusions(story),
        errors=frequent_errors(story.after.performance) if story.after.performance else [],
        pixels=parts.classes,
        scenes=parts.pictures,
        shots=sorted(_counts(chosen.job).items()),
        commands=_commands(story, chosen),
        percent=percent,
        estimate=estimate,
        version=__version__,
        date=date.today().isoformat(),
    )


def _exporter(run: RunSection) -> TaskExport:
    return exporter(run.job.decided_task)


def _headline(story: Story, chosen: RunSection, reference: RunSection | None) -> ReportHeadline:
    after = story.after.performance
    scores = chosen.result.finished.scores
    before = reference.result.finished.scores if reference is not None else None
    if after is not None:
        caption = f"of the images of “{Path(chosen.job.target).name}” are named right"
        return ReportHeadline(percent(after.accuracy.value), caption, _change(story))
    if (headline := _exporter(chosen).report_headline(scores, before, Path(chosen.job.target).name)) is not None:
        return headline
    if (share := scores.shot_accuracy) is not None:
        low, high = (f"{100 * edge:.0f}" for edge in (share.low, share.high))
        caption = f"of {share.count:,} target images that were labelled to measure are named right ({low} to {high} %)"
        return ReportHeadline(percent(share.value), caption, "")
    return ReportHeadline(
        chosen.method, "", "The target has no labels, so how often the model is right there is not known."
    )


def _change(story: Story) -> str:
    """What adaptation brought on the target's images."""
    after = story.after.performance
    before = story.before.performance if story.before else None
    if after is None or before is None or story.chosen == story.reference:
        return ""
    change = 100 * (after.accuracy.value - before.accuracy.value)
    apart = after.accuracy.low > before.accuracy.high or after.accuracy.high < before.accuracy.low
    sure = "" if apart else ", which these images do not tell from chance"
    return f"Without adaptation it was {percent(before.accuracy.value)} ({change:+.1f} points{sure})."


def _curves(story: Story) -> Markup | None:
    """Accuracy on the target while training, or the validator's score where the target has no labels."""
    ranked = sorted(story.runs, key=lambda one: (one.name != story.chosen, -one.result.finished.scores.score))
    accuracy: dict[str, list[tuple[int, float]]] = {}
    score: dict[str, list[tuple[int, float]]] = {}
    for one in ranked[:CURVES]:
        looks = [event for event in one.place.events() if isinstance(event, Evaluated) and not event.final]
        known = [(e.step, e.scores.target_accuracy) for e in looks if e.scores.target_accuracy is not None]
        accuracy[one.name] = [(step, 100 * value) for step, value in known]
        score[one.name] = [(event.step, event.scores.score) for event in looks]
    if any(accuracy.values()):
        return curves_drawing(accuracy, "right on the target, %")
    return curves_drawing(score, "score by the validator") if any(score.values()) else None


def _scatters(place: RunFolder) -> list[Markup]:
    steps = place.pictures()
    kept = [place.embedding(until=steps[0]), place.embedding()] if steps else []
    shown = [one for one in kept if one is not None]
    if len(shown) == 2 and shown[0].step == shown[1].step:
        shown = shown[:1]
    return [scatter_drawing(_places(one.source), _places(one.target), 440, _moment(one)) for one in shown]


def _moment(one: Embedding) -> str:
    return "Before training" if one.step == 0 else f"After {one.step:,} steps"


def _places(points: Points) -> NDArray[np.float32]:
    return np.frombuffer(points.xy, "<f4").reshape(-1, 2)


def _confusions(story: Story) -> list[Markup]:
    told = []
    if story.before and story.before.performance and story.chosen != story.reference:
        told.append(confusion_drawing(story.before.performance, "without adaptation"))
    if story.after.performance:
        told.append(confusion_drawing(story.after.performance, f"{story.chosen}, chosen"))
    return told


def _counts(job: Job) -> dict[str, int]:
    counts: dict[str, int] = {}
    for shot in job.shots:
        name = shot.label or "painted"
        counts[name] = counts.get(name, 0) + 1
    return counts


def _commands(story: Story, chosen: RunSection) -> list[tuple[str, str]]:
    quoted = (shlex.quote(place) for place in (chosen.job.source, chosen.job.target))
    told = [("See the shift", f"workbench inspect {' '.join(quoted)} --out shift.html")]
    told += [(one.name, shlex.join(one.place.command(one.job))) for one in story.runs]
    told += [(one.name, shlex.join(translation_line(one.job))) for one in story.translations]
    place = shlex.quote(str(chosen.place.path))
    told += [("Take the chosen model away", f"workbench export {place} --format folder --out model")]
    leaves = _exporter(chosen)
    told += [("Use it", f"workbench predict model IMAGES --out {leaves.example}")]
    watch = [("Notice the next shift", "workbench watch model IMAGES --out watched.csv")]
    return [*told, *watch] if leaves.watched else told
