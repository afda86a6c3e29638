"""Nets that tell the class of each pixel: torchvision's, cut before their last layer, and what is put there."""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.classifier import Classifier

MULTIPLE = 32  # sides of images are multiples of it, whatever the net


class PixelHead(nn.Sequential):
    """(B, D, H/s, W/s) features to (B, K, H, W) logits: one linear layer at each place, then bilinear."""

    def __init__(self, features: int, classes: int, stride: int) -> None:
        """`stride`: s, the pixels a side that one feature stands for."""
        super().__init__(
            nn.Conv2d(features, classes, 1),
            nn.Upsample(scale_factor=float(stride), mode="bilinear", align_corners=False),
        )


class Mapped(nn.Module):
    """A segmentation net of torchvision without its last layer: (B, 3, H, W) images to (B, D, H/8, W/8) features.

    Its parts are called as torchvision calls them, so that its weights fit.
    """

    def __init__(self, backbone: nn.Module, neck: nn.Module) -> None:
        """`backbone` gives maps by name, of which `neck` makes features."""
        super().__init__()
        self.backbone, self.classifier = backbone, neck

    def forward(self, images: Tensor) -> Tensor:
        """Features."""
        features: Tensor = self.classifier(self.backbone(images))
        return features


class Last(nn.Sequential):
    """The deepest maps through all layers but the last (DeepLabV3, arXiv:1706.05587; FCN, arXiv:1411.4038)."""

    def forward(self, maps: dict[str, Tensor]) -> Tensor:
        """Features."""
        features = maps["out"]
        for layer in self:
            features = layer(features)
        return features


class Lite(nn.Module):
    """What LR-ASPP adds up of two linear layers, side by side (MobileNetV3, arXiv:1905.02244, §6.4).

    One linear layer on (B, 168, H/8, W/8) is the sum of two on their parts, so that features are their own tensor.
    """

    def __init__(self, head: Any) -> None:
        super().__init__()
        self.cbr, self.scale = head.cbr, head.scale

    def forward(self, maps: dict[str, Tensor]) -> Tensor:
        """Features."""
        low, high = maps["low"], maps["high"]
        deep = F.interpolate(self.cbr(high) * self.scale(high), low.shape[-2:], mode="bilinear", align_corners=False)
        return torch.cat([deep, low], dim=1)


def torchvision_pixels(name: str, neck: Callable[[Any], nn.Module]) -> Callable[[], nn.Module]:
    """What makes torchvision's segmentation net of that name, with a neck made of its head, and no weights."""

    def make() -> nn.Module:
        from torchvision.models import get_model

        net: Any = get_model(name, weights=None, weights_backbone=None, aux_loss=False)
        return Mapped(net.backbone, neck(net.classifier))

    return make


def but_last(head: nn.Sequential) -> nn.Module:
    """All layers of a head but the one that tells classes."""
    return Last(*list(head.children())[:-1])


def pixel_classifier(extractor: nn.Module, features: int, classes: int, stride: int) -> Classifier:
    """A Classifier whose logits are (B, K, H, W) and whose features are (B, D, H/s, W/s)."""
    return Classifier(extractor, nn.Identity(), PixelHead(features, classes, stride), features)


def by_place(features: Tensor) -> Tensor:
    """(B, D, H, W) features as (B·H·W, D), each place a sample of its own; (B, D) as they are."""
    return features.movedim(1, -1).flatten(0, -2) if features.dim() > 2 else features
