"""The backbones that a job can name, and how each is built and gets its weights."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from torch import Tensor, nn

from workbench.core.catalogue import BackboneCard, WeightState
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.nets.backbone_recipe import HALF, LITE, BackboneRecipe, without
from workbench.nets.classifier import Normalise
from workbench.nets.efficientnet_lite import PYRAMID, EfficientNetLite0, LiteMaps, embedded_weights
from workbench.nets.feature_pyramid import WIDTH, FeaturePyramid
from workbench.nets.light_segmenter import FEATURES, STRIDE, LightNet
from workbench.nets.segmentation_nets import LrasppFeatures, without_last_layer
from workbench.nets.small_cnn import SmallNet
from workbench.nets.timm_backbones import any_of_timm, dinov2, lite2
from workbench.nets.torchvision_backbones import coco, imagenet, weight_file
from workbench.nets.weight_files import WeightFile, fetch
from workbench.nets.weights import fill, read_weights

SMALL_IMAGES, SMALL_INPUT = 48, 96  # pixels: images up to SMALL_IMAGES are scaled to SMALL_INPUT, not to the full input
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


def card(name: str) -> BackboneCard:
    """The description of a backbone. Raises UserError for an unknown name."""
    return _carded(_recipe(name))


def cards() -> tuple[BackboneCard, ...]:
    """The descriptions of all built-in backbones: of images, then of pixels; first those to try first."""
    return tuple(map(_carded, RECIPES.values()))


def weight_state(name: str) -> WeightState:
    """Where the weights of a backbone are. Raises UserError for an unknown name."""
    weights = _recipe(name).weights
    if weights is None:
        return WeightState.SCRATCH
    if isinstance(weights, WeightFile):
        return WeightState.CACHED if weights.path.is_file() else WeightState.MISSING
    return WeightState.BUNDLED if card(name).embedded else WeightState.MISSING


def fetch_weights(name: str) -> Generator[Prepared, None, Path | None]:
    """Download the weights of a backbone into the cache, with progress in bytes. Returns their file, None if bundled.

    Raises UserError for an unknown name, and as `weight_files.fetch`.
    """
    recipe = _recipe(name)
    if isinstance(recipe.weights, WeightFile):
        return (yield from fetch(recipe.weights, recipe.card.title))
    if weight_state(name) is WeightState.MISSING:
        raise UserError(f"The weights of {name} are not in the list.", "timm downloads them at first use.")
    return None


def extractor(name: str, weights: Path | None = None, blank: bool = False) -> Extractor:
    """Build a backbone and load its weights, from the file `weights` if given; with `blank`, load none.

    Raises UserError for an unknown name, a file that does not match, or weights that cannot be downloaded.
    """
    recipe = _recipe(name)
    net = recipe.make()
    recipe.cut(net)
    if weights is not None and not blank:
        fill(net, recipe.convert(net, read_weights(weights)), weights.name)
    elif isinstance(recipe.weights, WeightFile) and not blank:
        _fill_from_cache(net, recipe)
    elif callable(recipe.weights) and not blank:
        fill(net, recipe.weights(), name)
    module = nn.Sequential(Normalise(*recipe.normalise), net)
    return Extractor(module, recipe.features, _carded(recipe), recipe.neck())


def _fill_from_cache(net: nn.Module, recipe: BackboneRecipe) -> None:
    name, task = recipe.card.name, recipe.card.task
    try:
        file = Returning(fetch_weights(name)).finish()
    except UserError as error:
        embedded = [one for one in cards() if one.embedded and one.task == task]
        offline = max(embedded, key=lambda one: one.pretrained).name
        raise UserError(error.message, f"{error.hint} The backbone {offline} needs no download.") from error
    assert file is not None  # such a recipe has a file
    try:
        fill(net, recipe.convert(net, read_weights(file)), file.name)
    except UserError as error:
        raise UserError(error.message, f"Delete {file}, and fetch the weights of {name} again.") from error


def pretrained_extractor(name: str, weights: Path | None = None) -> Extractor:
    """A backbone whose features (B, D) of images mean something without training. Raises UserError otherwise."""
    found = extractor(name, weights)
    if found.card.stride:
        raise UserError(f"The backbone “{name}” has features of pixels, not of images.", HINT)
    if not found.card.pretrained and weights is None:
        raise UserError(f"The backbone “{name}” is not pretrained, so its features mean nothing yet.", HINT)
    return found


def input_side(card: BackboneCard, side: float) -> int:
    """The side in pixels to which images of this `side` are scaled for the features of a pretrained backbone."""
    small = side <= SMALL_IMAGES and not card.one_size
    return min(card.image_size, SMALL_INPUT) if small else card.image_size


def blank(name: str) -> nn.Module:
    """A backbone without weights, head and input normalisation; its tensor names identify weight files.

    Raises UserError for an unknown name.
    """
    recipe = _recipe(name)
    net = recipe.make()
    recipe.cut(net)
    return net


def converted(name: str, net: nn.Module, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of a file for `net`, a backbone of that name: by its names and in its shapes, if that is known."""
    return _recipe(name).convert(net, state)


