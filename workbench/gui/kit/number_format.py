"""Formats of numbers on screen."""

from workbench.core.events import Progressed
from workbench.core.target_quality import QualityKind, TargetQuality

UNKNOWN_FIGURE = "Not known"


def percent(share: float | None, digits: int = 1) -> str:
    """Format a share: 0.8412 as “84.1 %”, with `digits=0` as “84 %”, None as an en dash."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def duration(seconds: float) -> str:
    """Format seconds: 75 as “1:15”, 4000 as “1:06:40”."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def amount_done(what: str, done: int, total: int) -> str:
    """Format preparation: “Reading: 40 of 80”, “Reading: 40” without a total, “Measuring…” for a single piece."""
    if total == 1:
        return f"{what}…"
    return f"{what}: {done:,}" + (f" of {total:,}" if total else "")


def pace(event: Progressed) -> str:
    """Format step, rate, memory and remaining time in one line."""
    memory = f" · {event.memory / 1e9:.1f} GB" if event.memory else ""
    trial = f"trial {event.trial} of {event.trials} · " if event.trials else ""
    done = f"{trial}step {event.step:,} / {event.steps:,}"
    return f"{done} · {event.rate:.1f} steps/s{memory} · {duration(event.eta)} left" if event.rate else done


def quality_figure(quality: TargetQuality) -> str:
    """Format a measured accuracy as a number, an estimate as a range, and what is not known in words."""
    if quality.kind is QualityKind.MEASURED:
        return percent(quality.value)
    if quality.low is None or quality.high is None:
        return UNKNOWN_FIGURE
    return f"{quality.low * 100:.0f} to {quality.high * 100:.0f} %"
