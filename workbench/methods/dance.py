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
    """Target samples cluster with their neighbours or a class; sure and unsure ones are driven apart (eq. 8).

    A bank holds the last feature of every target sample.
    """

    name = "dance"
    title = "DANCE"
    paper = "https://arxiv.org/abs/2002.07953"
    summary = "Never aligns whole domains. Choose it when the target lacks classes of the source, or has others."
    shifts = ("closed", "partial", "open", "open-partial")

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DANCE, whose optimizer is SGD: Adam would make steps of the small losses as long as any."""

        learning_rate: float = setting(0.01, "SGD's step size for new layers.", low=1e-7, high=1.0)
        weight_decay: float = setting(5e-4, "Decay of weights towards zero.", low=0.0, high=1.0)
        weight: float = setting(0.05, "Weight of both losses against the task (λ).", low=0.0, high=10.0)
        margin: float = setting(0.5, "Distance from the boundary that is far enough (m).", low=0.0, high=10.0)
        temperature: float = setting(0.05, "Softens similarities.", low=0.001, high=10.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.feature_size = model.feature_size
        self.boundary = math.log(classes) / 2  # ρ: as unsure as half of what is possible

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """Cosine similarity to a prototype of each class, of length one."""
        return CosineHead(features, classes, normalise_prototypes=True)

    def remember(self, target: int) -> None:
        """A row for every target sample; rows of zeros are not seen yet."""
        self.register_buffer("bank", torch.zeros(target, self.feature_size))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """As in the authors' code."""
        return {"model": self.sgd(self.model)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The bank takes the batch's features after the step."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        bank = self.get_buffer("bank")
        features = F.normalize(views.target.features.float(), dim=1)
        prototypes = F.normalize(next(self.classifier.head.parameters()), dim=1).to(features.dtype)
        near = neighbourhood_entropy(
            features, bank.to(features.dtype), batch.target_rows, prototypes, self.settings.temperature
        )
        apart = entropy_separation(views.target.logits, self.boundary, self.settings.margin)
        self.minimise(task + self.settings.weight * (near + apart))
        bank[batch.target_rows] = features.detach().to(bank.dtype)
        return {"task": task.detach(), "neighbours": near.detach(), "separation": apart.detach()}
