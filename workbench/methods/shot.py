"""SHOT: source hypothesis transfer (Liang et al., arXiv:2002.08546)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim import Optimizer

from workbench.core.settings import setting
from workbench.engine.method import Batch, Progress
from workbench.losses.information import mutual_information
from workbench.methods.families.source_free import SourceFree
from workbench.nets.classifier import Output


class SHOT(SourceFree):
    """Train on the source; then adapt the encoder to the target without source images, with the classifier fixed.

    Pseudo-labels come from the class centroids of the bank of features (§3.2).
    """

    name = "shot"
    title = "SHOT"
    paper = "https://arxiv.org/abs/2002.08546"
    optimises = ("im", "entropy", "bnm")
    summary = "Adapts a source model without source images. Strong with pretrained backbones and balanced classes."
    losses = ("information", "pseudo-labels")

    @dataclass(frozen=True)
    class Settings(SourceFree.Settings):
        """Settings of SHOT."""

        pseudo_weight: float = setting(0.3, "Weight of the pseudo-labels (β).", low=0.0, high=10.0)

    settings: Settings

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The second stage does not update the classifier."""
        return {"model": self.adam(self.model), "encoder": self.adam(self.encoder)}

    def adapt(self, task: Tensor, target: Output, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eqs. 3 to 6. β is `pseudo_weight`."""
        information = mutual_information(target.logits)
        labels = nearest_centroids(
            target.features.detach(), self.get_buffer("bank_features"), self.get_buffer("bank_p")
        )
        pseudo = F.cross_entropy(target.logits, labels)
        self.minimise(task - information + self.settings.pseudo_weight * pseudo, "encoder")
        return {"information": information.detach(), "pseudo-labels": pseudo.detach()}


def nearest_centroids(features: Tensor, bank: Tensor, p: Tensor) -> Tensor:
    """Pseudo-labels (B,) of features (B, D): the class of the nearest centroid by cosine distance (eqs. 4 and 5).

    `bank` (N, D) and `p` (N, K): features and predictions of all target samples. The first centroids are means weighted
    by p. The second centroids are means of the samples nearest to each first centroid; a class without such samples
    keeps its first centroid.
    """
    unit = F.normalize(bank, dim=1)
    centroids = p.T @ unit / p.sum(dim=0).clamp_min(1e-8)[:, None]  # (K, D)
    assigned = F.one_hot((unit @ F.normalize(centroids, dim=1).T).argmax(dim=1), p.shape[1]).to(p.dtype)
    assigned = assigned * (p.sum(dim=1, keepdim=True) > 0)  # unfilled rows do not count
    count = assigned.sum(dim=0)[:, None]
    centroids = torch.where(count > 0, assigned.T @ unit / count.clamp_min(1), centroids)
    nearest: Tensor = (F.normalize(features, dim=1).to(unit.dtype) @ F.normalize(centroids, dim=1).T).argmax(dim=1)
    return nearest
