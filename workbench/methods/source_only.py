"""Source-only training: the reference that every adaptation has to beat."""

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.domain import Side
from workbench.engine.method import Batch, Method, Progress


class SourceOnly(Method):
    """Cross-entropy on the source (and on shots, where there are any); target images are not looked at."""

    name = "source_only"
    title = "Source only"
    paper = "https://arxiv.org/abs/1505.07818"
    tasks = ("classify", "segment")
    summary = "No adaptation: train on the source and hope. Run it first, to know what adaptation buys."
    shifts = ("closed", "partial", "open", "open-partial")
    short_listed = ("classify", "segment")

    @property
    def deployed_side(self) -> Side:
        """The source's statistics: the target's are not known."""
        return Side.SOURCE

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Shots are passed through together with the source: without adaptation there is one distribution."""
        source, shots = self.see(batch.source, batch.shots, side=Side.SOURCE)
        labels = torch.cat([batch.source_labels, batch.shot_labels])
        loss = F.cross_entropy(torch.cat([source.logits, shots.logits]), labels)
        self.minimise(loss)
        return {"task": loss.detach()}
