"""The steps of the main job, in order: what the rail offers and the inspector answers."""

from typing import NamedTuple


class Step(NamedTuple):
    """One entry of the rail, and the question that its inspector answers."""

    name: str
    title: str
    question: str


STEPS = (
    Step("data", "Data", "What is in these folders?"),
    Step("inspect", "Inspect", "How far apart are they?"),
    Step("adapt", "Adapt", "What should I do about the shift?"),
    Step("translate", "Translate", "What does the difference look like?"),
    Step("label", "Label", "Which images are worth my time?"),
    Step("export", "Export", "Where will it run?"),
)
