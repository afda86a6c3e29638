"""Pseudo-labels in rounds, balanced over classes (Lee, ICML workshop 2013; Zou et al., CBST, arXiv:1810.07911)."""

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
    """Learn the source; then, each round, the target's surest samples of each class by the labels they seem to have.

    A bank holds the last prediction for every target sample, from which a round's labels are made.
    """

    name = "pseudo_labels"
    title = "Pseudo-labels"
    paper = "https://arxiv.org/abs/1810.07911"
    summary = (
        "Trains on its own surest answers, more of them each round. Where source only is right more often than not."
    )

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of class-balanced self-training."""

        source_share: float = setting(0.3, "Share of the steps before the first round.", low=0.05, high=0.95)
        rounds: int = setting(5, "How often labels are made anew.", low=1, high=1000)
        first_portion: float = setting(0.2, "Share of each class that is believed in the first round.", low=0, high=1)
        last_portion: float = setting(0.5, "Share of each class that is believed in the last round.", low=0, high=1)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.register_buffer("round", torch.tensor(UNLABELLED))

    def remember(self, target: int) -> None:
        """Class and confidence last seen of every target sample (0: not seen), and the labels of this round."""
        self.register_buffer("seen_class", torch.zeros(target, dtype=torch.long))
        self.register_buffer("seen_confidence", torch.zeros(target))
        self.register_buffer("labels", torch.full((target,), UNLABELLED))

    def stages(self) -> tuple[Stage, ...]:
        """The source alone, then the rounds."""
        share = self.settings.source_share
        return (Stage(SOURCE, share), Stage(SELF, 1 - share))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss, plus cross-entropy on the target samples that have a label in this round."""
        views = self.views(batch)
        loss = task = self.task_loss(views, batch)
        learned = task.new_zeros(())
        if progress.stage == SELF:
            self._begin_round(int(progress.fraction * self.settings.rounds))
            labels = self.get_buffer("labels")[batch.target_rows]
            count = (labels != UNLABELLED).sum().clamp_min(1)
            learned = F.cross_entropy(views.target.logits, labels, ignore_index=UNLABELLED, reduction="sum") / count
            loss = task + learned
        self.minimise(loss)
        confidence, classes = views.target.logits.detach().softmax(dim=1).max(dim=1)
        self.get_buffer("seen_class")[batch.target_rows] = classes
        self.get_buffer("seen_confidence")[batch.target_rows] = confidence.to(self.get_buffer("seen_confidence").dtype)
        return {"task": task.detach(), "pseudo-labels": learned.detach()}

    def _begin_round(self, number: int) -> None:
        if number == self.get_buffer("round"):
            return
        self.get_buffer("round").fill_(number)
        settings = self.settings
        done = number / max(settings.rounds - 1, 1)
        portion = settings.first_portion + done * (settings.last_portion - settings.first_portion)
        chosen = believed(self.get_buffer("seen_class"), self.get_buffer("seen_confidence"), portion)
        self.get_buffer("labels").copy_(torch.where(chosen, self.get_buffer("seen_class"), UNLABELLED))


def believed(classes: Tensor, confidence: Tensor, portion: float) -> Tensor:
    """Which samples are among the surest `portion` of their predicted class, (N,) (CBST, algorithm 2).

    `classes`, `confidence`: (N,); a confidence of 0 says that a sample was not seen yet.
    """
    chosen = torch.zeros_like(classes, dtype=torch.bool)
    for number in classes.unique():
        rows = torch.nonzero((classes == number) & (confidence > 0)).squeeze(1)
        count = int(portion * len(rows) + 0.5)
        chosen[rows[confidence[rows].argsort(descending=True, stable=True)[:count]]] = True
    return chosen
