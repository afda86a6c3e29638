"""What an inspection says to a person: how far apart the domains are, what that costs, and what to do about it."""

from typing import NamedTuple

from workbench.core.domain import Side
from workbench.core.shift_report import Inspection, Performance
from workbench.core.target_quality import LABELS_TO_ASK
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, percent

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
        return ShiftAnswer(tr("Too few images"), inspection.sentence)
    if probe.p is not None and probe.p >= CHANCE:
        as_it_is = tr("No difference between the domains is detected. A model of the source can be used as it is")
        return ShiftAnswer(
            tr("Not apart"),
            tr("{as_it_is}; {labels_to_ask} random labels measure it.", as_it_is=as_it_is, labels_to_ask=LABELS_TO_ASK),
        )
    share = inspection.separation
    figure = tr("Far apart") if share >= FAR else tr("Apart") if share >= APART else tr("Partly apart")
    parts = [_cost(inspection, of_run), _furthest(inspection)]
    return ShiftAnswer(tr("Still {figure}", figure=figure.lower()) if of_run else figure, " ".join(filter(None, parts)))


def _cost(inspection: Inspection, of_run: bool) -> str:
    """Return what the shift costs in accuracy, as far as labels tell, and what to do."""
    known = {performance.side: performance for performance in inspection.performances}
    model = tr("The model") if of_run else tr("A classifier of the source")
    advice = tr("Try another method, or label images") if of_run else tr("Adapt a model to the target")
    if Side.TARGET not in known or Side.SOURCE not in known:
        measure = tr("label {labels_to_ask} random images to measure it", labels_to_ask=LABELS_TO_ASK)
        return tr(
            "What this costs in accuracy is not known without labels. {advice}, and {measure}.",
            advice=advice,
            measure=measure,
        )
    source, target = known[Side.SOURCE].accuracy, known[Side.TARGET].accuracy
    right = tr("{model} is right on {value} of source images", model=model, value=percent(source.value, 0))
    right += tr(" and on {range} of labelled target images", range=_range(known[Side.TARGET]))
    if target.high < source.low:
        return f"{right}. {advice}."
    return tr("{right}: the shift costs little accuracy, if any.", right=right)


def _range(performance: Performance) -> str:
    accuracy = performance.accuracy
    return tr("{low} to {high}", low=decimal(100 * accuracy.low, 0), high=percent(accuracy.high, 0))


def _furthest(inspection: Inspection) -> str:
    """Return the class whose images differ most between the domains; empty if too few images tell."""
    known = [one for one in inspection.classes if one.separation is not None]
    furthest = max(known, key=lambda one: one.separation or 0.0, default=None)
    if furthest is None or len(known) < 2:
        return ""
    return tr("The class that looks most different is “{label}”.", label=furthest.label)
