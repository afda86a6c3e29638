"""Which net of timm a backbone is, and the names that timm gives to its tensors."""

from collections.abc import Mapping

from torch import Tensor

from workbench.nets.backbone_recipe import State
from workbench.nets.backbones import RECIPES

ARCHITECTURES = {
    "dinov2_vits14": "vit_small_patch14_dinov2",
    "tf_efficientnet_lite2": "tf_efficientnet_lite2",
    "efficientnet_lite0": "tf_efficientnet_lite0",
    "convnext_tiny": "convnext_tiny",
    "resnet18": "resnet18",
    "resnet50": "resnet50",
    "vit_b_16": "vit_base_patch16_224",
}
FIRST = ("class_token", "encoder.pos_embedding")  # of torchvision's ViT, in the order of timm's


def architecture(backbone: str) -> str:
    """timm's name of a backbone's net; empty if timm has no such net. Raises ImportError without timm."""
    import timm

    if backbone in RECIPES:
        return ARCHITECTURES.get(backbone, "")
    return backbone if timm.is_model(backbone) else ""


def named_as(theirs: Mapping[str, Tensor], ours: Mapping[str, Tensor]) -> State:
    """Our tensors of a net by the names and in the shapes of timm's, `theirs`.

    Both list the layers of the same net in the same order. Raises ValueError if their sizes say that they do not.
    """
    if theirs.keys() == ours.keys():
        return dict(ours)
    order = [name for name in FIRST if name in ours] + [name for name in ours if name not in FIRST]
    pairs = list(zip(theirs, order, strict=True))
    if any(theirs[name].numel() != ours[own].numel() for name, own in pairs):
        raise ValueError("the nets have different layers")
    return {name: ours[own].reshape(theirs[name].shape) for name, own in pairs}
