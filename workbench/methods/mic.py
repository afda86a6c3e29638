"""MIC: masked image consistency (Hoyer et al., arXiv:2212.01322)."""

from dataclasses import dataclass
from typing import Any

import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.settings import setting
from workbench.data.batches import rare_class_chances
from workbench.data.paired_augment import BatchShare, colour_jittered
from workbench.data.patch_mask import hide_patches
from workbench.engine.method import Batch, Progress, Views
from workbench.losses.class_mix import confident_share
from workbench.losses.confusion import class_confusion
from workbench.losses.consistency import quality_weighted, teacher_quality
from workbench.methods.families.ema_teacher import EMATeacher
from workbench.methods.families.mixed_scenes import mixed_scenes
from workbench.nets.classifier import Output
from workbench.nets.distributed import processes, rank

IMAGES, SCENES = 0.9, 0.99  # momentum of the teacher


class MIC(EMATeacher):
    """The student must classify target images with hidden patches as its teacher classifies the whole images.

    The paper adds this to other methods. Here these are class confusion (MCC) for images, of the paper's SDAT without
    its critic and its sharpness step; for scenes self-training on mixed scenes (DACS), on which its DAFormer and HRDA
    build. Patches scale with the image: the paper's 32 pixels at 224 are a seventh of the side, and its 64 at 512
    about as much. The paper's momentum for scenes is 0.999, for runs of 40,000 steps.
    """

    name = "mic"
    title = "MIC"
    paper = "https://arxiv.org/abs/2212.01322"
    optimises = ("im", "entropy", "bnm", "class_ami")
    tasks = ("classify", "segment")
    summary = "Learns to recognise the target from parts of its images. For objects and scenes with context; slow."
    needs = ("source images", "pixels")

    @dataclass(frozen=True)
    class Settings(EMATeacher.Settings):
        """Settings of MIC."""

        teacher_momentum: float = setting(
            0.0, "Momentum of the teacher's weights; 0: 0.9 for images, 0.99 for scenes.", low=0.0, high=0.99999
        )
        mask_weight: float = setting(1.0, "Weight of hidden patches against the task (λ).", low=0.0, high=100.0)
        mask_ratio: float = setting(0.7, "Share of patches that are hidden (r).", low=0.0, high=1.0)
        patches: int = setting(7, "Patches along the shorter side.", low=1, high=64)
        threshold: float = setting(0.968, "Scenes: confidence threshold of the teacher (τ).", low=0.0, high=1.0)
        base_weight: float = setting(1.0, "Weight of class confusion (images) or of mixed scenes.", low=0.0, high=100.0)
        colour: float = setting(0.5, "Scenes: strength of the colour jitter.", low=0.0, high=1.0)

    settings: Settings

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """Sample scenes with rare classes more often (DAFormer, arXiv:2111.14887, §3.3); images as they are."""
        return rare_class_chances(truth, rows, self.classes) if truth.ndim > 1 else None

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The losses of task and base, and the quality-weighted cross-entropy of masked images (§3.2).

        Masked images are a batch of their own for normalisation, as in the authors' code.
        """
        settings = self.settings
        for layer in self.teacher.modules():
            if isinstance(layer, nn.Dropout):
                layer.eval()
        teacher = self.taught(batch.target)
        (source,) = self.see(batch.source, side=Side.SOURCE)
        scenes = teacher.dim() > 2
        shots, base = self._scenes(batch, teacher) if scenes else self._images(batch)
        task = self.task_loss(Views(source, source, shots), batch)
        share = BatchShare(rank(), processes())
        whole = colour_jittered(batch.target, settings.colour, None, share) if scenes else batch.target
        hidden = hide_patches(whole, settings.mask_ratio, settings.patches, share)
        (masked,) = self.see(hidden, side=Side.TARGET)
        quality = teacher_quality(teacher, settings.threshold)
        consistency = quality_weighted(masked.logits, teacher, quality)
        self.minimise(task + settings.base_weight * base + settings.mask_weight * consistency)
        self.follow(settings.teacher_momentum or (SCENES if scenes else IMAGES))
        return {"task": task.detach(), "base": base.detach(), "masked": consistency.detach(), "sure": quality.mean()}

    def _images(self, batch: Batch) -> tuple[Output, Tensor]:
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        return shots, class_confusion(target.logits)

    def _scenes(self, batch: Batch, teacher: Tensor) -> tuple[Output, Tensor]:
        mixed = mixed_scenes(batch, teacher, self.settings.colour)
        output, shots = self.see(mixed.images, batch.shots, side=Side.TARGET)
        loss = F.cross_entropy(output.logits, mixed.labels)
        return shots, confident_share(teacher, self.settings.threshold) * loss
