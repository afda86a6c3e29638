"""Base of methods that align the segmentation outputs of both domains by adversarial training."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor
from torch.optim import Optimizer

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.adversarial import domain_loss, inverted_domain_loss
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier
from workbench.nets.output_critic import OutputCritic


class OutputAlignment(Method):
    """Alternates two updates: the network minimises the task and adversarial losses, the critic its domain loss."""

    tasks = ("segment",)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of output alignment. Defaults: Tsai et al. (arXiv:1802.10349, §4)."""

        adversarial_weight: float = setting(0.001, "Weight of the critic against the task (λ_adv).", low=0.0, high=10.0)
        critic_rate: float = setting(1e-4, "Learning rate of the critic (Adam).", low=1e-7, high=1.0)
        critic_width: int = setting(64, "Channels of the critic's first layer.", low=4, high=512, unit="channels")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.critic: Any = OutputCritic(classes, self.settings.critic_width)

    @abstractmethod
    def critic_input(self, logits: Tensor) -> Tensor:
        """The input of the critic, computed from logits (B, K, H, W); the same shape."""

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the critic."""
        return {
            "model": self.adam(self.model),
            "critic": self.adam(self.critic, rate=self.settings.critic_rate),
        }

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Update the network with the critic fixed, then the critic with the network's outputs fixed."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        source, target = self.critic_input(views.source.logits), self.critic_input(views.target.logits)
        fooling = inverted_domain_loss(self.critic(target))
        self.minimise(task + self.settings.adversarial_weight * fooling, "model")
        smoothing = self.settings.domain_smoothing
        critic = domain_loss(self.critic(source.detach()), self.critic(target.detach()), smoothing=smoothing)
        self.minimise(critic, "critic")
        return {"task": task.detach(), "fooling": fooling.detach(), "critic": critic.detach()}
