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
from workbench.core.command_line import command_line
from workbench.core.domain import Side
from workbench.core.events import Embedding, Estimate, Evaluated, Points
from workbench.core.exported import Outcome
from workbench.core.inspection import Inspection
from workbench.core.job import Job
from workbench.core.resources import resource
from workbench.export.curves_drawing import curves_drawing
from workbench.export.drawing import confusion_drawing, histogram_drawing, scatter_drawing
from workbench.export.inspection_page import telling
from workbench.store.run_folder import Result, RunFolder

SHOWN = 6  # statistics of images
CURVES = 6  # runs whose curves are drawn


class Told(NamedTuple):
    """A finished run, and what it left."""

    name: str
    place: RunFolder
    job: Job
    result: Result


class Story(NamedTuple):
    """All that a report tells. `chosen` and `reference` (the run without adaptation; "" for none) are names of runs.

    `before` and `after`: how these two did on the target; `left_out`: runs on other domains.
    """

    runs: Sequence[Told]
    chosen: str
    reason: str
    reference: str
    before: Outcome | None
    after: Outcome
    inspection: Inspection | None
    folders: dict[Side, Path]
    left_out: int


def report_page(story: Story) -> str:
    """The page's text."""
    environment = Environment(
        loader=FileSystemLoader(resource("pages")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    chosen = next(one for one in story.runs if one.name == story.chosen)
    found = story.inspection
    return environment.get_template("report.html").render(
        source=Path(chosen.job.source).name,
        target=Path(chosen.job.target).name,
        story=story,
        chosen=chosen,
        answer=_answer(story, chosen),
        found=found,
        pictures=list(telling(found, story.folders)) if found else [],
        statistics=[(one, histogram_drawing(one)) for one in found.statistics[:SHOWN]] if found else [],
        rows=[_row(one, story) for one in sorted(story.runs, key=lambda one: -one.result.finished.scores.score)],
        curves=_curves(story),
        scatters=_scatters(chosen.place),
        confusions=_confusions(story),
        shots=sorted(_counts(chosen.job).items()),
        commands=_commands(story, chosen),
        percent=_percent,
        estimate=_estimate,
        version=__version__,
        date=date.today().isoformat(),
    )


def _answer(story: Story, chosen: Told) -> str:
    """What a person takes home, in a sentence or two."""
    after = story.after.performance
    before = story.before.performance if story.before else None
    scores = chosen.result.finished.scores
    if after is None:
        share = scores.shot_accuracy
        if share is None:
            return "The target has no labels, so how often the model is right there is not known."
        low, high = (f"{100 * edge:.0f}" for edge in (share.low, share.high))
        return (
            f"Of {share.count:,} target images that were labelled to measure, {_percent(share.value)} are right "
            f"({low} to {high} %)."
        )
    said = f"It names {_percent(after.accuracy.value)} of the target images right"
    if before is None or story.chosen == story.reference:
        return f"{said}."
    change = 100 * (after.accuracy.value - before.accuracy.value)
    apart = after.accuracy.low > before.accuracy.high or after.accuracy.high < before.accuracy.low
    sure = "" if apart else ", which these images do not tell from chance"
    return f"{said}; without adaptation {_percent(before.accuracy.value)} ({change:+.1f} points{sure})."


def _row(one: Told, story: Story) -> dict[str, object]:
    scores = one.result.finished.scores
    return {
        "name": one.name,
        "method": one.job.method,
        "chosen": one.name == story.chosen,
        "shots": len(one.job.shots),
        "source": _percent(scores.source_accuracy),
        "target": _percent(scores.target_accuracy),
        "held": _estimate(scores.shot_accuracy),
        "h": _percent(scores.open.h) if scores.open else "",
        "score": f"{scores.score:.3f}",
        "minutes": f"{one.result.finished.seconds / 60:.1f}",
    }


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
        return curves_drawing(accuracy, "target accuracy, %")
    return curves_drawing(score, "score by the validator") if any(score.values()) else None


def _scatters(place: RunFolder) -> list[tuple[str, Markup]]:
    steps = place.pictures()
    kept = [place.embedding(until=steps[0]), place.embedding()] if steps else []
    shown = [one for one in kept if one is not None]
    if len(shown) == 2 and shown[0].step == shown[1].step:
        shown = shown[:1]
    return [(_moment(one), scatter_drawing(_places(one.source), _places(one.target), 440)) for one in shown]


def _moment(one: Embedding) -> str:
    return "Before training" if one.step == 0 else f"After {one.step:,} steps"


def _places(points: Points) -> NDArray[np.float32]:
    return np.frombuffer(points.xy, "<f4").reshape(-1, 2)


def _confusions(story: Story) -> list[tuple[str, Markup]]:
    told = []
    if story.before and story.before.performance and story.chosen != story.reference:
        told.append(("Without adaptation", confusion_drawing(story.before.performance)))
    if story.after.performance:
        told.append((f"{story.chosen}, chosen", confusion_drawing(story.after.performance)))
    return told


def _counts(job: Job) -> dict[str, int]:
    counts: dict[str, int] = {}
    for shot in job.shots:
        counts[shot.label] = counts.get(shot.label, 0) + 1
    return counts


def _commands(story: Story, chosen: Told) -> list[tuple[str, str]]:
    quoted = (shlex.quote(place) for place in (chosen.job.source, chosen.job.target))
    told = [("See the shift", f"workbench inspect {' '.join(quoted)} --out shift.html")]
    told += [(one.name, shlex.join(command_line(one.job, str(one.place.shots_file)))) for one in story.runs]
    place = shlex.quote(str(chosen.place.path))
    return [
        *told,
        ("Take the chosen model away", f"workbench export {place} --format folder --out model"),
        ("Use it", "workbench predict model IMAGES --out predictions.csv"),
        ("Notice the next shift", "workbench watch model IMAGES --out watched.csv"),
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _estimate(one: Estimate | None) -> str:
    return "–" if one is None else f"{_percent(one.value)} ({100 * one.low:.0f} to {100 * one.high:.0f} %)"
