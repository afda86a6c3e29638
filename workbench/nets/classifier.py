"""The network that every classification method trains: backbone → bottleneck → head."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from workbench.core.domain import Side
from workbench.nets.norm import DomainStandardise, use_side, with_domain_norms, with_plain_norms

BOTTLENECK = 256
MakeHead = Callable[[int, int], nn.Module]  # (D, K) → a module from features (B, D) to logits (B, K)


class Output(NamedTuple):
    """`logits` (B, K) and the penultimate `features` (B, D)."""

    logits: Tensor
    features: Tensor


class Normalise(nn.Module):
    """Subtract the mean and divide by the standard deviation of each channel; images (B, 3, H, W) in [0, 1]."""

    def __init__(self, mean: Sequence[float], std: Sequence[float]) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        """The same shape."""
        return (images - self.get_buffer("mean")) / self.get_buffer("std")


class Classifier(nn.Module):
    """A classifier whose normalisation layers use the statistics of the input's domain.

    `backbone` takes images (B, 3, H, W) in [0, 1], or is a DomainStandardise over cached features (B, D).
    """

    def __init__(self, backbone: nn.Module, bottleneck: nn.Module, head: nn.Module, feature_size: int) -> None:
        """`feature_size`: D, the width of the penultimate features."""
        super().__init__()
        self.feature_size = feature_size
        self.backbone = with_domain_norms(backbone)
        self.bottleneck = with_domain_norms(bottleneck)
        self.head = head

    def forward(self, inputs: Tensor, side: Side = Side.SOURCE) -> Output:
        """Logits (B, K) and features (B, D) of a batch from the domain `side`."""
        use_side(self, side)
        features = self.bottleneck(self.backbone(inputs))
        return Output(self.head(features), features)


def without_wrapper(model: Any) -> Classifier:
    """The classifier inside the wrapper that Fabric may have put around it."""
    classifier: Classifier = getattr(model, "module", model)
    return classifier


class ExportedClassifier(nn.Module):
    """A classifier with the statistics of one domain only: images (B, 3, H, W) in [0, 1] to logits (B, K).

    Logits are divided by the `temperature`, which calibrates their softmax and changes no class. A frozen `extractor`
    is shared, not copied: moving this model to another device moves it, too.
    """

    def __init__(self, classifier: Classifier, side: Side, extractor: nn.Module | None = None) -> None:
        super().__init__()
        self.extractor = extractor if extractor is not None else nn.Identity()
        self.network = with_plain_norms(
            nn.Sequential(*copy.deepcopy([classifier.backbone, classifier.bottleneck, classifier.head])), side
        )
        self.temperature = 1.0
        self.eval().requires_grad_(False)

    def forward(self, images: Tensor) -> Tensor:
        """Logits (B, K)."""
        return self.look(images).logits

    def look(self, images: Tensor) -> Output:
        """Logits (B, K) and the penultimate features (B, D)."""
        backbone, bottleneck, head = self.network.children()
        features = bottleneck(backbone(self.extractor(images)))
        logits = head(features)
        return Output(logits if self.temperature == 1 else logits / self.temperature, features)


def image_classifier(
    extractor: nn.Module, features: int, classes: int, pretrained: bool, head: MakeHead = nn.Linear
) -> Classifier:
    """A classifier of images. Only a pretrained backbone gets a bottleneck between its features and the head."""
    if not pretrained:
        return Classifier(extractor, nn.Identity(), head(features, classes), features)
    return Classifier(extractor, bottleneck(features), head(BOTTLENECK, classes), BOTTLENECK)


def feature_classifier(features: int, classes: int, head: MakeHead = nn.Linear) -> Classifier:
    """A classifier of cached features (B, D) of a frozen backbone, standardised per domain."""
    return Classifier(DomainStandardise(features), bottleneck(features), head(BOTTLENECK, classes), BOTTLENECK)


def bottleneck(features: int) -> nn.Module:
    """Linear layer, batch norm, ReLU and dropout: features (B, D) to (B, 256)."""
    return nn.Sequential(nn.Linear(features, BOTTLENECK), nn.BatchNorm1d(BOTTLENECK), nn.ReLU(), nn.Dropout(0.5))
