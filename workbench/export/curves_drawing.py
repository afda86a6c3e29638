"""Curves over the steps of training, as SVG that takes the page's colours."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

COLOURS = ("#4477aa", "#ee7733", "#228833", "#aa3377", "#66a5c9", "#999933")  # told apart by the colour-blind too
LEFT, BELOW, RIGHT = 44, 34, 190  # pixels around the curves


def curves_drawing(
    curves: Mapping[str, Sequence[tuple[int, float]]], title: str, width: int = 860, height: int = 260
) -> Markup:
    """A curve for each name, through (step, value); the names stand beside, in the order given."""
    points = [point for curve in curves.values() for point in curve]
    last = max((step for step, _ in points), default=0) or 1
    low, high = min(value for _, value in points), max(value for _, value in points)
    room = (high - low) * 0.06 or 1.0
    low, high = low - room, high + room
    wide, tall = width - LEFT - RIGHT, height - BELOW - 10

    def at(step: float, value: float) -> str:
        return f"{LEFT + wide * step / last:.1f} {10 + tall * (1 - (value - low) / (high - low)):.1f}"

    parts = []
    for share in (0.0, 0.5, 1.0):
        value = low + room + share * (high - low - 2 * room)
        x, y = at(0, value).split()
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{LEFT + wide}" y2="{y}" stroke="var(--line)"/>'
            f'<text x="{LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end" font-size="11" fill="var(--dim)">'
            f"{value:.3g}</text>"
        )
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        if curve:
            path = "M" + "L".join(at(*point) for point in curve)
            strong = 2.5 if number == 0 else 1.4
            parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{strong}"/>')
        row = 20 + 18 * number
        parts.append(
            f'<rect x="{LEFT + wide + 16}" y="{row - 4}" width="14" height="3" fill="{colour}"/>'
            f'<text x="{LEFT + wide + 36}" y="{row + 2}" font-size="12" fill="var(--text)">{escape(name[:22])}</text>'
        )
    for step, anchor in ((0, "start"), (last, "end")):
        x = at(step, low).split()[0]
        parts.append(
            f'<text x="{x}" y="{height - 14}" text-anchor="{anchor}" font-size="11" fill="var(--dim)">'
            f"{f'step {step:,}' if step else 'start'}</text>"
        )
    label = escape(title)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )
