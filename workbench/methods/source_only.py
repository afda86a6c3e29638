"""Source-only training: the baseline of every adaptation method."""

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.domain import Side
from workbench.engine.method import Batch, Method, Progress


class SourceOnly(Method):
    """Minimises the cross-entropy on the source and the shots. Unlabelled target images are not used."""

    name = "source_only"
    title = "Source only"
    paper = "https://arxiv.org/abs/1505.07818"
    tasks = ("classify", "segment")
    summary = "No adaptation: trains on the source only. Run it first, as the baseline for every other method."
    shifts = ("closed", "partial", "open", "open-partial")
    short_listed = ("classify", "segment")

    @property
    def deployed_side(self) -> Side:
        """The source: no target statistics are collected."""
        return Side.SOURCE

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Source and shots pass as one batch: without adaptation, both are treated as one domain."""
        source, shots = self.see(batch.source, batch.shots, side=Side.SOURCE)
        labels = torch.cat([batch.source_labels, batch.shot_labels])
        loss = F.cross_entropy(torch.cat([source.logits, shots.logits]), labels)
        self.minimise(loss)
        return {"task": loss.detach()}
