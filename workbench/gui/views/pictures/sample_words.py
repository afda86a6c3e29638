"""What is known of a sample, as rich text: its domain and size, its label and its prediction."""

import html

from workbench.core.domain import Side
from workbench.gui.theme import Tokens


def domain_words(side: Side, size: tuple[int, int] | None, tokens: Tokens) -> str:
    """Return the domain behind its mark, and the `size` in pixels if it is known."""
    shape, colour = ("●", tokens.source) if side is Side.SOURCE else ("■", tokens.target)
    below = [f'<span style="color:{colour}">{shape}</span> {side.value}']
    if size:
        below.append(f"{size[0]:,} × {size[1]:,} px")
    return " · ".join(below)


def verdict_words(label: str | None, predicted: str | None, confidence: float | None) -> str:
    """Return the label, and the predicted class with its probability; empty if neither is known."""
    verdicts = [] if label is None else [f"labelled <b>{html.escape(label)}</b>"]
    if predicted is not None:
        sure = "" if confidence is None else f" {confidence:.2f}"
        verdicts.append(f"predicted <b>{html.escape(predicted)}</b>{sure}")
    return " · ".join(verdicts)
