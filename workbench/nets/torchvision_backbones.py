"""Backbones that torchvision builds, and the files of their weights."""

from collections.abc import Callable
from typing import Any

from torch import nn

from workbench.core.catalogue import BackboneCard
from workbench.nets.backbone_recipe import IMAGENET, BackboneRecipe, without
from workbench.nets.segmentation_nets import torchvision_segmenter
from workbench.nets.weight_files import WeightFile

TORCHVISION = "https://download.pytorch.org/models"


def _torchvision(name: str) -> Callable[[], nn.Module]:
    def make() -> nn.Module:
        from torchvision.models import get_model

        net: nn.Module = get_model(name)
        return net

    return make


def weight_file(name: str, megabytes: int) -> WeightFile:
    """A file of torchvision. Its name ends with the first digits of its SHA-256."""
    return WeightFile(f"{TORCHVISION}/{name}", name, megabytes, name.removesuffix(".pth").rpartition("-")[2])


def imagenet(
    name: str, title: str, head: str, features: int, file: WeightFile, summary: str, *, one_size: bool = False
) -> BackboneRecipe:
    """A torchvision classifier, trained on ImageNet; `head`: its classification layer."""
    card = BackboneCard(name, title, 224, True, False, "BSD-3-Clause", summary=summary, one_size=one_size)
    return BackboneRecipe(card, IMAGENET, _torchvision(name), without(head), features, file)


def coco(
    name: str, title: str, neck: Callable[[Any], nn.Module], features: int, file: WeightFile, summary: str
) -> BackboneRecipe:
    """A torchvision segmenter, trained on the images of COCO with the classes of Pascal VOC."""
    card = BackboneCard(name, title, 256, True, False, "BSD-3-Clause", stride=8, task="segment", summary=summary)
    return BackboneRecipe(card, IMAGENET, torchvision_segmenter(name, neck), lambda _: None, features, file)
