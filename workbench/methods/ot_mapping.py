"""Optimal transport of the source to the target, with class regularisation (Courty et al., arXiv:1507.00504)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Progress
from workbench.engine.whole_domains import WholeDomains
from workbench.losses.transport import barycentres, class_regularised
from workbench.methods.families.linear_head import SOURCE, LinearHeadMethod
from workbench.nets.classifier import Classifier

MOST = 4096  # samples of a domain between which transport is computed


class OTMapping(LinearHeadMethod):
    """Source samples move to the means of the target samples that an optimal transport plan couples them to.

    The plan is entropic, with a group lasso on the classes of the source (§4.2). Its cost is the squared distance of
    features of unit length. The head learns from the moved samples; other layers learn from the source only. Takes
    about a second for 2 × 2,000 samples; of a larger domain, 4,096 samples are drawn at random.
    """

    name = "ot_mapping"
    title = "Optimal transport"
    paper = "https://arxiv.org/abs/1507.00504"
    summary = "Moves source features onto the target by optimal transport. Takes seconds; needs similar class shares."

    @dataclass(frozen=True)
    class Settings(LinearHeadMethod.Settings):
        """Settings of optimal transport."""

        entropy_weight: float = setting(0.1, "Weight of the plan's entropy.", low=1e-3, high=100.0)
        class_weight: float = setting(0.5, "Weight of the group lasso on classes (η).", low=0.0, high=100.0)

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.register_buffer("moved", torch.zeros(MOST, model.feature_size))
        self.register_buffer("moved_labels", torch.zeros(MOST, dtype=torch.long))
        self.register_buffer("moved_count", torch.tensor(0))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The last stage trains the head only."""
        return {"model": self.adam(self.model), "head": self.adam(self.classifier.head)}

    def adapt(self, domains: WholeDomains) -> None:
        """Compute the plan and the moved samples, and fit the head to these and the shots."""
        source, target = (_drawn(len(features)).to(features.device) for features in (domains.source, domains.target))
        features, labels, there = domains.source[source], domains.source_labels[source], domains.target[target]
        cost = 2 - 2 * F.normalize(features, dim=1) @ F.normalize(there, dim=1).T
        coupling = class_regularised(cost, labels, self.settings.entropy_weight, self.settings.class_weight)
        moved = barycentres(coupling, there)
        self.get_buffer("moved")[: len(moved)] = moved
        self.get_buffer("moved_labels")[: len(moved)] = labels
        self.get_buffer("moved_count").fill_(len(moved))
        self.clear_head()
        self.fit_head((moved, labels), *self.shot_part(domains))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss on the source; in the last stage, on as many moved samples, and of the head only."""
        if progress.stage == SOURCE:
            task = self.task_loss(self.views(batch), batch)
            self.minimise(task, "model")
            return {"task": task.detach()}
        count = int(self.get_buffer("moved_count"))
        rows = torch.randint(count, (len(batch.source_labels),)).to(batch.source_labels.device)
        task = F.cross_entropy(self.classify(self.get_buffer("moved")[rows]), self.get_buffer("moved_labels")[rows])
        if len(batch.shots):
            self.model.eval()  # the encoder and its statistics stay as they are
            (shots,) = self.see(batch.shots, side=Side.TARGET)
            task = (task + self.cross_entropy(shots, batch.shot_labels)) / 2
        self.minimise(task + self.decay(), "head")
        return {"task": task.detach()}


def _drawn(count: int) -> Tensor:
    """Row numbers of at most MOST of so many samples, at random but always the same."""
    return torch.randperm(count, generator=torch.Generator().manual_seed(0))[:MOST]
