"""What is known of a sample, as rich text: its domain and size, its label and its prediction."""

import html

from workbench.core.domain import Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, whole
from workbench.gui.theme import Tokens


def domain_words(side: Side, size: tuple[int, int] | None, tokens: Tokens) -> str:
    """Return the domain behind its mark, and the `size` in pixels if it is known."""
    shape, colour = ("●", tokens.source) if side is Side.SOURCE else ("■", tokens.target)
    below = [f'<span style="color:{colour}">{shape}</span> {word(side)}']
    if size:
        below.append(tr("{width} × {height} px", width=whole(size[0]), height=whole(size[1])))
    return " · ".join(below)


def verdict_words(label: str | None, predicted: str | None, confidence: float | None) -> str:
    """Return the label, and the predicted class with its probability; empty if neither is known."""
    verdicts = [] if label is None else [tr("labelled <b>{label}</b>", label=html.escape(label))]
    if predicted is not None:
        sure = "" if confidence is None else f" {decimal(confidence, 2)}"
        verdicts.append(tr("predicted <b>{label}</b>{sure}", label=html.escape(predicted), sure=sure))
    return " · ".join(verdicts)
