"""MCD: maximum classifier discrepancy (Saito et al., arXiv:1712.02560)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.discrepancy import discrepancy
from workbench.nets.classifier import Classifier


class MCD(Method):
    """Two heads maximise their discrepancy on the target; the features minimise it (§3.2)."""

    name = "mcd"
    title = "MCD"
    paper = "https://arxiv.org/abs/1712.02560"
    summary = "Two classifiers detect target images far from the source. Slow; helps near class boundaries."
    sequential = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of MCD."""

        feature_steps: int = setting(4, "Feature updates per step (n).", low=1, high=20)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.second: Any = self.make_head(model.feature_size, classes)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the features, one for both heads."""
        return {"features": self.adam(self.encoder), "heads": self.adam(self.classifier.head, self.second)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Steps A, B and C."""
        task = self._task(batch)
        self.minimise(task)  # A, eq. 4
        disagreement = self._discrepancy(batch)
        self.minimise(self._task(batch) - disagreement, "heads")  # B, eq. 5
        for _ in range(self.settings.feature_steps):
            disagreement = self._discrepancy(batch)
            self.minimise(disagreement, "features")  # C, eq. 7
        return {"task": task.detach(), "discrepancy": disagreement.detach()}

    def _task(self, batch: Batch) -> Tensor:
        """Cross-entropy of both heads on the source and the shots."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        heads = [(source.logits, batch.source_labels), (self.second(source.features), batch.source_labels)]
        if len(batch.shots):
            _, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
            heads += [(shots.logits, batch.shot_labels), (self.second(shots.features), batch.shot_labels)]
        loss: Tensor = sum((nn.functional.cross_entropy(*pair) for pair in heads), source.logits.new_zeros(()))
        return loss

    def _discrepancy(self, batch: Batch) -> Tensor:
        (target,) = self.see(batch.target, side=Side.TARGET)
        return discrepancy(target.logits, self.second(target.features))
