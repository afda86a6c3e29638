"""DANCE: universal domain adaptation through self-supervision (Saito et al., arXiv:2002.07953)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.neighbourhood import entropy_separation, neighbourhood_entropy
from workbench.nets.classifier import Classifier
from workbench.nets.cosine import CosineHead


class DANCE(Method):
    """Neighbourhood clustering and entropy separation of the target samples (eq. 8).

    A memory bank holds the latest feature of every target sample.
    """

    name = "dance"
    title = "DANCE"
    paper = "https://arxiv.org/abs/2002.07953"
    optimises = ("entropy", "snd")
    summary = "Clusters the target without aligning whole domains. For targets that lack or add classes."
    shifts = ("closed", "partial", "open", "open-partial")

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DANCE. The optimizer is SGD: Adam rescales gradients and would amplify small target losses."""

        learning_rate: float = setting(0.01, "Learning rate of new layers (SGD).", low=1e-7, high=1.0)
        weight_decay: float = setting(5e-4, "Weight decay.", low=0.0, high=1.0)
        weight: float = setting(0.05, "Weight of both target losses against the task (λ).", low=0.0, high=10.0)
        margin: float = setting(0.5, "Margin around the entropy boundary (m).", low=0.0, high=10.0)
        temperature: float = setting(0.05, "Temperature of the similarities.", low=0.001, high=10.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.feature_size = model.feature_size
        self.boundary = math.log(classes) / 2  # ρ: half of the maximum entropy

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """A cosine head with normalised prototypes."""
        return CosineHead(features, classes, normalise_prototypes=True)

    def remember(self, target: int) -> None:
        """Allocate a row of the bank for each target sample. A row of zeros has not been filled yet."""
        self.register_buffer("bank", torch.zeros(target, self.feature_size))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """SGD, as in the authors' code."""
        return {"model": self.sgd(self.model)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The bank is updated with the batch's features after the step."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        bank = self.get_buffer("bank")
        features = F.normalize(views.target.features.float(), dim=1)
        prototypes = F.normalize(next(self.classifier.head.parameters()), dim=1).to(features.dtype)
        clustering = neighbourhood_entropy(
            features, bank.to(features.dtype), batch.target_rows, prototypes, self.settings.temperature
        )
        separation = entropy_separation(views.target.logits, self.boundary, self.settings.margin)
        self.minimise(task + self.settings.weight * (clustering + separation))
        bank[batch.target_rows] = features.detach().to(bank.dtype)
        return {"task": task.detach(), "neighbours": clustering.detach(), "separation": separation.detach()}
