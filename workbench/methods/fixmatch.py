"""FixMatch across domains: pseudo-labels of weak views train on strong views (Sohn et al., arXiv:2001.07685)."""

from dataclasses import dataclass

from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import setting
from workbench.engine.method import Batch, Method, Progress, Views
from workbench.losses.consistency import consistency


class FixMatch(Method):
    """Minimises the cross-entropy on source and shots plus the consistency of target views (eqs. 3 and 4)."""

    name = "fixmatch"
    title = "FixMatch"
    paper = "https://arxiv.org/abs/2001.07685"
    optimises = ("entropy",)
    summary = "Trains on confident pseudo-labels of target images. Best with a few shots of each class."
    strong_views = (Side.TARGET,)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of FixMatch."""

        threshold: float = setting(0.95, "Confidence threshold of pseudo-labels (τ).", low=0.0, high=1.0)
        consistency_weight: float = setting(1.0, "Weight of the consistency loss.", low=0.0, high=100.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Weak and strong target views pass through the network as one batch."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        weak, strong, shots = self.see(batch.target, batch.target_strong, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, weak, shots), batch)
        consistent = consistency(weak.logits, strong.logits, self.settings.threshold)
        self.minimise(task + self.settings.consistency_weight * consistent)
        return {"task": task.detach(), "consistency": consistent.detach()}
