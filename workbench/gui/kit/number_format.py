"""Formats of numbers on screen."""

from workbench.core.events import Progressed
from workbench.core.pace import left_words, rate_words, span_words
from workbench.core.target_quality import QualityKind, TargetQuality

UNKNOWN_FIGURE = "Not known"


def percent(share: float | None, digits: int = 1) -> str:
    """Format a share: 0.8412 as “84.1 %”, with `digits=0` as “84 %”, None as an en dash."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def duration(seconds: float) -> str:
    """Format seconds: 75 as “1:15”, 4000 as “1:06:40”, more than two days in days."""
    return span_words(seconds)


def amount_done(what: str, done: int, total: int) -> str:
    """Format preparation: “Reading: 40 of 80”, “Reading: 40” without a total, “Measuring…” for a single piece."""
    if total == 1:
        return f"{what}…"
    return f"{what}: {done:,}" + (f" of {total:,}" if total else "")


def place_words(event: Progressed) -> str:
    """Format the trial, if several methods are tried, and the step."""
    trial = f"trial {event.trial} of {event.trials} · " if event.trials else ""
    return f"{trial}step {event.step:,} / {event.steps:,}"


def pace(event: Progressed) -> str:
    """Format trial, step, rate, memory and remaining time in one line; what is not known is left out."""
    memory = f"{event.memory / 1e9:.1f} GB" if event.memory else ""
    rate = rate_words(event.rate)
    return " · ".join(filter(None, (place_words(event), rate, memory, rate and left_words(event.eta))))


def quality_figure(quality: TargetQuality) -> str:
    """Format a measured accuracy as a number, an estimate as a range, and what is not known in words."""
    if quality.kind is QualityKind.MEASURED:
        return percent(quality.value)
    if quality.low is None or quality.high is None:
        return UNKNOWN_FIGURE
    return f"{quality.low * 100:.0f} to {quality.high * 100:.0f} %"


def about(seconds: float | None) -> str:
    """Format an expected duration, rounded: “about 2 min”; None as “time unknown”."""
    if seconds is None:
        return "time unknown"
    minutes = seconds / 60
    if minutes < 0.75:
        return "under a minute"
    if minutes < 10:
        return f"about {round(minutes) or 1} min"
    if minutes < 90:
        return f"about {5 * round(minutes / 5)} min"
    return f"about {round(minutes / 30) / 2:g} h"
