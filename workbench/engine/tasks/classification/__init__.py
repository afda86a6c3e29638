"""Classification: a class for each image."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.text_table import Summary, TextTable
from workbench.engine.tasks.classification.card import CARD
from workbench.engine.tasks.contract import HeadlineScore, Source, Task

if TYPE_CHECKING:
    from workbench.engine.training import Training


SHOWN = 40  # classes


class Classification(Task):
    """A class for each image."""

    card = CARD
    headlines = (
        HeadlineScore("target accuracy", lambda scores: scores.target_accuracy, lambda constant: constant.accuracy),
        HeadlineScore("H-score", lambda scores: scores.open.h if scores.open else None),
    )

    source_models = True

    def refusal(self, source: Source, labels: str) -> UserError:
        """Of a source that labels something else."""
        hint = "Sort its images into class folders."
        return UserError(f"The source {source.root} labels {labels}, not images.", hint)

    def shares(self, domain: Domain, classes: Iterable[str]) -> dict[str, float]:
        """The share of the labelled images that each class has."""
        known = set(classes)
        counts = Counter(sample.label for sample in domain.samples if sample.label in known)
        return {str(name): count / counts.total() for name, count in counts.items()}

    def labels(self, domain: Domain) -> Summary:
        """How many images each class has."""
        counts: dict[str, object] = {**domain.counts()}
        if not counts:
            return Summary(counts, ["No labels: good as a target."])
        rows = [(name, f"{number:,}") for name, number in list(counts.items())[:SHOWN]]
        more = [f"… and {len(counts) - SHOWN:,} more classes"] if len(counts) > SHOWN else []
        return Summary(counts, [TextTable(("class", "images"), rows), *more])

    def training(self) -> "Training":
        """Over images with one label each."""
        from workbench.engine.tasks.classification.training import ClassificationTraining

        return ClassificationTraining()
