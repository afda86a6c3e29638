"""Base of methods with a teacher: the moving average of the model, which predicts the target."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Method
from workbench.nets.classifier import Classifier, ExportedClassifier, Output, without_wrapper
from workbench.nets.ema import ema_update


class EMATeacher(Method):
    """The teacher labels target samples for the model, its student, and follows the student's weights (EMA)."""

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of the teacher."""

        teacher_momentum: float = setting(0.99, "Momentum of the teacher's weights.", low=0.0, high=0.99999)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.teacher: Any = copy.deepcopy(model).requires_grad_(False)

    @torch.no_grad()
    def taught(self, target: Tensor) -> Tensor:
        """The teacher's logits for target samples. Its normalisation statistics are updated, as those of the model."""
        (teacher,) = self.see(target, side=Side.TARGET, model=self.teacher)
        return teacher.logits

    def follow(self, momentum: float) -> None:
        """Update the teacher's weights, once for each step."""
        if self.part == self.parts - 1:
            ema_update(self.teacher, self.model, momentum)

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """The teacher predicts the target; the student predicts the source, which the teacher never saw."""
        if side is Side.SOURCE:
            return super().predict(inputs, side)
        output: Output = self.teacher(inputs, Side.TARGET)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """Export the teacher."""
        return ExportedClassifier(without_wrapper(self.teacher), Side.TARGET, extractor)
