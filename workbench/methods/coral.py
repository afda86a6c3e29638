"""CORAL (Sun et al., arXiv:1511.05547), and Deep CORAL (Sun and Saenko, arXiv:1607.01719)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Progress, Stage
from workbench.engine.whole_domains import WholeDomains
from workbench.losses.covariance import correlation_alignment, recolouring
from workbench.methods.families.linear_head import LinearHeadMethod
from workbench.nets.classifier import Classifier, Output


class CORAL(LinearHeadMethod):
    """Aligns the covariances of both domains.

    With frozen features, in closed form: source features are whitened by C_s + I and coloured by C_t + I (algorithm 1
    of CORAL), and the head learns from the result. Where layers are trained, by the loss of Deep CORAL on the features
    of each batch: CE_s + λ ‖C_s − C_t‖²_F / (4D²).
    """

    name = "coral"
    title = "CORAL"
    paper = "https://arxiv.org/abs/1511.05547"
    summary = "Gives source features the covariance of the target. Takes a second on frozen features."

    @dataclass(frozen=True)
    class Settings(LinearHeadMethod.Settings):
        """Settings of CORAL."""

        alignment_weight: float = setting(
            10.0, "Weight of the covariances against the task, where layers are trained (λ).", low=0.0, high=1e5
        )

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        if self.frozen:
            self.register_buffer("recolouring", torch.eye(model.feature_size))

    def stages(self) -> tuple[Stage, ...]:
        """One stage. Where layers are trained, it needs no features of whole domains."""
        return super().stages() if self.frozen else (Stage("train"),)

    def adapt(self, domains: WholeDomains) -> None:
        """Compute the matrix, and fit the head to the recoloured source and the shots."""
        matrix = self.get_buffer("recolouring").copy_(recolouring(domains.source, domains.target))
        self.clear_head()
        self.fit_head((domains.source @ matrix, domains.source_labels), *self.shot_part(domains))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss on recoloured source features and shots; or task loss and Deep CORAL's."""
        views = self.views(batch)
        if not self.frozen:
            task = self.task_loss(views, batch)
            alignment = correlation_alignment(views.source.features.float(), views.target.features.float())
            self.minimise(task + self.settings.alignment_weight * alignment)
            return {"task": task.detach(), "alignment": alignment.detach()}
        features = views.source.features @ self.get_buffer("recolouring").to(views.source.features.dtype)
        task = self.task_loss(views._replace(source=Output(self.classify(features), features)), batch)
        self.minimise(task + self.decay())
        return {"task": task.detach()}
