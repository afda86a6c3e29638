"""The backbones that a job can name, and how each is built and gets its weights."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from workbench.core.catalogue import BackboneCard
from workbench.core.domain import DEFAULT_TASK
from workbench.core.errors import UserError
from workbench.nets.classifier import Normalise
from workbench.nets.efficientnet_lite import PYRAMID, EfficientNetLite0, LiteMaps, embedded_weights
from workbench.nets.feature_pyramid import WIDTH, FeaturePyramid
from workbench.nets.light_segmenter import FEATURES, STRIDE, LightNet
from workbench.nets.segmentation_nets import LrasppFeatures, torchvision_segmenter, without_last_layer
from workbench.nets.small_cnn import SmallNet
from workbench.nets.weights import fill, read_weights

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
LITE = ((127 / 255,) * 3, (128 / 255,) * 3)
HALF = ((0.5,) * 3, (0.5,) * 3)
HINT = "Use efficientnet_lite0, which needs no download."


class Extractor(NamedTuple):
    """A feature extractor: `module` maps images (B, 3, H, W) in [0, 1] to features (B, D), with D = `features`.

    A segmentation backbone of stride s gives (B, D, H/s, W/s), with the `neck` behind it: layers without pretrained
    weights, which learn at the full rate. Without such layers, `neck` is the identity.
    """

    module: nn.Module
    features: int
    card: BackboneCard
    neck: nn.Module


class BackboneRecipe(NamedTuple):
    """How `extractor` builds a backbone.

    `normalise`: mean and standard deviation of the input, by channel; `make`: build the network without weights;
    `cut`: remove its classification layer, in place; `features`: D; `fetch`: load its weights, None to train from
    scratch; `neck`: build the layers behind it that have no pretrained weights.
    """

    card: BackboneCard
    normalise: tuple[tuple[float, ...], tuple[float, ...]]
    make: Callable[[], nn.Module]
    cut: Callable[[Any], object]
    features: int
    fetch: Callable[[], dict[str, Tensor]] | None
    neck: Callable[[], nn.Module] = nn.Identity


def card(name: str) -> BackboneCard:
    """The description of a backbone. Raises UserError for an unknown name."""
    return _recipe(name).card


def cards() -> tuple[BackboneCard, ...]:
    """The descriptions of all built-in backbones, fastest first."""
    return tuple(recipe.card for recipe in RECIPES.values())


def extractor(name: str, weights: Path | None = None, blank: bool = False) -> Extractor:
    """Build a backbone and load its weights, from the file `weights` if given; with `blank`, load none.

    Raises UserError for an unknown name, a file that does not match, or weights that cannot be downloaded.
    """
    recipe = _recipe(name)
    net = recipe.make()
    recipe.cut(net)
    if weights is not None and not blank:
        fill(net, read_weights(weights), weights.name)
    elif recipe.fetch is not None and not blank:
        fill(net, recipe.fetch(), name)
    module = nn.Sequential(Normalise(*recipe.normalise), net)
    return Extractor(module, recipe.features, recipe.card, recipe.neck())


def pretrained_extractor(name: str, weights: Path | None = None) -> Extractor:
    """A backbone whose features (B, D) of images mean something without training. Raises UserError otherwise."""
    found = extractor(name, weights)
    if found.card.task != DEFAULT_TASK:
        raise UserError(f"The backbone “{name}” has features of pixels, not of images.", HINT)
    if not found.card.pretrained and weights is None:
        raise UserError(f"The backbone “{name}” is not pretrained, so its features mean nothing yet.", HINT)
    return found


def blank(name: str) -> nn.Module:
    """A backbone without weights, head and input normalisation; its tensor names identify weight files.

    Raises UserError for an unknown name.
    """
    recipe = _recipe(name)
    net = recipe.make()
    recipe.cut(net)
    return net


def _torchvision(name: str) -> Callable[[], nn.Module]:
    def make() -> nn.Module:
        from torchvision.models import get_model

        net: nn.Module = get_model(name)
        return net

    return make


def _download(name: str) -> Callable[[], dict[str, Tensor]]:
    return lambda: _downloaded(name)


def _downloaded(name: str) -> dict[str, Tensor]:
    from torchvision.models import get_model_weights

    try:
        state: dict[str, Tensor] = get_model_weights(name).DEFAULT.get_state_dict(progress=False, check_hash=True)
    except (OSError, RuntimeError) as error:  # URLError, HTTPError, timeouts, a full disk, a broken file
        raise _not_fetched(name, error) from error
    return state


def _card(name: str, title: str, image_size: int, pretrained: bool, embedded: bool, licence: str) -> BackboneCard:
    return BackboneCard(
        name=name, title=title, image_size=image_size, pretrained=pretrained, embedded=embedded, licence=licence
    )


def _without(head: str) -> Callable[[nn.Module], None]:
    """A function that replaces the submodule `head`, such as “classifier.6”, by the identity."""
    parent, _, name = head.rpartition(".")
    return lambda net: setattr(net.get_submodule(parent), name, nn.Identity())


def _imagenet(name: str, title: str, head: str, features: int) -> BackboneRecipe:
    card = _card(name, title, 224, pretrained=True, embedded=False, licence="BSD-3-Clause")
    return BackboneRecipe(card, IMAGENET, _torchvision(name), _without(head), features, _download(name))


def _coco(name: str, title: str, neck: Callable[[Any], nn.Module], features: int) -> BackboneRecipe:
    """A torchvision segmenter, trained on the images of COCO with the classes of Pascal VOC."""
    card = BackboneCard(name, title, 256, True, False, "BSD-3-Clause", stride=8, task="segment")
    return BackboneRecipe(card, IMAGENET, torchvision_segmenter(name, neck), lambda _: None, features, _download(name))


_LIGHT = BackboneCard(
    "light", "Light net for pixels (from scratch)", 128, False, True, "Apache-2.0", stride=STRIDE, task="segment"
)
_LITE_FPN = BackboneCard(
    "efficientnet_lite0_fpn",
    "EfficientNet-Lite0 FPN (ImageNet)",
    128,
    True,
    True,
    "Apache-2.0",
    stride=4,
    task="segment",
)
_SMALL = _card("small", "Small net (from scratch)", 32, pretrained=False, embedded=True, licence="Apache-2.0")
_LITE = _card(
    "efficientnet_lite0", "EfficientNet-Lite0 (ImageNet)", 160, pretrained=True, embedded=True, licence="Apache-2.0"
)
RECIPES = {
    recipe.card.name: recipe
    for recipe in (
        BackboneRecipe(_SMALL, HALF, SmallNet, lambda _: None, SmallNet.out_features, None),
        BackboneRecipe(
            _LITE, LITE, EfficientNetLite0, _without("_fc"), EfficientNetLite0.out_features, embedded_weights
        ),
        _imagenet("resnet18", "ResNet-18 (ImageNet)", "fc", 512),
        _imagenet("resnet50", "ResNet-50 (ImageNet)", "fc", 2048),
        _imagenet("alexnet", "AlexNet (ImageNet)", "classifier.6", 4096),
        _imagenet("vit_b_16", "ViT-B/16 (ImageNet)", "heads", 768),
        BackboneRecipe(_LIGHT, HALF, LightNet, lambda _: None, FEATURES, None),
        BackboneRecipe(
            _LITE_FPN, LITE, LiteMaps, lambda _: None, WIDTH, embedded_weights, lambda: FeaturePyramid(PYRAMID)
        ),
        _coco("lraspp_mobilenet_v3_large", "LR-ASPP MobileNetV3 (COCO)", LrasppFeatures, 128 + 40),
        _coco("deeplabv3_resnet50", "DeepLabV3 ResNet-50 (COCO)", without_last_layer, 256),
        _coco("fcn_resnet50", "FCN ResNet-50 (COCO)", without_last_layer, 512),
    )
}


def _recipe(name: str) -> BackboneRecipe:
    recipe = RECIPES.get(name) or _of_timm(name)
    if recipe is None:
        raise UserError(
            f"There is no backbone “{name}”.",
            f"Choose one of {', '.join(RECIPES)}, or install timm for more: pip install “domain-workbench[timm]”.",
        )
    return recipe


def _of_timm(name: str) -> BackboneRecipe | None:
    """A model of timm; None if timm is not installed or has no model of that name."""
    try:
        import timm
    except ImportError:
        return None
    if not timm.is_model(name):
        return None
    config = timm.get_pretrained_cfg(name)
    size, licence = (config.input_size[-1], config.license or "") if config else (224, "")
    card = _card(name, f"{name} (timm)", size, True, False, licence or "see its model card")

    def fetch() -> dict[str, Tensor]:
        try:
            state: dict[str, Tensor] = timm.create_model(name, pretrained=True).state_dict()
        except (OSError, RuntimeError) as error:  # no network, no such weights, a full disk
            raise _not_fetched(name, error) from error
        return state

    with torch.device("meta"):
        blank: Any = timm.create_model(name)
    features = getattr(blank, "head_hidden_size", blank.num_features)
    normalise = (tuple(config.mean), tuple(config.std)) if config else IMAGENET
    return BackboneRecipe(
        card, normalise, lambda: timm.create_model(name), lambda net: net.reset_classifier(0), features, fetch
    )


def _not_fetched(name: str, error: Exception) -> UserError:
    task = RECIPES[name].card.task if name in RECIPES else DEFAULT_TASK
    offline = max((one for one in cards() if one.embedded and one.task == task), key=lambda one: one.pretrained).name
    return UserError(
        f"The weights of {name} could not be downloaded ({str(error).splitlines()[0][:160]}).",
        f"Give a local file with --weights FILE, or choose --backbone {offline}, which needs no download.",
    )
