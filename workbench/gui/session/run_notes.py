"""Notes on a run in words."""

from workbench.core.counting import count
from workbench.core.events import Event, TranslatorKept, Warned
from workbench.core.translation_quality import quality_sentence

NAMED = 5  # classes in a note


def event_note(event: Event) -> str:
    """Return the note on an event for the banner; empty for most events."""
    match event:
        case Warned(message=message):
            return message
        case TranslatorKept(quality=quality):
            sentence = quality_sentence(quality).rstrip(".")
            return f"{sentence}. The translations are shown in the Translate step."
    return ""


def quoted_names(names: list[str]) -> str:
    """Return the first names in quotation marks, and how many others there are."""
    quoted = ", ".join(f"“{name}”" for name in names[:NAMED])
    return quoted if len(names) <= NAMED else f"{quoted} or {count(len(names) - NAMED, 'other class', 'other classes')}"
