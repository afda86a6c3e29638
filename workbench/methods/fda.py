"""FDA: Fourier domain adaptation (Yang and Soatto, arXiv:2004.05498)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.core.settings import setting
from workbench.data.style_statistics import swap_amplitude
from workbench.engine.method import Batch, Method, Progress
from workbench.losses.information import charbonnier, entropy


class FDA(Method):
    """The source is learned with the slow changes of light and colour of target images; the target to be sure of."""

    name = "fda"
    title = "FDA"
    paper = "https://arxiv.org/abs/2004.05498"
    tasks = ("classify", "segment")
    short_listed = ("segment",)
    summary = "Gives source images the target's light and colour by their spectrum. Quick; where shapes are the same."
    needs = ("source images", "pixels")

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of FDA (§3.3)."""

        beta: float = setting(0.05, "Reach of the swapped frequencies, as a share of the side.", low=0.0, high=0.5)
        entropy_weight: float = setting(0.005, "Weight of being sure of the target (λ_ent).", low=0.0, high=10.0)
        eta: float = setting(2.0, "How much more unsure predictions weigh (η).", low=0.5, high=4.0)

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 5. Each source image takes the amplitudes of the target image beside it."""
        beside = torch.arange(len(batch.source), device=batch.source.device) % max(len(batch.target), 1)
        painted = swap_amplitude(batch.source, batch.target[beside], self.settings.beta)
        views = self.views(batch._replace(source=painted))
        task = self.task_loss(views, batch)
        doubt = charbonnier(entropy(views.target.logits), self.settings.eta).mean()
        self.minimise(task + self.settings.entropy_weight * doubt)
        return {"task": task.detach(), "doubt": doubt.detach()}
