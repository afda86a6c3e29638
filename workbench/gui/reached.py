"""What adaptation bought so far: a figure, and the sentence that goes on from it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.core.catalogue import MethodCard
from workbench.gui.runs import Runs
from workbench.gui.words import percent
from workbench.store.project import RunRecord

ESTIMATE = "atc"  # the validator that guesses accuracy on the target
NOTHING = "Nothing yet. Run “Source only” once to know where you start, then a method that adapts."


class Reached(NamedTuple):
    """`figure` is empty where there is none yet."""

    figure: str
    sentence: str


def reached(runs: Runs, cards: Mapping[str, MethodCard]) -> Reached:
    """What the last finished run reached on the target, beside a run without adaptation."""
    done = runs.finished()
    if not done:
        return Reached("", NOTHING)
    last = done[0]
    assert last.scores is not None
    careful = f" {runs.harm(last)}".rstrip()
    title = cards[last.job.method].title if last.job.method in cards else last.job.method
    told = "of the target's pixels are" if last.scores.target_pixels else "of the target is"
    right = f"{told} right after run {last.number} ({title})"
    if last.scores.target_accuracy is not None:
        found = last.scores.open
        unknown = f" Of its unknown images, {percent(found.unknown)} were found." if found else ""
        return Reached(percent(last.scores.target_accuracy), f"{right}.{_against(done)}{unknown}{careful}")
    guess = f"about {percent(last.scores.validators.get(ESTIMATE, 0.0), 0)}"
    unmeasured = "as its confidence suggests: the target has no labels to measure on."
    return Reached(guess, f"{right}, {unmeasured}{careful}")


def _against(done: Sequence[RunRecord]) -> str:
    plain = next((one for one in done if one.job.method == "source_only" and one.scores is not None), None)
    last = done[0]
    if plain is None or plain is last or plain.scores is None or last.scores is None:
        return ""
    before, now = plain.scores.target_accuracy, last.scores.target_accuracy
    if before is None or now is None:
        return ""
    return f" Without adaptation: {percent(before)}, a change of {(now - before) * 100:+.1f} points."
