"""Draws charts for pages as SVG with the colours of the page's style sheet."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

from workbench.core.shift_report import Bin, ImageStatistic, Performance

DRAWN = 1500  # largest number of points of a domain in a scatter plot
NAMED = 60  # largest number of classes with names in a confusion matrix
NUMBERED = 24  # pixels: smallest cell that shows its number
DEEPEST = 0.5  # opacity of a cell that holds its whole row: deeper ones would hide the number, dark or light


def scatter_drawing(
    source: NDArray[np.float32], target: NDArray[np.float32], size: int = 560, title: str = ""
) -> Markup:
    """A scatter plot with circles for the source (N, 2) and squares for the target (M, 2)."""
    both = np.concatenate([source, target])
    low, extent = both.min(axis=0), float(np.ptp(both, axis=0).max()) or 1.0

    def coordinates(xy: NDArray[np.float32]) -> NDArray[np.float32]:
        kept = xy[np.random.default_rng(0).permutation(len(xy))[:DRAWN]]
        moved: NDArray[np.float32] = (kept - low) / extent * (size - 20) + 10
        return moved

    circles = "".join(f'<circle cx="{x:.1f}" cy="{size - y:.1f}" r="2.5"/>' for x, y in coordinates(source))
    squares = "".join(
        f'<rect x="{x - 2.2:.1f}" y="{size - y - 2.2:.1f}" width="4.4" height="4.4"/>' for x, y in coordinates(target)
    )
    groups = "".join(
        f'<g fill="var(--{name})" fill-opacity="0.6">{marks}</g>'
        for name, marks in (("source", circles), ("target", squares))
    )
    frame = f'<rect x="0.5" y="0.5" width="{size - 1}" height="{size - 1}" rx="6" fill="none" stroke="var(--line)"/>'
    words = f'<text x="12" y="22" font-size="13" fill="var(--dim)">{escape(title)}</text>'
    return Markup(
        f'<svg viewBox="0 0 {size} {size}" width="{size}" role="img" aria-label="scatter">{frame}{groups}{words}</svg>'
    )


def histogram_drawing(statistic: ImageStatistic, width: int = 190, height: int = 70) -> Markup:
    """The histograms of a statistic for both domains, overlaid."""
    highest = max(*statistic.source, *statistic.target, 1e-9)
    drawn = "".join(
        f'<path d="{_outline([share / highest for share in shares], width, height)}" fill="var(--{name})" '
        f'fill-opacity="0.3" stroke="var(--{name})"/>'
        for name, shares in (("source", statistic.source), ("target", statistic.target))
    )
    return Markup(f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">{drawn}</svg>')


def reliability_drawing(bins: Sequence[Bin], size: int = 220) -> Markup:
    """A reliability diagram: accuracy over confidence, with the diagonal."""
    width = size / 15
    bars = "".join(
        f'<rect x="{max(0.0, bin_.confidence * size - width / 2):.1f}" y="{(1 - bin_.accuracy) * size:.1f}" '
        f'width="{width - 1:.1f}" height="{bin_.accuracy * size:.1f}" fill="var(--target)">'
        f"<title>at {bin_.confidence:.0%} confidence {bin_.accuracy:.0%} of {bin_.count:,} are right</title></rect>"
        for bin_ in bins
    )
    diagonal = f'<line x1="0" y1="{size}" x2="{size}" y2="0" stroke="var(--text)" stroke-dasharray="4 4"/>'
    frame = f'<rect width="{size}" height="{size}" fill="none" stroke="var(--line)"/>'
    return Markup(f'<svg viewBox="-1 -1 {size + 2} {size + 2}" width="{size}">{frame}{bars}{diagonal}</svg>')


def confusion_drawing(performance: Performance, title: str = "") -> Markup:
    """A confusion matrix: rows are true classes, columns are predicted ones; the opacity shows the share of the row."""
    rows, columns = len(performance.truths), len(performance.predictions)
    cell = max(6, min(28, 560 // max(rows, columns, 1)))
    left = 110 if rows <= NAMED else 0
    slanted = max(map(len, performance.predictions), default=0) > 2
    top = (28 if title else 0) + (0 if not left else 74 if slanted else 24)
    parts = []
    for y, (truth, counts) in enumerate(zip(performance.truths, performance.confusion, strict=True)):
        total = max(sum(counts), 1)
        if left:
            parts.append(
                f'<text x="{left - 6}" y="{top + (y + 0.7) * cell:.1f}" text-anchor="end" font-size="11" '
                f'fill="var(--dim)">{_short(truth)}</text>'
            )
        for x, count in enumerate(counts):
            if count:
                square = (left + x * cell, top + y * cell, cell)
                parts.append(_cell(square, count, total, truth, performance.predictions[x]))
    if left:
        parts += [_head(left + (x + 0.5) * cell, top - 6, name) for x, name in enumerate(performance.predictions)]
    width, height = left + columns * cell + (30 if left and slanted else 0), top + rows * cell
    frame = f'<rect x="{left}" y="{top}" width="{columns * cell}" height="{rows * cell}" fill="var(--raised)"/>'
    frame += f'<text x="{left}" y="14" font-size="13" fill="var(--dim)">{escape(title)}</text>' if title else ""
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">{frame}{"".join(parts)}</svg>'
    )


def _cell(square: tuple[int, int, int], count: int, total: int, truth: str, predicted: str) -> str:
    x, y, side = square
    depth = DEEPEST * (count / total) ** 0.6
    words = escape(f"{count} of {total} “{truth}” are predicted “{predicted}”")
    colour = "good" if truth == predicted else "bad"
    drawn = (
        f'<rect x="{x}" y="{y}" width="{side - 1}" height="{side - 1}" '
        f'fill="var(--{colour})" fill-opacity="{depth:.2f}"><title>{words}</title></rect>'
    )
    if side < NUMBERED or count >= 1000:
        return drawn
    number = (
        f'<text x="{x + side / 2 - 0.5}" y="{y + side / 2 + 3}" text-anchor="middle" font-size="10" '
        f'fill="var(--text)">{count}</text>'
    )
    return drawn + number


def _head(x: float, y: float, name: str) -> str:
    turned = f' transform="rotate(-50 {x:.1f} {y})"' if len(name) > 2 else ""
    anchor = "start" if turned else "middle"
    place = f'x="{x:.1f}" y="{y}" text-anchor="{anchor}"{turned}'
    return f'<text {place} font-size="11" fill="var(--dim)">{_short(name)}</text>'


def _short(name: str) -> str:
    return str(escape(name if len(name) <= 15 else name[:14] + "…"))


def _outline(heights: Sequence[float], width: float, height: float) -> str:
    step = width / max(len(heights), 1)
    path = f"M0 {height}"
    for index, share in enumerate(heights):
        y = height - share * (height - 2)
        path += f"L{index * step:.1f} {y:.1f}L{(index + 1) * step:.1f} {y:.1f}"
    return path + f"L{width} {height}Z"
