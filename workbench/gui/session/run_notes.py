"""Notes on a run in words."""

from workbench.analysis.agreement import LOW
from workbench.core.events import Event, TranslatorKept, Warned
from workbench.core.scores import Estimate
from workbench.core.translation_quality import quality_sentence
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, percent, whole

NAMED = 5  # classes in a note


def event_note(event: Event) -> str:
    """Return the note on an event for the banner; empty for most events."""
    match event:
        case Warned(message=message):
            return message
        case TranslatorKept(quality=quality):
            sentence = quality_sentence(quality).rstrip(".")
            return tr("{sentence}. The translations are shown in the Translate step.", sentence=sentence)
    return ""


def quoted_names(names: list[str]) -> str:
    """Return the first names in quotation marks, and how many others there are."""
    quoted = ", ".join(f"“{name}”" for name in names[:NAMED])
    if len(names) <= NAMED:
        return quoted
    others = count(len(names) - NAMED, "other class", "other classes")
    return tr("{quoted} or {classes}", quoted=quoted, classes=others)


def left_out_note(lost: int) -> str:
    """Return the note on labels that a run cannot learn from."""
    reason = tr("their image is missing, or their class is not a class of this run")
    verb = "is" if lost == 1 else "are"
    return tr("{labels} {verb} left out: {reason}.", labels=count(lost, "label"), verb=verb, reason=reason)


def ended_note(step: int, steps: int) -> str:
    """Return the note on a run that was ended before its last step."""
    return tr("The run was ended at step {ended} of {steps}.", ended=whole(step), steps=whole(steps))


def held_out_note(share: Estimate) -> str:
    """Return the note on the accuracy on held-out shots."""
    shots = tr("1 held-out shot is") if share.count == 1 else tr("{count} held-out shots are", count=share.count)
    right = tr("{value} of {shots} right", value=percent(share.value, 0), shots=shots)
    low, high = percent(share.low, 0), percent(share.high, 0)
    return tr("{right}: the target's accuracy lies between {low} and {high}.", right=right, low=low, high=high)


def agreement_note(other: int, share: float) -> str:
    """Return the note on the share of the target on which another run, with another seed, agrees."""
    text = tr(
        "Run {number}, with another seed, agrees on {share} of the target.", number=other, share=percent(share, 0)
    )
    return text + (tr(" Neither result is reliable.") if share < LOW else "")
