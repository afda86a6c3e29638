"""What an inspection says to a person: how far apart the domains are, what that costs, and what to do about it."""

from typing import NamedTuple

from workbench.core.domain import Side
from workbench.core.shift_report import Inspection, Performance
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.gui.kit.number_format import percent

CHANCE = 0.01  # significance level, as in the sentence of the inspection
FAR, APART = 0.95, 0.75  # shares of the images whose domain a probe recognises


class ShiftAnswer(NamedTuple):
    """The distance in words, and what it means. The statistics behind it are the inspection's own sentence."""

    figure: str
    sentence: str


def shift_answer(inspection: Inspection, of_run: bool) -> ShiftAnswer:
    """Return the answer. `of_run`: the features are of a run's model, so that the distance is what is left."""
    probe = next((measure for measure in inspection.measures if measure.name == "a_distance"), None)
    if probe is None:
        return ShiftAnswer("Too few images", inspection.sentence)
    if probe.p is not None and probe.p >= CHANCE:
        as_it_is = "No difference between the domains is detected. A model of the source can be used as it is"
        return ShiftAnswer("Not apart", f"{as_it_is}; {LABELS_TO_ASK} random labels measure it.")
    share = inspection.separation
    figure = "Far apart" if share >= FAR else "Apart" if share >= APART else "Partly apart"
    parts = [_cost(inspection, of_run), _furthest(inspection)]
    return ShiftAnswer(f"Still {figure.lower()}" if of_run else figure, " ".join(filter(None, parts)))


def _cost(inspection: Inspection, of_run: bool) -> str:
    """Return what the shift costs in accuracy, as far as labels tell, and what to do."""
    known = {performance.side: performance for performance in inspection.performances}
    model = "The model" if of_run else "A classifier of the source"
    advice = "Try another method, or label images" if of_run else "Adapt a model to the target"
    if Side.TARGET not in known or Side.SOURCE not in known:
        measure = f"label {LABELS_TO_ASK} random images to measure it"
        return f"What this costs in accuracy is not known without labels. {advice}, and {measure}."
    source, target = known[Side.SOURCE].accuracy, known[Side.TARGET].accuracy
    right = f"{model} is right on {percent(source.value, 0)} of source images"
    right += f" and on {_range(known[Side.TARGET])} of labelled target images"
    if target.high < source.low:
        return f"{right}. {advice}."
    return f"{right}: the shift costs little accuracy, if any."


def _range(performance: Performance) -> str:
    accuracy = performance.accuracy
    return f"{100 * accuracy.low:.0f} to {percent(accuracy.high, 0)}"


def _furthest(inspection: Inspection) -> str:
    """Return the class whose images differ most between the domains; empty if too few images tell."""
    known = [one for one in inspection.classes if one.separation is not None]
    furthest = max(known, key=lambda one: one.separation or 0.0, default=None)
    if furthest is None or len(known) < 2:
        return ""
    return f"The class that looks most different is “{furthest.label}”."
