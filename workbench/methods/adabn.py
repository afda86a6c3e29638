"""AdaBN: adaptive batch normalisation (Li et al., arXiv:1603.04779)."""

import torch
from torch import Tensor

from workbench.core.domain import Side
from workbench.engine.method import Batch, Method, Progress, Views


class AdaBN(Method):
    """Cross-entropy on the source. Target images only update the target's running statistics (§3.3)."""

    name = "adabn"
    title = "AdaBN"
    paper = "https://arxiv.org/abs/1603.04779"
    tasks = ("classify", "segment")
    short_listed = ("classify",)
    summary = "Source-only training with the target's own normalisation statistics. Cheap, and rarely harmful."

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Shots are normalised together with the target images. Unlabelled target images contribute no loss."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        if len(batch.shots):
            target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
            loss = self.task_loss(Views(source, target, shots), batch)
        else:
            with torch.no_grad():
                self.see(batch.target, side=Side.TARGET)
            loss = self.cross_entropy(source, batch.source_labels)
        self.minimise(loss)
        return {"task": loss.detach()}
