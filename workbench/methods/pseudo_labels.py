"""Class-balanced self-training in rounds (Lee, ICML workshop 2013; Zou et al., CBST, arXiv:1810.07911)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.nets.classifier import Classifier

SOURCE, SELF = "source", "self-training"
UNLABELLED = -1


class PseudoLabels(Method):
    """Train on the source; then, in rounds, also on pseudo-labels of the most confident target samples of each class.

    A memory bank holds the latest prediction of every target sample. Each round computes its pseudo-labels from it.
    """

    name = "pseudo_labels"
    title = "Pseudo-labels"
    paper = "https://arxiv.org/abs/1810.07911"
    optimises = ("entropy",)
    summary = (
        "Trains on its most confident predictions, more of them each round. For a source-only accuracy above one half."
    )

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of class-balanced self-training."""

        source_share: float = setting(0.3, "Share of the steps spent on the source.", low=0.05, high=0.95)
        rounds: int = setting(5, "Number of rounds.", low=1, high=1000)
        first_portion: float = setting(0.2, "Share of each class with labels in the first round.", low=0, high=1)
        last_portion: float = setting(0.5, "Share of each class with labels in the last round.", low=0, high=1)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.register_buffer("round", torch.tensor(UNLABELLED))

    def remember(self, target: int) -> None:
        """Allocate the latest class and confidence of each target sample (0: none yet), and this round's labels."""
        self.register_buffer("seen_class", torch.zeros(target, dtype=torch.long))
        self.register_buffer("seen_confidence", torch.zeros(target))
        self.register_buffer("labels", torch.full((target,), UNLABELLED))

    def stages(self) -> tuple[Stage, ...]:
        """Source training, then the rounds."""
        share = self.settings.source_share
        return (Stage(SOURCE, share), Stage(SELF, 1 - share))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss plus cross-entropy on the target samples with a pseudo-label in this round."""
        views = self.views(batch)
        loss = task = self.task_loss(views, batch)
        pseudo = task.new_zeros(())
        if progress.stage == SELF:
            self._begin_round(int(progress.fraction * self.settings.rounds))
            labels = self.get_buffer("labels")[batch.target_rows]
            count = (labels != UNLABELLED).sum().clamp_min(1)
            pseudo = F.cross_entropy(views.target.logits, labels, ignore_index=UNLABELLED, reduction="sum") / count
            loss = task + pseudo
        self.minimise(loss)
        confidence, classes = views.target.logits.detach().softmax(dim=1).max(dim=1)
        self.get_buffer("seen_class")[batch.target_rows] = classes
        self.get_buffer("seen_confidence")[batch.target_rows] = confidence.to(self.get_buffer("seen_confidence").dtype)
        return {"task": task.detach(), "pseudo-labels": pseudo.detach()}

    def _begin_round(self, number: int) -> None:
        if number == self.get_buffer("round"):
            return
        self.get_buffer("round").fill_(number)
        settings = self.settings
        fraction = number / max(settings.rounds - 1, 1)
        portion = settings.first_portion + fraction * (settings.last_portion - settings.first_portion)
        chosen = most_confident(self.get_buffer("seen_class"), self.get_buffer("seen_confidence"), portion)
        self.get_buffer("labels").copy_(torch.where(chosen, self.get_buffer("seen_class"), UNLABELLED))


def most_confident(classes: Tensor, confidence: Tensor, portion: float) -> Tensor:
    """Mask (N,) of the most confident `portion` of the samples of each predicted class (CBST, algorithm 2).

    `classes`, `confidence`: (N,). Samples of confidence 0 have no prediction yet and are not selected.
    """
    chosen = torch.zeros_like(classes, dtype=torch.bool)
    for number in classes.unique():
        rows = torch.nonzero((classes == number) & (confidence > 0)).squeeze(1)
        count = int(portion * len(rows) + 0.5)
        chosen[rows[confidence[rows].argsort(descending=True, stable=True)[:count]]] = True
    return chosen
