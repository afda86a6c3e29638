"""AdaMatch: semi-supervised learning and domain adaptation in one algorithm (Berthelot et al., arXiv:2106.04732)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress
from workbench.nets.classifier import Classifier


class AdaMatch(Method):
    """Random logit interpolation, distribution alignment and a relative confidence threshold (§3).

    The joint batch of both domains uses and updates the target's normalisation statistics, so these become statistics
    of both domains, as in the paper.
    """

    name = "adamatch"
    title = "AdaMatch"
    paper = "https://arxiv.org/abs/2106.04732"
    optimises = ("entropy",)
    summary = (
        "Pseudo-labels target images, with a confidence threshold relative to the source. Works with or without shots."
    )
    strong_views = (Side.SOURCE, Side.TARGET)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of AdaMatch."""

        relative_threshold: float = setting(0.9, "Confidence threshold, relative to the source's (τ).", low=0, high=1)
        memory: float = setting(0.99, "Momentum of the mean class shares.", low=0.0, high=0.9999)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        for side in Side:
            self.register_buffer(f"{side}_shares", torch.full((classes,), 1 / classes))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eqs. 1 to 7, for weak (w) and strong (s) views of source and target."""
        joint_w, joint_s, target_w, target_s, shots = self.see(
            batch.source, batch.source_strong, batch.target, batch.target_strong, batch.shots, side=Side.TARGET
        )
        alone_w, alone_s = self.see(batch.source, batch.source_strong, side=Side.SOURCE)
        source_w = _interpolated(joint_w.logits, alone_w.logits)
        source_s = _interpolated(joint_s.logits, alone_s.logits)
        task = (
            F.cross_entropy(source_w, batch.source_labels)
            + F.cross_entropy(source_s, batch.source_labels)
            + self.cross_entropy(shots, batch.shot_labels)
        )
        p_source, p_target = source_w.detach().softmax(dim=1), target_w.logits.detach().softmax(dim=1)
        labelled = torch.cat([p_source, shots.logits.detach().softmax(dim=1)])  # shots may have other class shares
        aligned = p_target * self._mean(Side.SOURCE, labelled) / self._mean(Side.TARGET, p_target)
        aligned = aligned / aligned.sum(dim=1, keepdim=True)
        threshold = self.settings.relative_threshold * p_source.amax(dim=1).mean()
        mask = (aligned.amax(dim=1) >= threshold).float()
        unlabelled = (mask * F.cross_entropy(target_s.logits, aligned, reduction="none")).mean()
        ramp = 0.5 - 0.5 * math.cos(min(math.pi, 2 * math.pi * progress.fraction))
        self.minimise(task + ramp * unlabelled)
        return {"task": task.detach(), "unlabelled": unlabelled.detach(), "sure": mask.mean()}

    def _mean(self, side: Side, p: Tensor) -> Tensor:
        """Update and return the running mean (K,) of a domain's predictions (B, K)."""
        shares = self.get_buffer(f"{side}_shares")
        shares.lerp_(p.mean(dim=0), 1 - self.settings.memory)
        return shares.clamp_min(1e-6)


def _interpolated(joint: Tensor, alone: Tensor) -> Tensor:
    """λ·joint + (1 − λ)·alone, with λ ~ U(0, 1) drawn for each element (eq. 2)."""
    return torch.lerp(alone, joint, torch.rand_like(joint))
