"""The result of adaptation so far: a figure and a sentence."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.core.catalogue import MethodCard
from workbench.core.counting import count
from workbench.core.run_selection import REFERENCE
from workbench.gui.kit.number_format import percent
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.tasks.contract import TaskUi
from workbench.store.project import RunRecord

ESTIMATE = "atc"  # the validator that estimates target accuracy
NOTHING = "No run yet. Run “Source only” once for the accuracy without adaptation, then a method that adapts."


class AdaptationSummary(NamedTuple):
    """The figure, empty before the first run, and a sentence about it."""

    figure: str
    sentence: str


def summarise_adaptation(runs: RunsController, cards: Mapping[str, MethodCard], task: TaskUi) -> AdaptationSummary:
    """Compare the displayed run, or else the last one, with the best run without adaptation."""
    done = runs.finished()
    if not done:
        return AdaptationSummary("", NOTHING)
    last = next((run for run in done if run.id == runs.displayed_id), done[0])
    assert last.scores is not None
    warning = f" {runs.degradation(last)}".rstrip()
    title = cards[last.job.method].title if last.job.method in cards else last.job.method
    right = f"{task.right(last.scores)} right after run {last.number} ({title})"
    if last.scores.target_accuracy is not None:
        open_set = last.scores.open
        unknown = f" {percent(open_set.unknown)} of its unknown images were detected." if open_set else ""
        return AdaptationSummary(
            percent(last.scores.target_accuracy), f"{right}.{_change(done, last)}{unknown}{warning}"
        )
    estimate = f"about {percent(last.scores.validators.get(ESTIMATE, 0.0), 0)}"
    unmeasured = "estimated from confidence, because the target has no labels."
    return AdaptationSummary(estimate, f"{right}, {unmeasured}{warning}")


def _accuracy(run: RunRecord) -> float:
    """Return the target accuracy of a run; -1 if it is not known."""
    accuracy = run.scores.target_accuracy if run.scores else None
    return -1.0 if accuracy is None else accuracy


def _change(done: Sequence[RunRecord], last: RunRecord) -> str:
    plain = max((run for run in done if run.job.method == REFERENCE), key=_accuracy, default=None)
    before, now = _accuracy(plain) if plain else -1.0, _accuracy(last)
    if plain is None or last.job.method == REFERENCE or min(before, now) < 0:
        return ""
    shots = len(last.job.shots) - len(plain.job.shots)
    also = f" It also learned from {count(shots, 'label')}." if shots > 0 else ""
    return f" Without adaptation: {percent(before)}, a change of {(now - before) * 100:+.1f} points.{also}"
