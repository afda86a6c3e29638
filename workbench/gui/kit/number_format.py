"""Formats of numbers on screen."""

from workbench.core.events import Progressed


def percent(share: float | None, digits: int = 1) -> str:
    """Format a share: 0.8412 as “84.1 %”, with `digits=0` as “84 %”, None as an en dash."""
    return "–" if share is None else f"{share * 100:.{digits}f} %"


def duration(seconds: float) -> str:
    """Format seconds: 75 as “1:15”, 4000 as “1:06:40”."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def pace(event: Progressed) -> str:
    """Format step, rate, memory and remaining time in one line."""
    memory = f" · {event.memory / 1e9:.1f} GB" if event.memory else ""
    done = f"step {event.step:,} / {event.steps:,}"
    return f"{done} · {event.rate:.1f} steps/s{memory} · {duration(event.eta)} left" if event.step else done
