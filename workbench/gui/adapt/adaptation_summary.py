"""What adaptation bought so far: a figure, and the sentence that goes on from it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.core.catalogue import MethodCard
from workbench.core.run_selection import REFERENCE
from workbench.gui.kit.number_format import count, percent
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.tasks.contract import TaskUi
from workbench.store.project import RunRecord

ESTIMATE = "atc"  # the validator that guesses accuracy on the target
NOTHING = "Nothing yet. Run “Source only” once to know where you start, then a method that adapts."


class AdaptationSummary(NamedTuple):
    """`figure` is empty where there is none yet."""

    figure: str
    sentence: str


def reached(runs: RunsController, cards: Mapping[str, MethodCard], task: TaskUi) -> AdaptationSummary:
    """What the run that is looked at, or else the last, reached on the target, beside the best without adaptation."""
    done = runs.finished()
    if not done:
        return AdaptationSummary("", NOTHING)
    last = next((one for one in done if one.id == runs.looked_at), done[0])
    assert last.scores is not None
    careful = f" {runs.harm(last)}".rstrip()
    title = cards[last.job.method].title if last.job.method in cards else last.job.method
    right = f"{task.right(last.scores)} right after run {last.number} ({title})"
    if last.scores.target_accuracy is not None:
        found = last.scores.open
        unknown = f" Of its unknown images, {percent(found.unknown)} were found." if found else ""
        return AdaptationSummary(
            percent(last.scores.target_accuracy), f"{right}.{_against(done, last)}{unknown}{careful}"
        )
    guess = f"about {percent(last.scores.validators.get(ESTIMATE, 0.0), 0)}"
    unmeasured = "as its confidence suggests: the target has no labels to measure on."
    return AdaptationSummary(guess, f"{right}, {unmeasured}{careful}")


def _right(run: RunRecord) -> float:
    """Its accuracy on the target; below zero where it is not known."""
    found = run.scores.target_accuracy if run.scores else None
    return -1.0 if found is None else found


def _against(done: Sequence[RunRecord], last: RunRecord) -> str:
    plain = max((one for one in done if one.job.method == REFERENCE), key=_right, default=None)
    before, now = _right(plain) if plain else -1.0, _right(last)
    if plain is None or last.job.method == REFERENCE or min(before, now) < 0:
        return ""
    shots = len(last.job.shots) - len(plain.job.shots)
    also = f" It also learned from {count(shots, 'label')}." if shots > 0 else ""
    return f" Without adaptation: {percent(before)}, a change of {(now - before) * 100:+.1f} points.{also}"
