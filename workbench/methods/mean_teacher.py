"""Self-ensembling: a mean teacher for domain adaptation (French et al., arXiv:1706.05208)."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Views
from workbench.losses.consistency import class_balance, masked_distance
from workbench.nets.classifier import Classifier, ExportedClassifier, Output
from workbench.nets.ema import ema_update


class MeanTeacher(Method):
    """A student learns the source and matches the predictions of its moving average on other views of the target."""

    name = "mean_teacher"
    title = "Mean teacher"
    paper = "https://arxiv.org/abs/1706.05208"
    summary = (
        "Matches the predictions of the model's moving average on the target. Good where augmentation keeps the class."
    )
    strong_views = (Side.TARGET,)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of self-ensembling. Defaults: the paper's for digits."""

        teacher_momentum: float = setting(0.99, "Momentum of the teacher's weights.", low=0.0, high=0.99999)
        threshold: float = setting(0.968, "Confidence threshold of the teacher.", low=0.0, high=1.0)
        consistency_weight: float = setting(3.0, "Weight of consistency against the task.", low=0.0, high=100.0)
        balance_weight: float = setting(0.005, "Weight of class balance against consistency.", low=0.0, high=10.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.teacher: Any = copy.deepcopy(model).requires_grad_(False)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The student gets strong views, the teacher weak ones; then the teacher's weights are updated."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        student, shots = self.see(batch.target_strong, batch.shots, side=Side.TARGET)
        with torch.no_grad():
            (teacher,) = self.see(batch.target, side=Side.TARGET, model=self.teacher)
        task = self.task_loss(Views(source, student, shots), batch)
        distance, confident = masked_distance(student.logits, teacher.logits, self.settings.threshold)
        balance = confident * class_balance(student.logits)
        unlabelled = distance + self.settings.balance_weight * balance  # weighted together, as in the authors' code
        self.minimise(task + self.settings.consistency_weight * unlabelled)
        if self.part == self.parts - 1:
            ema_update(self.teacher, self.model, self.settings.teacher_momentum)
        return {"task": task.detach(), "consistency": distance.detach(), "sure": confident}

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """The teacher predicts the target; the student predicts the source, which the teacher never saw."""
        if side is Side.SOURCE:
            return super().predict(inputs, side)
        output: Output = self.teacher(inputs, Side.TARGET)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """Export the teacher."""
        return ExportedClassifier(getattr(self.teacher, "module", self.teacher), Side.TARGET, extractor)
