"""Self-ensembling: a mean teacher for domain adaptation (French et al., arXiv:1706.05208)."""

from dataclasses import dataclass

from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import setting
from workbench.engine.method import Batch, Progress, Views
from workbench.losses.consistency import class_balance, masked_distance
from workbench.methods.families.ema_teacher import EMATeacher


class MeanTeacher(EMATeacher):
    """A student learns the source and matches the predictions of its moving average on other views of the target."""

    name = "mean_teacher"
    title = "Mean teacher"
    paper = "https://arxiv.org/abs/1706.05208"
    summary = (
        "Matches the predictions of the model's moving average on the target. Good where augmentation keeps the class."
    )
    strong_views = (Side.TARGET,)

    @dataclass(frozen=True)
    class Settings(EMATeacher.Settings):
        """Settings of self-ensembling. Defaults: the paper's for digits."""

        threshold: float = setting(0.968, "Confidence threshold of the teacher.", low=0.0, high=1.0)
        consistency_weight: float = setting(3.0, "Weight of consistency against the task.", low=0.0, high=100.0)
        balance_weight: float = setting(0.005, "Weight of class balance against consistency.", low=0.0, high=10.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The student gets strong views, the teacher weak ones; then the teacher's weights are updated."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        student, shots = self.see(batch.target_strong, batch.shots, side=Side.TARGET)
        teacher = self.taught(batch.target)
        task = self.task_loss(Views(source, student, shots), batch)
        distance, confident = masked_distance(student.logits, teacher, self.settings.threshold)
        balance = confident * class_balance(student.logits)
        unlabelled = distance + self.settings.balance_weight * balance  # weighted together, as in the authors' code
        self.minimise(task + self.settings.consistency_weight * unlabelled)
        self.follow(self.settings.teacher_momentum)
        return {"task": task.detach(), "consistency": distance.detach(), "sure": confident}
