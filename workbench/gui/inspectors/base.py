"""What all inspectors share: the question at the top, the answer as one sentence."""

from PySide6.QtWidgets import QFrame, QLabel

from workbench.gui.widgets import card, label


def answer_card(question: str) -> tuple[QFrame, QLabel, QLabel]:
    """A card with a question, a figure and a sentence; the last two are returned to be filled."""
    figure = label("", "number")
    sentence = label("", "dim", wrap=True)
    return card(label(question, "dim"), figure, sentence), figure, sentence
