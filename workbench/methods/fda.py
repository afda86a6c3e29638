"""FDA: Fourier domain adaptation (Yang and Soatto, arXiv:2004.05498)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.core.settings import setting
from workbench.data.style_statistics import swap_amplitude
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.information import charbonnier, entropy


class FDA(Method):
    """Trains on source images with the low-frequency amplitudes of target images; minimises the target's entropy."""

    name = "fda"
    title = "FDA"
    paper = "https://arxiv.org/abs/2004.05498"
    optimises = ("im", "entropy")
    tasks = ("classify", "segment")
    short_listed = ("segment",)
    summary = "Transfers the target's low-frequency spectrum to source images. Fast; for shifts of light and colour."
    needs = ("source images", "pixels")

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of FDA (§3.3)."""

        beta: float = setting(0.05, "Size of the swapped band, as a share of the image side.", low=0.0, high=0.5)
        entropy_weight: float = setting(0.005, "Weight of the entropy against the task (λ_ent).", low=0.0, high=10.0)
        eta: float = setting(2.0, "Exponent of the penalty on the entropy (η).", low=0.5, high=4.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 5. Each source image gets the amplitudes of the target image at the same place of the batch."""
        partners = torch.arange(len(batch.source), device=batch.source.device) % max(len(batch.target), 1)
        translated = swap_amplitude(batch.source, batch.target[partners], self.settings.beta)
        views = self.views(batch._replace(source=translated))
        task = self.task_loss(views, batch)
        penalty = charbonnier(entropy(views.target.logits), self.settings.eta).mean()
        self.minimise(task + self.settings.entropy_weight * penalty)
        return {"task": task.detach(), "doubt": penalty.detach()}
