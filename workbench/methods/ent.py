"""ENT: entropy minimisation on the target (Grandvalet & Bengio, 2004; as in arXiv:1904.06487, §4.1)."""

from dataclasses import dataclass

from torch import Tensor

from workbench.core.settings import setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.information import entropy


class ENT(Method):
    """Minimises the task loss and the entropy of the target predictions."""

    name = "ent"
    title = "ENT"
    paper = "https://arxiv.org/abs/1904.06487"
    optimises = ("im", "entropy")
    tasks = ("classify", "segment")
    summary = "Minimises the entropy of target predictions. Helps with several shots per class; harms with one."
    needs = ("source images", "shots")
    cosine_head = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of ENT."""

        entropy_weight: float = setting(0.1, "Weight of the entropy against the task (λ).", low=0.0, high=10.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Minimise the task loss plus the weighted entropy."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        uncertainty = entropy(views.target.logits).mean()
        self.minimise(task + self.settings.entropy_weight * uncertainty)
        return {"task": task.detach(), "entropy": uncertainty.detach()}
