"""MME: semi-supervised adaptation via minimax entropy (Saito et al., arXiv:1904.06487)."""

from dataclasses import dataclass

from torch import Tensor

from workbench.core.settings import setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.adversarial import reverse_gradient
from workbench.losses.information import entropy


class MME(Method):
    """The head maximises the entropy of the target predictions; the features minimise it (eqs. 3 and 4)."""

    name = "mme"
    title = "MME"
    paper = "https://arxiv.org/abs/1904.06487"
    optimises = ("entropy",)
    summary = (
        "Moves class prototypes towards the target and features towards the prototypes. For 1 to 10 shots per class."
    )
    needs = ("source images", "shots")
    cosine_head = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of MME."""

        entropy_weight: float = setting(0.1, "Weight of the entropy against the task (λ).", low=0.0, high=10.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One backward pass updates both: the gradient is reversed between the head and the features."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        uncertainty = entropy(self.classify(reverse_gradient(views.target.features, 1.0))).mean()
        self.minimise(task - self.settings.entropy_weight * uncertainty)
        return {"task": task.detach(), "entropy": uncertainty.detach()}
