"""Base of classic methods: they compute once on features of whole domains, and train a linear head on the result."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Stage
from workbench.engine.whole_domains import WholeDomainMethod, WholeDomains
from workbench.nets.classifier import Classifier
from workbench.nets.norm import DomainStandardise, use_side

SOURCE, ADAPT = "source", "adapt"
ITERATIONS = 60  # of L-BFGS
FITTED = 16_384  # the most samples to which the head is fitted at once; the steps see all


class LinearHeadMethod(WholeDomainMethod):
    """On frozen features, the model is the standardisation of each domain by itself and a linear head.

    There is no bottleneck then, and one stage. Otherwise the net learns from the source first. At the beginning of the
    last stage, `adapt` computes on the features that the head receives, and fits the head; the steps continue from it.
    """

    whole_domain_stages = (ADAPT,)

    @dataclass(frozen=True)
    class Settings(WholeDomainMethod.Settings):
        """Settings of methods with a linear head."""

        head_decay: float = setting(0.01, "L2 penalty on the head's weights.", low=0.0, high=10.0)
        source_share: float = setting(
            0.5, "Share of the steps spent on the source; none with frozen features.", low=0.05, high=0.95
        )

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        self.frozen = isinstance(model.backbone, DomainStandardise)
        if self.frozen:
            model.feature_size = model.backbone.get_buffer(f"{Side.SOURCE}_mean").numel()
            model.bottleneck, model.head = nn.Identity(), self.make_head(model.feature_size, classes)
        super().__init__(model, classes, settings, pretrained)

    def stages(self) -> tuple[Stage, ...]:
        """Source training, then adaptation; with frozen features, adaptation only."""
        share = self.settings.source_share
        return (Stage(ADAPT),) if self.frozen else (Stage(SOURCE, share), Stage(ADAPT, 1 - share))

    def begin_stage(self, stage: str, domains: WholeDomains) -> None:
        """Move the features to the device, as the head receives them, and adapt to them."""
        device = self.fabric.device
        source, target = (
            self._received(features.to(device), side)
            for features, side in ((domains.source, Side.SOURCE), (domains.target, Side.TARGET))
        )
        labels, shots, shot_labels = (
            values.to(device) for values in (domains.source_labels, domains.shots, domains.shot_labels)
        )
        self.adapt(WholeDomains(source, labels, target, shots, shot_labels))

    @abstractmethod
    def adapt(self, domains: WholeDomains) -> None:
        """Compute what the steps need, and fit the head. The features are those that the head receives."""

    def decay(self) -> Tensor:
        """The penalty on the head's weights, λ/2 ‖W‖²."""
        weight = self.classifier.head.get_parameter("weight")
        return self.settings.head_decay / 2 * weight.square().sum()

    def shot_part(self, domains: WholeDomains) -> list[tuple[Tensor, Tensor]]:
        """The features and classes of the shots, as a part for `fit_head`; none without shots."""
        return [(domains.target[domains.shots], domains.shot_labels)] if len(domains.shots) else []

    def clear_head(self) -> None:
        """Set the head's weights to zero, so that the next fit does not depend on random numbers."""
        for parameter in self.classifier.head.parameters():
            torch.nn.init.zeros_(parameter)

    def fit_head(self, *parts: tuple[Tensor, Tensor]) -> None:
        """Fit the head to parts of inputs (N, D) and targets, (N,) classes or (N, K) probabilities.

        Minimises the sum of each part's mean cross-entropy, plus the penalty, by L-BFGS. Every part has samples.
        """
        drawn = [_spread(*part) for part in parts]
        optimizer = torch.optim.LBFGS(
            self.classifier.head.parameters(), max_iter=ITERATIONS, line_search_fn="strong_wolfe"
        )

        def loss() -> Tensor:
            optimizer.zero_grad()
            total = self.decay() + sum(F.cross_entropy(self.classify(inputs), targets) for inputs, targets in drawn)
            total.backward()
            return total

        optimizer.step(loss)
        optimizer.zero_grad()

    def _received(self, features: Tensor, side: Side) -> Tensor:
        """Features as the head receives them: frozen ones are standardised."""
        if not self.frozen:
            return features
        backbone = self.classifier.backbone
        use_side(backbone, side)
        standardised: Tensor = backbone(features)
        return standardised


def _spread(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """At most FITTED samples, evenly spread."""
    step = -(-len(inputs) // FITTED)
    return inputs[::step], targets[::step]
