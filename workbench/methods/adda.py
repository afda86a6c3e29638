"""ADDA: adversarial discriminative domain adaptation (Tzeng et al., arXiv:1702.05464)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.losses.adversarial import domain_loss, inverted_domain_loss
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier
from workbench.nets.critic import Critic

SOURCE, ADVERSARIAL = "source", "adversarial"


class ADDA(Method):
    """Train on the source, then adapt a copy of the encoder until a critic cannot separate target from source features.

    The classifier is that of the source throughout (fig. 3). The third stage of the paper, testing C∘F_t, is `predict`.
    """

    name = "adda"
    title = "ADDA"
    paper = "https://arxiv.org/abs/1702.05464"
    summary = (
        "Trains on the source, then aligns a separate target encoder with a critic. Try it where DANN is unstable."
    )
    two_models = True
    sequential = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of ADDA."""

        source_share: float = setting(0.4, "Share of the steps spent on the source.", low=0.05, high=0.95)
        adversarial_rate: float = setting(2e-4, "Learning rate of the adversarial stage (Adam).", low=1e-7, high=1.0)
        critic_width: int = setting(500, "Size of the critic's hidden layers.", low=8, high=8192, unit="units")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width, dropout=0.0)

    def stages(self) -> tuple[Stage, ...]:
        """Stages 1 and 2 of fig. 3."""
        share = self.settings.source_share
        return (Stage(SOURCE, share), Stage(ADVERSARIAL, 1 - share))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The target encoder has its own optimizer, so the classifier does not change in the second stage."""
        rate = self.settings.adversarial_rate
        return {
            "model": self.adam(self.model),
            "encoder": self.adam(self.encoder, rate=rate, momentum=0.5),
            "critic": self.adam(self.critic, rate=rate, momentum=0.5),
        }

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 5 in the first stage, eq. 9 in the second."""
        if progress.stage == SOURCE:
            views = self.views(batch)
            task = self.task_loss(views, batch)
            self.minimise(task, "model")
            return {"task": task.detach(), "critic": task.new_zeros(()), "encoder": task.new_zeros(())}
        self.freeze_source_model()
        for layer in self.model.modules():
            if isinstance(layer, nn.Dropout):  # dropout in one domain only would reveal the domain
                layer.eval()
        with torch.no_grad():
            (source,) = self.see(batch.source, side=Side.SOURCE, model=self.source_model)
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        smoothing = (
            self.settings.domain_smoothing
        )  # of the critic's labels only: the encoder aims at the source's label
        critic = domain_loss(self.critic(source.features), self.critic(target.features.detach()), smoothing=smoothing)
        self.minimise(critic, "critic")
        encoder = inverted_domain_loss(self.critic(target.features))
        task = self.cross_entropy(shots, batch.shot_labels)
        self.minimise(encoder + task, "encoder")
        return {"task": task.detach(), "critic": critic.detach(), "encoder": encoder.detach()}
