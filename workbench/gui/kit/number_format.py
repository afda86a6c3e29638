"""Formats of numbers on screen."""

from functools import cache

from PySide6.QtCore import QLocale

from workbench.core.counting import count as count_in_english
from workbench.core.events import Progressed
from workbench.core.pace import left_words, rate_words, span_words
from workbench.core.scores import Estimate
from workbench.core.target_quality import QualityKind, TargetQuality
from workbench.gui.kit.language import form_for, locale, tr

UNKNOWN_FIGURE = tr("Not known")


def whole(number: float) -> str:
    """Format a whole number with its groups: “1,200”."""
    return locale().toString(int(number))


def decimal(number: float, digits: int) -> str:
    """Format a number with so many decimals, without groups: “1200.5”."""
    return _without_groups().toString(float(number), "f", digits)


@cache
def _without_groups() -> QLocale:
    plain = QLocale(locale())
    plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return plain


def grouped(number: float, digits: int) -> str:
    """Format a number with so many decimals and with groups: “1,200.5”."""
    return locale().toString(float(number), "f", digits)


def count(number: int, singular: str, plural: str = "") -> str:
    """Format a number with its noun, in the form of the language: “1 image”, “1,200 images”, “1,200 张图像”."""
    form = form_for(int(number), f"%n {singular}")
    return form.replace("%n", whole(number)) if form else count_in_english(number, singular, plural)


def percent(share: float | None, digits: int = 1) -> str:
    """Format a share: 0.8412 as “84.1 %”, with `digits=0` as “84 %”, None as an en dash."""
    return "–" if share is None else tr("{number} %", number=decimal(share * 100, digits))


def with_interval(value: float, low: float, high: float) -> str:
    """Format a share with its 95 % interval: “84.1 % (79 % to 88 %)”."""
    return tr("{value} ({low} to {high})", value=percent(value), low=percent(low, 0), high=percent(high, 0))


def estimate_words(share: Estimate | None) -> str:
    """Format a share with its interval, None as an en dash."""
    return "–" if share is None else with_interval(share.value, share.low, share.high)


def duration(seconds: float) -> str:
    """Format seconds: 75 as “1:15”, 4000 as “1:06:40”, more than two days in days."""
    return span_words(seconds)


def amount_done(what: str, done: int, total: int) -> str:
    """Format preparation: “Reading: 40 of 80”, “Reading: 40” without a total, “Measuring…” for a single piece."""
    if total == 1:
        return f"{what}…"
    if not total:
        return f"{what}: {whole(done)}"
    return tr("{what}: {done} of {total}", what=what, done=whole(done), total=whole(total))


def place_words(event: Progressed) -> str:
    """Format the trial, if several methods are tried, and the step."""
    step = tr("step {step} / {steps}", step=whole(event.step), steps=whole(event.steps))
    if not event.trials:
        return step
    return tr("trial {trial} of {trials}", trial=event.trial, trials=event.trials) + f" · {step}"


def pace(event: Progressed) -> str:
    """Format trial, step, rate, memory and remaining time in one line; what is not known is left out."""
    memory = f"{decimal(event.memory / 1e9, 1)} GB" if event.memory else ""
    rate = rate_words(event.rate)
    return " · ".join(filter(None, (place_words(event), rate, memory, rate and left_words(event.eta))))


def quality_figure(quality: TargetQuality) -> str:
    """Format a measured accuracy as a number, an estimate as a range, and what is not known in words."""
    if quality.kind is QualityKind.MEASURED:
        return percent(quality.value)
    if quality.low is None or quality.high is None:
        return UNKNOWN_FIGURE
    low, high = decimal(quality.low * 100, 0), decimal(quality.high * 100, 0)
    return tr("{low} to {high} %", low=low, high=high)


def about(seconds: float | None) -> str:
    """Format an expected duration, rounded: “about 2 min”; None as “time unknown”."""
    if seconds is None:
        return tr("time unknown")
    minutes = seconds / 60
    if minutes < 0.75:
        return tr("under a minute")
    if minutes < 10:
        return tr("about {minutes} min", minutes=round(minutes) or 1)
    if minutes < 90:
        return tr("about {minutes} min", minutes=5 * round(minutes / 5))
    return tr("about {hours} h", hours=f"{round(minutes / 30) / 2:g}")
