"""DSBN: domain-specific batch normalization (Chang et al., arXiv:1906.03950)."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.losses.adversarial import domain_loss, reversal_schedule, reverse_gradient
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier
from workbench.nets.critic import Critic
from workbench.nets.norm import give_own_scales

ALIGN, SELF = "align", "self-training"


class DSBN(Method):
    """Every batch norm has its own statistics, scale and shift for each domain; all other weights are shared.

    Two stages (§4): adversarial adaptation, then self-training. The pseudo-labels of the second stage interpolate
    from the predictions of the network after the first stage to those of the current one.
    """

    name = "dsbn"
    title = "DSBN"
    paper = "https://arxiv.org/abs/1906.03950"
    summary = "Gives each domain its own normalisation, then self-trains. For domains that differ only in appearance."

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DSBN."""

        align_share: float = setting(0.5, "Share of the steps spent on the first stage.", low=0.05, high=0.95)
        critic_weight: float = setting(1.0, "Weight of the critic against the task.", low=0.0, high=100.0)
        critic_width: int = setting(1024, "Size of the critic's hidden layers.", low=8, high=8192, unit="units")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        give_own_scales(model)
        super().__init__(model, classes, settings, pretrained)
        self.first: Any = copy.deepcopy(model).requires_grad_(False)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width)
        self.register_buffer("copied", torch.tensor(False))

    def stages(self) -> tuple[Stage, ...]:
        """Adaptation, then self-training."""
        share = self.settings.align_share
        return (Stage(ALIGN, share), Stage(SELF, 1 - share))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the critic."""
        return {"model": self.adam(self.model), "critic": self.adam(self.critic)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """§4.1 in the first stage, §4.2 in the second."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        if progress.stage == ALIGN:
            strength = reversal_schedule(progress.fraction)
            critic = domain_loss(
                self.critic(reverse_gradient(views.source.features, strength)),
                self.critic(reverse_gradient(views.target.features, strength)),
                smoothing=self.settings.domain_smoothing,
            )
            self.minimise(task + self.settings.critic_weight * critic)
            return {"task": task.detach(), "critic": critic.detach(), "pseudo-labels": task.new_zeros(())}
        if not self.get_buffer("copied"):
            self.first.load_state_dict(self.model.state_dict())
            self.get_buffer("copied").fill_(True)
        self.first.eval()
        with torch.no_grad():
            (first,) = self.see(batch.target, side=Side.TARGET, model=self.first)
        current = views.target.logits.detach().softmax(dim=1)
        labels = torch.lerp(first.logits.softmax(dim=1), current, progress.fraction).argmax(dim=1)  # eqs. 9 and 10
        pseudo = F.cross_entropy(views.target.logits, labels)
        self.minimise(task + pseudo, "model")
        return {"task": task.detach(), "critic": task.new_zeros(()), "pseudo-labels": pseudo.detach()}
