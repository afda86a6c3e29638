"""MCC: minimum class confusion (Jin et al., arXiv:1912.03699)."""

from dataclasses import dataclass

from torch import Tensor

from workbench.core.settings import setting
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.confusion import class_confusion


class MCC(Method):
    """Minimises CE(C(F(x_s)), y_s) + μ · class confusion of the target predictions (eq. 9)."""

    name = "mcc"
    title = "MCC"
    paper = "https://arxiv.org/abs/1912.03699"
    optimises = ("im", "entropy", "bnm", "class_ami")
    summary = "Minimises class confusion on the target, without a critic. Fast and stable: a good first choice."
    short_listed = ("classify",)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of MCC."""

        confusion_weight: float = setting(1.0, "Weight of the confusion against the task.", low=0.0, high=100.0)
        temperature: float = setting(2.5, "Temperature of the predictions.", low=0.1, high=100.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss on source and shots, class confusion on the unlabelled target."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        confusion = class_confusion(views.target.logits, self.settings.temperature)
        self.minimise(task + self.settings.confusion_weight * confusion)
        return {"task": task.detach(), "confusion": confusion.detach()}
