"""Draws curves over training steps as SVG with the colours of the page's style sheet."""

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

COLOURS = ("#4477aa", "#ee7733", "#228833", "#aa3377", "#66a5c9", "#999933")  # distinguishable with colour blindness
LEFT, ABOVE, BELOW, RIGHT = 44, 26, 34, 190  # pixels around the curves
TICKS = 4  # approximate number of grid lines


def curves_drawing(
    curves: Mapping[str, Sequence[tuple[int, float]]], title: str, width: int = 860, height: int = 260
) -> Markup:
    """Line chart with a curve of (step, value) pairs for each name, and a legend."""
    points = [point for curve in curves.values() for point in curve]
    last = max((step for step, _ in points), default=0) or 1
    ticks = _ticks(min(value for _, value in points), max(value for _, value in points))
    low, high = ticks[0], ticks[-1]
    plot_width, plot_height = width - LEFT - RIGHT, height - BELOW - ABOVE

    def at(step: float, value: float) -> str:
        return f"{LEFT + plot_width * step / last:.1f} {ABOVE + plot_height * (1 - (value - low) / (high - low)):.1f}"

    label = escape(title)
    parts = [f'<text x="{LEFT}" y="14" font-size="12" fill="var(--dim)">{label}</text>']
    for value in ticks:
        x, y = at(0, value).split()
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{LEFT + plot_width}" y2="{y}" stroke="var(--line)"/>'
            f'<text x="{LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end" font-size="11" fill="var(--dim)">'
            f"{value:.6g}</text>"
        )
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        if curve:
            path = "M" + "L".join(at(*point) for point in curve)
            stroke = 2.5 if number == 0 else 1.4
            parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{stroke}"/>')
        row = ABOVE + 8 + 18 * number
        parts.append(
            f'<rect x="{LEFT + plot_width + 16}" y="{row - 4}" width="14" height="3" fill="{colour}"/>'
            f'<text x="{LEFT + plot_width + 36}" y="{row + 2}" font-size="12" fill="var(--text)">'
            f"{escape(name[:22])}</text>"
        )
    for step, anchor in ((0, "start"), (last, "end")):
        x = at(step, low).split()[0]
        parts.append(
            f'<text x="{x}" y="{height - 14}" text-anchor="{anchor}" font-size="11" fill="var(--dim)">'
            f"{f'step {step:,}' if step else 'start'}</text>"
        )
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )


def _ticks(low: float, high: float) -> list[float]:
    """Round tick values that enclose the range."""
    rough = (high - low) / TICKS or abs(high) / TICKS or 1.0
    size = 10.0 ** math.floor(math.log10(rough))
    step = next((size * factor for factor in (1, 2, 5) if size * factor >= rough), size * 10)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]
