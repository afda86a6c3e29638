"""PAC: semi-supervised domain adaptation with pretraining and consistency (Mishra et al., arXiv:2101.12727)."""

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
    """Self-supervised pretraining on image rotations, then training with labels and consistency (§3)."""

    name = "pac"
    title = "PAC"
    paper = "https://arxiv.org/abs/2101.12727"
    summary = "Pretrains on rotations of both domains, then uses consistency of views. For 1 to 5 shots per class."
    needs = ("source images", "shots")
    cosine_head = True
    strong_views = (Side.TARGET,)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of PAC. The optimizer is SGD."""

        learning_rate: float = setting(0.01, "Learning rate of new layers (SGD).", low=1e-7, high=1.0)
        weight_decay: float = setting(5e-4, "Weight decay.", low=0.0, high=1.0)
        rotation_share: float = setting(0.1, "Share of the steps spent on rotations.", low=0.0, high=0.9)
        threshold: float = setting(0.9, "Confidence threshold of pseudo-labels (τ).", low=0.0, high=1.0)
        consistency_weight: float = setting(1.0, "Weight of the consistency loss.", low=0.0, high=100.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.sees_images = not isinstance(model.backbone, DomainStandardise)  # cached features cannot be rotated
        self.rotation: Any = nn.Linear(model.feature_size, 4)

    def stages(self) -> tuple[Stage, ...]:
        """Rotation pretraining comes first; it is skipped for cached features."""
        share = self.settings.rotation_share if self.sees_images else 0.0
        return (Stage(ROTATION, share), Stage(ADAPT, 1 - share)) if share else (Stage(ADAPT),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The rotation stage does not update the class head."""
        return {"model": self.sgd(self.model), "rotation": self.sgd(self.encoder, self.rotation)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One step of the current stage."""
        if progress.stage == ROTATION:
            rotation = self._rotation_loss(batch)
            self.minimise(rotation, "rotation")
            return {
                "rotation": rotation.detach(),
                "task": rotation.new_zeros(()),
                "consistency": rotation.new_zeros(()),
            }
        (source,) = self.see(batch.source, side=Side.SOURCE)
        weak, strong, shots = self.see(batch.target, batch.target_strong, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, weak, shots), batch)
        consistent = consistency(weak.logits, strong.logits, self.settings.threshold, soft=True)
        self.minimise(task + self.settings.consistency_weight * consistent, "model")
        return {"rotation": task.new_zeros(()), "task": task.detach(), "consistency": consistent.detach()}

    def _rotation_loss(self, batch: Batch) -> Tensor:
        """Cross-entropy of predicting rotations by 0, 90, 180 or 270 degrees in both domains, without labels (§3.1)."""
        total = batch.source_labels.new_zeros((), dtype=torch.float32)
        for inputs, side in ((batch.source, Side.SOURCE), (batch.target, Side.TARGET)):
            quarters = torch.arange(len(inputs), device=inputs.device) % 4
            rotated = torch.stack(
                [image.rot90(int(quarter), (1, 2)) for image, quarter in zip(inputs, quarters, strict=True)]
            )
            (output,) = self.see(rotated, side=side)
            # every process rotates its share alike, so the labels repeat over the whole batch
            labels = quarters.repeat(len(output.features) // len(quarters))
            total = total + F.cross_entropy(self.rotation(output.features), labels)
        return total
