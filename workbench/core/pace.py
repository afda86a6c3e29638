"""Words for how fast work goes, and how long it takes."""

SLOW = 0.1  # steps/s; below it, the seconds of a step say more
ENDLESS = 100 * 24 * 3600.0  # seconds; a remaining time above it is no estimate


def rate_words(rate: float) -> str:
    """Return steps per second, or seconds per step if these are few: “12.5 steps/s”, “40 s a step”; 0 is not known."""
    if rate >= SLOW:
        return f"{rate:.1f} steps/s"
    if rate * ENDLESS <= 1:
        return ""
    return f"{1 / rate:,.0f} s a step"


def left_words(seconds: float) -> str:
    """Return the remaining time: “4:05 left”, “3 days left”; empty if it is not known."""
    if not 0 < seconds < ENDLESS:
        return ""
    return f"{span_words(seconds)} left"


def span_words(seconds: float) -> str:
    """Return a time: 75 as “1:15”, 4000 as “1:06:40”, more than two days in days."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{round(hours / 24)} days"
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def about(seconds: float) -> str:
    """Return a rough time in words, for an estimate: “about 20 seconds”, “about 5 minutes”, “about 3 hours”."""
    if seconds < 90:
        return f"about {max(round(seconds / 10), 1) * 10} seconds"
    if seconds < 90 * 60:
        return f"about {round(seconds / 60)} minutes"
    if seconds < 48 * 3600:
        return f"about {round(seconds / 3600)} hours"
    return f"about {round(seconds / 86400)} days"
