"""Backbones that the package timm builds: any of its models by name, and two that are worth fetching."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from workbench.core.catalogue import BackboneCard
from workbench.core.errors import UserError
from workbench.nets.backbone_recipe import HALF, IMAGENET, BackboneRecipe, State
from workbench.nets.weight_files import WeightFile

INSTALL = "Install timm: pip install 'domain-workbench[timm]'."

DINO = BackboneCard(
    "dinov2_vits14",
    "DINOv2 ViT-S/14",
    224,
    True,
    False,
    "Apache-2.0",
    summary="Learned from 142 million photos without labels. The first to try, at about 30 times the time of Lite0.",
    one_size=True,
    needs="timm",
)
LITE2 = BackboneCard(
    "tf_efficientnet_lite2",
    "EfficientNet-Lite2 (ImageNet)",
    260,
    True,
    False,
    "Apache-2.0",
    summary="More accurate than Lite0, at about four times its time. For a CPU.",
    needs="timm",
)


def dinov2() -> BackboneRecipe:
    """DINOv2 ViT-S/14 (Oquab et al., arXiv:2304.07193) at 224 pixels: 16 × 16 patches of 14 pixels."""
    file = WeightFile(
        "timm/vit_small_patch14_dinov2.lvd142m/resolve/main/model.safetensors", "dinov2_vits14.safetensors", 88
    )
    make = _maker("vit_small_patch14_dinov2", img_size=DINO.image_size)
    return BackboneRecipe(DINO, IMAGENET, make, _cut, 384, file, convert=resampled_positions)


def lite2() -> BackboneRecipe:
    """EfficientNet-Lite2 with TensorFlow's weights, from the release whose file name has the checksum."""
    name = "tf_efficientnet_lite2-dcccb7df.pth"
    base = "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights"
    file = WeightFile(f"{base}/{name}", name, 25, "dcccb7df")
    return BackboneRecipe(LITE2, HALF, _maker("tf_efficientnet_lite2"), _cut, 1280, file)


def any_of_timm(name: str) -> BackboneRecipe | None:
    """A model of timm; None if timm is not installed or has no model of that name."""
    try:
        import timm
    except ImportError:
        return None
    if not timm.is_model(name):
        return None
    config = timm.get_pretrained_cfg(name)
    size, licence = (config.input_size[-1], config.license or "") if config else (224, "")
    card = BackboneCard(name, f"{name} (timm)", size, True, False, licence or "see its model card")

    def download() -> State:
        try:
            state: State = timm.create_model(name, pretrained=True).state_dict()
        except (OSError, RuntimeError) as error:  # no network, no such weights, a full disk
            raise UserError(
                f"The weights of {name} could not be downloaded ({str(error).splitlines()[0][:160]}).",
                "Give a local file of weights, or choose efficientnet_lite0, which needs no download.",
            ) from error
        return state

    with torch.device("meta"):
        empty: Any = timm.create_model(name)
    features = getattr(empty, "head_hidden_size", empty.num_features)
    normalise = (tuple(config.mean), tuple(config.std)) if config else IMAGENET
    return BackboneRecipe(card, normalise, lambda: timm.create_model(name), _cut, features, download)


def resampled_positions(net: nn.Module, state: Mapping[str, Tensor]) -> State:
    """The tensors of a vision transformer, its position embeddings interpolated to the grid of `net`."""
    from timm.models.vision_transformer import VisionTransformer, checkpoint_filter_fn

    assert isinstance(net, VisionTransformer)
    return checkpoint_filter_fn(dict(state), net)


def _maker(name: str, **options: Any) -> Callable[[], nn.Module]:
    def make() -> nn.Module:
        try:
            import timm
        except ImportError as error:
            raise UserError("This backbone needs the package timm, which is not installed.", INSTALL) from error
        net: nn.Module = timm.create_model(name, **options)
        return net

    return make


def _cut(net: Any) -> None:
    net.reset_classifier(0)
