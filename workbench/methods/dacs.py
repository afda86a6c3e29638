"""DACS: domain adaptation via cross-domain mixed sampling (Tranheden et al., arXiv:2007.08702)."""

from dataclasses import dataclass
from typing import Any

import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import setting
from workbench.data.batches import rare_class_chances
from workbench.engine.method import Batch, Progress, Views
from workbench.losses.class_mix import confident_share
from workbench.methods.families.ema_teacher import EMATeacher
from workbench.methods.families.mixed_scenes import mixed_scenes


class DACS(EMATeacher):
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
    class Settings(EMATeacher.Settings):
        """Settings of DACS (§4)."""

        threshold: float = setting(0.968, "Confidence threshold of the teacher.", low=0.0, high=1.0)
        mix_weight: float = setting(1.0, "Weight of mixed scenes against the task.", low=0.0, high=100.0)
        colour: float = setting(0.5, "Strength of the colour jitter of mixed scenes.", low=0.0, high=1.0)

    settings: Settings

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """Sample images with rare classes more often."""
        return rare_class_chances(truth, rows, self.classes)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1: L = H(f(x_s), y_s) + λ H(f(x_m), y_m), with λ the share of confident pixels of the teacher."""
        teacher = self.taught(batch.target)
        mixed = mixed_scenes(batch, teacher, self.settings.colour)
        (source,) = self.see(batch.source, side=Side.SOURCE)
        mixed_output, shots = self.see(mixed.images, batch.shots, side=Side.TARGET)
        task = self.task_loss(Views(source, mixed_output, shots), batch)
        confident = confident_share(teacher, self.settings.threshold)
        mix = F.cross_entropy(mixed_output.logits, mixed.labels)
        self.minimise(task + self.settings.mix_weight * confident * mix)
        self.follow(self.settings.teacher_momentum)
        return {"task": task.detach(), "mixed": mix.detach(), "sure": confident}