def _carded(recipe: BackboneRecipe) -> BackboneCard:
    """The card with what the file of weights says."""
    if not isinstance(recipe.weights, WeightFile):
        return recipe.card
    file = recipe.weights
    return msgspec.structs.replace(recipe.card, megabytes=file.megabytes, source=file.address)


_SMALL = BackboneCard(
    "small",
    "Small net (from scratch)",
    32,
    False,
    True,
    "Apache-2.0",
    summary="For images up to 48 pixels. Trained in minutes on a CPU.",
)
_LITE = BackboneCard(
    "efficientnet_lite0",
    "EfficientNet-Lite0 (ImageNet)",
    160,
    True,
    True,
    "Apache-2.0",
    summary="For photos on a CPU. The default for images above 48 pixels.",
)
_LIGHT = BackboneCard(
    "light",
    "Light net for pixels (from scratch)",
    128,
    False,
    True,
    "Apache-2.0",
    stride=STRIDE,
    task="segment",
    summary="For images up to 128 pixels. The fastest to train on a CPU.",
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
    summary="For scenes on a CPU. The default for images above 128 pixels.",
)
RECIPES = {
    recipe.card.name: recipe
    for recipe in (
        BackboneRecipe(_SMALL, HALF, SmallNet, lambda _: None, SmallNet.out_features, None),
        BackboneRecipe(
            _LITE, LITE, EfficientNetLite0, without("_fc"), EfficientNetLite0.out_features, embedded_weights
        ),
        dinov2(),
        imagenet(
            "convnext_tiny",
            "ConvNeXt-T (ImageNet)",
            "classifier.2",
            768,
            weight_file("convnext_tiny-983f1562.pth", 114),
            "Accurate on photos, and a modern convolutional net. For a GPU, or a frozen net on a CPU.",
        ),
        lite2(),
        imagenet(
            "resnet50",
            "ResNet-50 (ImageNet)",
            "fc",
            2048,
            weight_file("resnet50-11ad3fa6.pth", 103),
            "The net of most papers on domain adaptation. To compare with their figures.",
        ),
        imagenet(
            "resnet18",
            "ResNet-18 (ImageNet)",
            "fc",
            512,
            weight_file("resnet18-f37072fd.pth", 47),
            "Small and well known. Trained whole on a modest GPU.",
        ),
        imagenet(
            "alexnet",
            "AlexNet (ImageNet)",
            "classifier.6",
            4096,
            weight_file("alexnet-owt-7be5be79.pth", 244),
            "The net of early papers. To compare with their figures.",
        ),
        imagenet(
            "vit_b_16",
            "ViT-B/16 (ImageNet)",
            "heads",
            768,
            weight_file("vit_b_16-c867db91.pth", 346),
            "A large transformer. For a GPU.",
            one_size=True,
        ),
        BackboneRecipe(_LIGHT, HALF, LightNet, lambda _: None, FEATURES, None),
        BackboneRecipe(
            _LITE_FPN, LITE, LiteMaps, lambda _: None, WIDTH, embedded_weights, lambda: FeaturePyramid(PYRAMID)
        ),
        coco(
            "lraspp_mobilenet_v3_large",
            "LR-ASPP MobileNetV3 (COCO)",
            LrasppFeatures,
            128 + 40,
            weight_file("lraspp_mobilenet_v3_large-d234d4ea.pth", 13),
            "Learned the masks of everyday photos. Quick, for a CPU.",
        ),
        coco(
            "deeplabv3_resnet50",
            "DeepLabV3 ResNet-50 (COCO)",
            without_last_layer,
            256,
            weight_file("deeplabv3_resnet50_coco-cd0a2569.pth", 168),
            "The net of papers on the segmentation of streets. For a GPU.",
        ),
        coco(
            "fcn_resnet50",
            "FCN ResNet-50 (COCO)",
            without_last_layer,
            512,
            weight_file("fcn_resnet50_coco-1167a1af.pth", 142),
            "A simpler head than DeepLabV3's. For a GPU.",
        ),
    )
}


def _recipe(name: str) -> BackboneRecipe:
    recipe = RECIPES.get(name) or any_of_timm(name)
    if recipe is None:
        raise UserError(
            f"There is no backbone “{name}”.",
            f"Choose one of {', '.join(RECIPES)}, or install timm for more: pip install 'domain-workbench[timm]'.",
        )
    return recipe
