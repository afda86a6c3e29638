"""AdaBN: batch norm with the target's statistics, and nothing else (Li et al., arXiv:1603.04779)."""

import torch
from torch import Tensor

from workbench.core.domain import Side
from workbench.engine.method import Batch, Method, Progress, Views


class AdaBN(Method):
    """Cross-entropy on the source; the target only passes through, so that its running statistics are known (§3.3)."""

    name = "adabn"
    title = "AdaBN"
    paper = "https://arxiv.org/abs/1603.04779"
    tasks = ("classify", "segment")
    summary = "Source only, but normalised by the target's own statistics. Costs next to nothing, and seldom harms."

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Shots are of the target, so they are normalised with it, and then the target's images teach nothing."""
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
