"""DACS: self-training on scenes mixed of both domains (Tranheden et al., arXiv:2007.08702)."""

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
from workbench.data.paired_augment import BatchShare, tinted
from workbench.engine.method import Batch, Method, Progress, Views
from workbench.losses.class_mix import confident_share, random_class_mask
from workbench.nets.classifier import Classifier, ExportedClassifier, Output
from workbench.nets.distributed import own_share, processes, rank
from workbench.nets.ema import ema_update


class DACS(Method):
    """A running average of the net labels the target; half of the classes of a source scene are pasted onto it.

    The net learns the mixed scene, with source labels where the source was pasted and the teacher's elsewhere. Source
    images with rare classes come more often (DAFormer, arXiv:2111.14887, §3.3).
    """

    name = "dacs"
    title = "Self-training (DACS)"
    paper = "https://arxiv.org/abs/2007.08702"
    tasks = ("segment",)
    summary = "Teaches itself on scenes mixed of both domains. The strongest of these in the papers; give it time."
    short_listed = ("segment",)

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of DACS (§4)."""

        teacher_momentum: float = setting(0.99, "Share of the teacher that a step keeps.", low=0.0, high=0.99999)
        threshold: float = setting(0.968, "Confidence from which the teacher is believed.", low=0.0, high=1.0)
        mix_weight: float = setting(1.0, "Weight of mixed scenes against the source.", low=0.0, high=100.0)
        colour: float = setting(0.5, "How far the colours of mixed scenes are varied.", low=0.0, high=1.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.teacher: Any = copy.deepcopy(model).requires_grad_(False)

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """Images with rare classes come more often."""
        return rare_class_chances(truth, rows, self.classes)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1: L = H(f(x_s), y_s) + λ H(f(x_m), y_m), with λ the share of pixels that the teacher is sure of."""
        with torch.no_grad():
            (taught,) = self.see(batch.target, side=Side.TARGET, model=self.teacher)
        pasted = random_class_mask(batch.source_labels)  # M of eq. 2
        labels = torch.where(pasted, batch.source_labels, taught.logits.argmax(dim=1))
        mixed = torch.where(own_share(pasted)[:, None], batch.source, batch.target)
        mixed = tinted(mixed, self.settings.colour, None, BatchShare(rank(), processes()))
        (source,) = self.see(batch.source, side=Side.SOURCE)
        seen, shots = self.see(mixed, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, seen, shots), batch)
        sure = confident_share(taught.logits, self.settings.threshold)
        mix = F.cross_entropy(seen.logits, labels)
        self.minimise(task + self.settings.mix_weight * sure * mix)
        if self.part == self.parts - 1:
            ema_update(self.teacher, self.model, self.settings.teacher_momentum)
        return {"task": task.detach(), "mixed": mix.detach(), "sure": sure}

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """The teacher for the target; the source it has never seen."""
        if side is Side.SOURCE:
            return super().predict(inputs, side)
        output: Output = self.teacher(inputs, Side.TARGET)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """The teacher leaves."""
        return ExportedClassifier(getattr(self.teacher, "module", self.teacher), Side.TARGET, extractor)
