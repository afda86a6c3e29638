"""Base of methods with a critic that is conditioned on the predicted class (Long et al., CDAN, arXiv:1705.10667)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from workbench.core.settings import Value, setting
from workbench.engine.method import Method, Views
from workbench.losses.adversarial import domain_loss, reverse_gradient
from workbench.losses.information import entropy
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier, Output
from workbench.nets.critic import Critic
from workbench.nets.multilinear import MultilinearMap


class ConditionalAlignment(Method):
    """A critic of f ⊗ p, and samples weighted by the certainty of their predictions."""

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of the conditional critic."""

        critic_weight: float = setting(1.0, "Weight of the critic against the task.", low=0.0, high=100.0)
        critic_width: int = setting(1024, "Size of the critic's hidden layers.", low=8, high=8192, unit="units")
        entropy_weighting: bool = setting(True, "Give confident predictions more weight (CDAN+E).")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.joined: Any = MultilinearMap(model.feature_size, classes)
        self.critic: Any = Critic(self.joined.width, self.settings.critic_width)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the critic."""
        return {"model": self.adam(self.model), "critic": self.adam(self.critic)}

    def alignment_loss(self, views: Views, strength: float) -> Tensor:
        """The critic's loss, whose gradient reaches the features reversed, times `strength` (eqs. 7 and 8: CDAN+E).

        As in the authors' code, the predictions that condition the critic receive no gradient from it.
        """
        weighted = self.settings.entropy_weighting
        return domain_loss(
            self._domain_logits(views.source, strength),
            self._domain_logits(views.target, strength),
            _certainty_weights(views.source) if weighted else None,
            _certainty_weights(views.target) if weighted else None,
            self.settings.domain_smoothing,
        )

    def _domain_logits(self, output: Output, strength: float) -> Tensor:
        p = output.logits.detach().softmax(dim=1)
        logits: Tensor = self.critic(self.joined(reverse_gradient(output.features, strength), p))
        return logits


def _certainty_weights(output: Output) -> Tensor:
    """Weights w(H) = 1 + e^(−H), (B,) (§3.3)."""
    return 1 + torch.exp(-entropy(output.logits.detach()))
