"""SHOT: source hypothesis transfer (Liang et al., arXiv:2002.08546)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.losses.information import mutual_information
from workbench.nets.classifier import Classifier

SOURCE, TARGET = "source", "target"


class SHOT(Method):
    """Train on the source; then adapt the encoder to the target without source images, with the classifier fixed.

    A memory bank holds the latest feature and prediction of every target sample. Pseudo-labels come from the class
    centroids of the bank (§3.2).
    """

    name = "shot"
    title = "SHOT"
    paper = "https://arxiv.org/abs/2002.08546"
    optimises = ("im", "entropy", "bnm")
    summary = "Adapts a source model without source images. Strong with pretrained backbones and balanced classes."

    needs = ()
    two_models = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of SHOT."""

        source_share: float = setting(0.5, "Share of the steps spent on the source.", low=0.05, high=0.95)
        smoothing: float = setting(0.1, "Label smoothing on the source.", low=0.0, high=0.9)
        pseudo_weight: float = setting(0.3, "Weight of the pseudo-labels (β).", low=0.0, high=10.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.feature_size = model.feature_size

    def remember(self, target: int) -> None:
        """Allocate a row of the banks for each target sample. A row of zeros has not been filled yet."""
        self.register_buffer("bank_features", torch.zeros(target, self.feature_size))
        self.register_buffer("bank_p", torch.zeros(target, self.classes))

    def stages(self) -> tuple[Stage, ...]:
        """Source training, then adaptation; with a given source model, adaptation only."""
        if self.source_free:
            return (Stage(TARGET),)
        share = self.settings.source_share
        return (Stage(SOURCE, share), Stage(TARGET, 1 - share))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The second stage does not update the classifier."""
        return {"model": self.adam(self.model), "encoder": self.adam(self.encoder)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1 in the first stage; eqs. 3 to 6 in the second, which uses no source images. β is `pseudo_weight`."""
        if progress.stage == SOURCE:
            views = self.views(batch)
            task = F.cross_entropy(
                views.source.logits, batch.source_labels, label_smoothing=self.settings.smoothing
            ) + self.cross_entropy(views.shots, batch.shot_labels)
            self.minimise(task, "model")
            self._update_banks(batch, views.target.features, views.target.logits)
            return {"task": task.detach(), "information": task.new_zeros(()), "pseudo-labels": task.new_zeros(())}
        self.freeze_source_model()
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        self._update_banks(batch, target.features, target.logits)
        task = self.cross_entropy(shots, batch.shot_labels)
        information = mutual_information(target.logits)
        labels = nearest_centroids(
            target.features.detach(), self.get_buffer("bank_features"), self.get_buffer("bank_p")
        )
        pseudo = F.cross_entropy(target.logits, labels)
        self.minimise(task - information + self.settings.pseudo_weight * pseudo, "encoder")
        return {"task": task.detach(), "information": information.detach(), "pseudo-labels": pseudo.detach()}

    def _update_banks(self, batch: Batch, features: Tensor, logits: Tensor) -> None:
        for name, values in (("bank_features", features), ("bank_p", logits.softmax(dim=1))):
            bank = self.get_buffer(name)
            bank[batch.target_rows] = values.detach().to(bank.dtype)


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
