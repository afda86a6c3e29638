"""PAC: surprisingly simple semi-supervised domain adaptation with pretraining and consistency (arXiv:2101.12727)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage, Views
from workbench.losses.consistency import consistency
from workbench.nets.classifier import Classifier
from workbench.nets.norm import DomainStandardise

ROTATION, ADAPT = "rotation", "adapt"


class PAC(Method):
    """First tell by how much images of both domains are turned, without a label; then labels and consistency (§3)."""

    name = "pac"
    title = "PAC"
    paper = "https://arxiv.org/abs/2101.12727"
    summary = (
        "Learns the look of both domains by turning images, then agrees with itself. For one to five shots a class."
    )
    needs = ("source images", "shots")
    cosine_head = True
    strong_views = (Side.TARGET,)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of PAC, whose optimizer is SGD."""

        learning_rate: float = setting(0.01, "SGD's step size for new layers.", low=1e-7, high=1.0)
        weight_decay: float = setting(5e-4, "Decay of weights towards zero.", low=0.0, high=1.0)
        rotation_share: float = setting(0.1, "Share of the steps for telling rotations.", low=0.0, high=0.9)
        threshold: float = setting(0.9, "Confidence from which a label is believed (τ).", low=0.0, high=1.0)
        consistency_weight: float = setting(1.0, "Weight of the consistency.", low=0.0, high=100.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.sees_images = not isinstance(model.backbone, DomainStandardise)  # cached features can not be turned
        self.rotation: Any = nn.Linear(model.feature_size, 4)

    def stages(self) -> tuple[Stage, ...]:
        """Rotations first, where there are images to turn."""
        share = self.settings.rotation_share if self.sees_images else 0.0
        return (Stage(ROTATION, share), Stage(ADAPT, 1 - share)) if share else (Stage(ADAPT),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The head of classes has no part in telling rotations."""
        return {"model": self.sgd(self.model), "rotation": self.sgd(self.encoder, self.rotation)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """What the stage says."""
        if progress.stage == ROTATION:
            turned = self._rotation_loss(batch)
            self.minimise(turned, "rotation")
            return {"rotation": turned.detach(), "task": turned.new_zeros(()), "consistency": turned.new_zeros(())}
        (source,) = self.see(batch.source, side=Side.SOURCE)
        weak, strong, shots = self.see(batch.target, batch.target_strong, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, weak, shots), batch)
        agree = consistency(weak.logits, strong.logits, self.settings.threshold, soft=True)
        self.minimise(task + self.settings.consistency_weight * agree, "model")
        return {"rotation": task.new_zeros(()), "task": task.detach(), "consistency": agree.detach()}

    def _rotation_loss(self, batch: Batch) -> Tensor:
        """Cross-entropy of 0, 90, 180 or 270 degrees, of both domains; no label is looked at (§3.1)."""
        total = batch.source_labels.new_zeros((), dtype=torch.float32)
        for inputs, side in ((batch.source, Side.SOURCE), (batch.target, Side.TARGET)):
            quarters = torch.arange(len(inputs), device=inputs.device) % 4
            turned = torch.stack(
                [one.rot90(int(quarter), (1, 2)) for one, quarter in zip(inputs, quarters, strict=True)]
            )
            (seen,) = self.see(turned, side=side)
            whole = quarters.repeat(len(seen.features) // len(quarters))  # each process turns its share alike
            total = total + F.cross_entropy(self.rotation(seen.features), whole)
        return total
