"""DANN: domain-adversarial training of neural networks (Ganin et al., arXiv:1505.07818)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from torch.optim import Optimizer

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.adversarial import domain_loss, reversal_schedule, reverse_gradient
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier
from workbench.nets.critic import Critic


class DANN(Method):
    """Minimises CE(C(F(x_s)), y_s) while the critic's gradient is reversed before it reaches F (eq. 9)."""

    name = "dann"
    title = "DANN"
    paper = "https://arxiv.org/abs/1505.07818"
    tasks = ("classify", "segment")
    summary = "Aligns the features of both domains with a critic. For domains with the same classes."
    short_listed = ("classify",)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DANN."""

        critic_weight: float = setting(1.0, "Weight of the critic against the task.", low=0.0, high=100.0)
        critic_width: int = setting(1024, "Size of the critic's hidden layers.", low=8, high=8192, unit="units")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the critic."""
        return {"model": self.adam(self.model), "critic": self.adam(self.critic)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One backward pass updates both: gradient reversal makes the features maximise the critic's loss."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        strength = reversal_schedule(progress.fraction)
        domain = domain_loss(
            self.critic(reverse_gradient(views.source.features, strength)),
            self.critic(reverse_gradient(views.target.features, strength)),
            smoothing=self.settings.domain_smoothing,
        )
        self.minimise(task + self.settings.critic_weight * domain)
        return {"task": task.detach(), "critic": domain.detach()}
