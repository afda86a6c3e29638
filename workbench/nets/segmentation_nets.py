"""Segmentation networks: torchvision's without their last layer, and the head that replaces it."""

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.classifier import Classifier

MULTIPLE = 32  # image sides are multiples of this, for every network


class PixelHead(nn.Sequential):
    """Features (B, D, H/s, W/s) to logits (B, K, H, W): a 1 × 1 convolution, then bilinear upsampling."""

    def __init__(self, features: int, classes: int, stride: int) -> None:
        """`stride`: s, the pixels per feature along a side."""
        super().__init__(
            nn.Conv2d(features, classes, 1),
            nn.Upsample(scale_factor=float(stride), mode="bilinear", align_corners=False),
        )


class SegmentationFeatures(nn.Module):
    """A torchvision segmenter without its last layer: images (B, 3, H, W) to features (B, D, H/8, W/8).

    Submodules have torchvision's names, so that its weights load.
    """

    def __init__(self, backbone: nn.Module, neck: nn.Module) -> None:
        """`backbone` returns a dictionary of maps; `neck` computes the features from it."""
        super().__init__()
        self.backbone, self.classifier = backbone, neck

    def forward(self, images: Tensor) -> Tensor:
        """Features (B, D, H/8, W/8)."""
        features: Tensor = self.classifier(self.backbone(images))
        return features


class HeadWithoutLastLayer(nn.Sequential):
    """The head of DeepLabV3 (arXiv:1706.05587) or FCN (arXiv:1411.4038) without its last layer."""

    def forward(self, maps: dict[str, Tensor]) -> Tensor:
        """Features from the deepest maps."""
        features = maps["out"]
        for layer in self:
            features = layer(features)
        return features


class LrasppFeatures(nn.Module):
    """The inputs of the two linear layers of LR-ASPP, concatenated (MobileNetV3, arXiv:1905.02244, §6.4).

    LR-ASPP adds the outputs of two linear layers. One linear layer on the concatenation (B, 168, H/8, W/8) computes the
    same sum, and the features become a single tensor.
    """

    def __init__(self, head: Any) -> None:
        super().__init__()
        self.cbr, self.scale = head.cbr, head.scale

    def forward(self, maps: dict[str, Tensor]) -> Tensor:
        """Features (B, 168, H/8, W/8)."""
        low, high = maps["low"], maps["high"]
        deep = F.interpolate(self.cbr(high) * self.scale(high), low.shape[-2:], mode="bilinear", align_corners=False)
        return torch.cat([deep, low], dim=1)


def torchvision_segmenter(name: str, neck: Callable[[Any], nn.Module]) -> Callable[[], nn.Module]:
    """A function that builds the torchvision segmenter `name` without weights; `neck` converts its head."""

    def make() -> nn.Module:
        from torchvision.models import get_model

        net: Any = get_model(name, weights=None, weights_backbone=None, aux_loss=False)
        return SegmentationFeatures(net.backbone, neck(net.classifier))

    return make


def without_last_layer(head: nn.Sequential) -> nn.Module:
    """A head without its classification layer."""
    return HeadWithoutLastLayer(*list(head.children())[:-1])


def pixel_classifier(extractor: nn.Module, neck: nn.Module, features: int, classes: int, stride: int) -> Classifier:
    """A Classifier whose logits are (B, K, H, W) and whose features are (B, D, H/s, W/s), the output of `neck`."""
    return Classifier(extractor, neck, PixelHead(features, classes, stride), features)


def flatten_locations(features: Tensor) -> Tensor:
    """Flatten feature maps (B, D, H, W) to (B·H·W, D), one row per location; return (B, D) unchanged."""
    return features.movedim(1, -1).flatten(0, -2) if features.dim() > 2 else features
