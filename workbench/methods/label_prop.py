"""Label propagation on features of both domains (Zhou et al., 2003; Iscen et al., arXiv:1904.04717)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.settings import setting
from workbench.engine.method import Batch, Progress
from workbench.engine.whole_domains import WholeDomains
from workbench.losses.label_propagation import affinity, nearest_neighbours, propagate
from workbench.methods.families.linear_head import SOURCE, LinearHeadMethod

DEVIATION = 1e-3  # the smallest by which a feature is divided


class LabelPropagation(LinearHeadMethod):
    """A linear head of the source predicts the target; a graph of nearest neighbours of both domains corrects it.

    Features are standardised in each domain by itself. Labels of the source and of shots are fixed; the predictions are
    where the propagation starts. The head then learns the propagated labels, so the exported model needs no graph. The
    graph takes O(N·k) memory; the search for neighbours takes seconds for 10,000 samples, minutes for 100,000.
    """

    name = "label_prop"
    title = "Label propagation"
    paper = "https://arxiv.org/abs/1904.04717"
    summary = "Spreads labels over a graph of similar images of both domains. Takes seconds on frozen features."
    optimises = ("class_ami", "snd")

    @dataclass(frozen=True)
    class Settings(LinearHeadMethod.Settings):
        """Settings of label propagation."""

        neighbours: int = setting(10, "Neighbours of each sample in the graph (k).", low=1, high=1000)
        scale: float = setting(0.1, "Scale of the affinity exp((cos − 1) / scale).", low=0.001, high=10.0)
        spread: float = setting(0.9, "Weight of the neighbours against the own label (α).", low=0.0, high=0.999)
        iterations: int = setting(30, "Iterations of the propagation.", low=1, high=10000)

    settings: Settings

    def remember(self, target: int) -> None:
        """Allocate the propagated class probabilities of each target sample."""
        self.register_buffer("propagated", torch.zeros(target, self.classes))

    def adapt(self, domains: WholeDomains) -> None:
        """Fit the head to the source and the shots, propagate from its predictions, and fit it to the result."""
        settings = self.settings
        self.clear_head()
        labelled = [(domains.source, domains.source_labels), *self.shot_part(domains)]
        self.fit_head(*labelled)
        with torch.no_grad():
            believed = self.classify(domains.target).softmax(dim=1)  # (M, K)
        believed[domains.shots] = self._one_hot(domains.shot_labels)
        fixed = torch.cat([self._one_hot(domains.source_labels), believed])
        both = torch.cat([_standardised(domains.source), _standardised(domains.target)])
        graph = affinity(nearest_neighbours(both, settings.neighbours), settings.scale)
        scores = propagate(graph, fixed, settings.spread, settings.iterations)[len(domains.source) :]
        result = F.normalize(scores.to(fixed.device), p=1, dim=1)
        result[domains.shots] = self._one_hot(domains.shot_labels)
        self.get_buffer("propagated").copy_(result)
        self.fit_head(*labelled, (domains.target, result))

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Task loss; in the last stage, also the cross-entropy with the propagated labels of the target samples."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        if progress.stage == SOURCE:
            self.minimise(task)
            return {"task": task.detach(), "propagated": task.new_zeros(())}
        labels = self.get_buffer("propagated")[batch.target_rows]
        propagated = F.cross_entropy(views.target.logits, labels.to(views.target.logits.dtype))
        self.minimise(task + propagated + self.decay())
        return {"task": task.detach(), "propagated": propagated.detach()}

    def _one_hot(self, labels: Tensor) -> Tensor:
        return F.one_hot(labels, self.classes).float()


def _standardised(features: Tensor) -> Tensor:
    """Features (N, D) with mean 0 and deviation 1 in each dimension."""
    return (features - features.mean(dim=0)) / features.std(dim=0, correction=0).clamp_min(DEVIATION)
