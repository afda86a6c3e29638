"""OVANet: one-versus-all network for universal domain adaptation (Saito and Saenko, arXiv:2104.03344)."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.settings import setting
from workbench.data.batches import equal_class_chances
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.one_vs_all import hard_negative_loss, one_vs_all_entropy
from workbench.nets.one_vs_all import OneVsAllHead


class OVANet(Method):
    """Cross-entropy and hard-negative one-against-all losses on the source, one-against-all entropy on the target.

    A sample is unknown where the one-against-all head of its predicted class gives it less than ½. The source
    teaches this boundary; there is no threshold to choose.
    """

    name = "ovanet"
    title = "OVANet"
    paper = "https://arxiv.org/abs/2104.03344"
    summary = "Learns from the source where each class ends. For targets with unknown classes; no threshold to choose."
    shifts = ("closed", "partial", "open", "open-partial")
    log_odds = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of OVANet. The optimizer is SGD, as in the authors' code."""

        learning_rate: float = setting(0.01, "Learning rate of new layers (SGD).", low=1e-7, high=1.0)
        weight_decay: float = setting(5e-4, "Weight decay.", low=0.0, high=1.0)
        open_weight: float = setting(1.0, "Weight of the one-against-all losses (source).", low=0.0, high=10.0)
        entropy_weight: float = setting(0.1, "Weight of the one-against-all entropy (λ).", low=0.0, high=10.0)

    settings: Settings

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """A closed-set head beside a one-against-all head for each class."""
        return OneVsAllHead(features, classes)

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """Sample all classes equally often, as the authors do: a rare class would otherwise hardly be accepted."""
        return equal_class_chances(truth[rows])

    def make_optimizers(self) -> dict[str, Optimizer]:
        """SGD, as in the authors' code."""
        return {"model": self.sgd(self.model)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """L_cls + L_ova + λ L_ent. The one-against-all heads learn from shots as from the source."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        source, shots, target = (self._odds(output.features) for output in (views.source, views.shots, views.target))
        open_set = hard_negative_loss(source, batch.source_labels)
        if len(batch.shots):
            open_set = (open_set + hard_negative_loss(shots, batch.shot_labels)) / 2
        entropy = one_vs_all_entropy(target)
        self.minimise(task + self.settings.open_weight * open_set + self.settings.entropy_weight * entropy)
        return {"task": task.detach(), "one-vs-all": open_set.detach(), "entropy": entropy.detach()}

    def _odds(self, features: Tensor) -> Tensor:
        """The logits (B, K) of the one-against-all heads."""
        head = self.classifier.head
        assert isinstance(head, OneVsAllHead)
        odds: Tensor = head.one_vs_all(features.to(head.one_vs_all.own.dtype))
        return odds.float()
