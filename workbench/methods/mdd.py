"""MDD: margin disparity discrepancy (Zhang et al., arXiv:1904.05801)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.adversarial import reversal_schedule, reverse_gradient
from workbench.losses.discrepancy import margin_disparity
from workbench.nets.classifier import Classifier

WIDTH = 1024  # hidden units of both heads, as in the authors' code


class MDD(Method):
    """A second head learns to agree on the source and to disagree on the target; the features undo this.

    Both heads have a hidden layer, as in the authors' code.
    """

    name = "mdd"
    title = "MDD"
    paper = "https://arxiv.org/abs/1904.05801"
    summary = "A second classifier finds target images that the source does not settle. Strong with many classes."

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of MDD. Defaults: the authors' code."""

        margin: float = setting(4.0, "Margin factor: weight of the source against the target (γ).", low=0.0, high=100.0)
        discrepancy_weight: float = setting(1.0, "Weight of the discrepancy against the task.", low=0.0, high=100.0)
        reversal: float = setting(0.1, "Highest strength of the gradient reversal.", low=0.0, high=100.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.second: Any = self.make_head(model.feature_size, classes)

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """A head with one hidden layer: features (B, D) to logits (B, K)."""
        return nn.Sequential(nn.Linear(features, WIDTH), nn.ReLU(), nn.Dropout(0.5), nn.Linear(WIDTH, classes))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the second head."""
        return {"model": self.adam(self.model), "second": self.adam(self.second)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One backward pass updates both: the second head minimises the loss, and reversal makes features maximise it.

        The authors' reversal rises from 0 to 0.1 within the first thousands of steps; here, with progress.
        """
        views = self.views(batch)
        task = self.task_loss(views, batch)
        strength = self.settings.reversal * reversal_schedule(progress.fraction)
        discrepancy = margin_disparity(
            views.source.logits,
            self.second(reverse_gradient(views.source.features, strength)),
            views.target.logits,
            self.second(reverse_gradient(views.target.features, strength)),
            self.settings.margin,
        )
        self.minimise(task + self.settings.discrepancy_weight * discrepancy)
        return {"task": task.detach(), "discrepancy": discrepancy.detach()}
