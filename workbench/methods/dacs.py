"""DACS: domain adaptation via cross-domain mixed sampling (Tranheden et al., arXiv:2007.08702)."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.data.batches import rare_class_chances
from workbench.data.paired_augment import BatchShare, colour_jittered
from workbench.engine.method import Batch, Method, Progress, Views
from workbench.losses.class_mix import confident_share, random_class_mask
from workbench.nets.classifier import Classifier, ExportedClassifier, Output
from workbench.nets.distributed import own_share, processes, rank
from workbench.nets.ema import ema_update


class DACS(Method):
    """A mean teacher pseudo-labels the target; half of the classes of a source scene are pasted onto each target scene.

    The network learns the mixed scenes, with source labels on pasted pixels and pseudo-labels elsewhere. Source images
    with rare classes are sampled more often (DAFormer, arXiv:2111.14887, §3.3).
    """

    name = "dacs"
    title = "Self-training (DACS)"
    paper = "https://arxiv.org/abs/2007.08702"
    optimises = ("im", "entropy")
    tasks = ("segment",)
    summary = "Self-training on scenes mixed from both domains. The strongest in the literature; needs many steps."
    short_listed = ("segment",)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DACS (§4)."""

        teacher_momentum: float = setting(0.99, "Momentum of the teacher's weights.", low=0.0, high=0.99999)
        threshold: float = setting(0.968, "Confidence threshold of the teacher.", low=0.0, high=1.0)
        mix_weight: float = setting(1.0, "Weight of mixed scenes against the task.", low=0.0, high=100.0)
        colour: float = setting(0.5, "Strength of the colour jitter of mixed scenes.", low=0.0, high=1.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.teacher: Any = copy.deepcopy(model).requires_grad_(False)

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """Sample images with rare classes more often."""
        return rare_class_chances(truth, rows, self.classes)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1: L = H(f(x_s), y_s) + λ H(f(x_m), y_m), with λ the share of confident pixels of the teacher."""
        with torch.no_grad():
            (teacher,) = self.see(batch.target, side=Side.TARGET, model=self.teacher)
        pasted = random_class_mask(batch.source_labels)  # M of eq. 2
        labels = torch.where(pasted, batch.source_labels, teacher.logits.argmax(dim=1))
        mixed = torch.where(own_share(pasted)[:, None], batch.source, batch.target)
        mixed = colour_jittered(mixed, self.settings.colour, None, BatchShare(rank(), processes()))
        (source,) = self.see(batch.source, side=Side.SOURCE)
        mixed_output, shots = self.see(mixed, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, mixed_output, shots), batch)
        confident = confident_share(teacher.logits, self.settings.threshold)
        mix = F.cross_entropy(mixed_output.logits, labels)
        self.minimise(task + self.settings.mix_weight * confident * mix)
        if self.part == self.parts - 1:
            ema_update(self.teacher, self.model, self.settings.teacher_momentum)
        return {"task": task.detach(), "mixed": mix.detach(), "sure": confident}

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """The teacher predicts the target; the student predicts the source, which the teacher never saw."""
        if side is Side.SOURCE:
            return super().predict(inputs, side)
        output: Output = self.teacher(inputs, Side.TARGET)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """Export the teacher."""
        return ExportedClassifier(getattr(self.teacher, "module", self.teacher), Side.TARGET, extractor)
