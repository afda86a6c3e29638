"""Source-only training: the reference that every adaptation has to beat."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.settings import setting
from workbench.engine.method import Batch, Method, Progress


class SourceOnly(Method):
    """Cross-entropy on the source (and on shots, where there are any); target images are not looked at."""

    name = "source_only"
    title = "Source only"
    paper = "https://arxiv.org/abs/1505.07818"
    summary = "No adaptation: train on the source and hope. Run it first, to know what adaptation buys."
    short_listed = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of source-only training."""

        target_statistics: bool = setting(False, "Normalise target images by statistics of their own (AdaBN).")

    settings: Settings

    @property
    def deployed_side(self) -> Side:
        """The source's statistics, unless asked otherwise."""
        return Side.TARGET if self.settings.target_statistics else Side.SOURCE

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Shots are passed through together with the source: without adaptation there is one distribution."""
        if self.settings.target_statistics:
            views = self.views(batch)  # the target moves its own running statistics, and the shots use them
            loss = self.task_loss(views, batch)
            self.minimise(loss)
            return {"task": loss.detach()}
        source, shots = self.see(batch.source, batch.shots, side=Side.SOURCE)
        labels = torch.cat([batch.source_labels, batch.shot_labels])
        loss = F.cross_entropy(torch.cat([source.logits, shots.logits]), labels)
        self.minimise(loss)
        return {"task": loss.detach()}
