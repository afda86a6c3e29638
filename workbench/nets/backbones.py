"""The backbones a job can name, and how each is built with its weights."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from workbench.core.catalogue import BackboneCard
from workbench.core.errors import UserError
from workbench.nets.classifier import Normalise
from workbench.nets.efficientnet_lite import EfficientNetLite0, embedded_weights
from workbench.nets.small import SmallNet

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
LITE = ((127 / 255,) * 3, (128 / 255,) * 3)
HALF = ((0.5,) * 3, (0.5,) * 3)


class Extractor(NamedTuple):
    """`module` takes (B, 3, H, W) images in [0, 1] to (B, `features`) features."""

    module: nn.Module
    features: int
    card: BackboneCard


class Recipe(NamedTuple):
    """What `extractor` needs to know of a backbone."""

    card: BackboneCard
    normalise: tuple[tuple[float, ...], tuple[float, ...]]
    make: Callable[[], nn.Module]
    cut: Callable[[Any], object]  # takes the ImageNet head off, which stays behind
    features: int
    fetch: Callable[[], dict[str, Tensor]] | None  # None: trained from scratch


def card(name: str) -> BackboneCard:
    """The backbone of that name. Raises UserError when there is none."""
    return _recipe(name).card


def cards() -> tuple[BackboneCard, ...]:
    """All backbones, the quickest first."""
    return tuple(recipe.card for recipe in RECIPES.values())


def extractor(name: str, weights: Path | None = None, blank: bool = False) -> Extractor:
    """A backbone with its weights, from a local file where one is given; with `blank`, without any.

    Raises UserError for an unknown name, a file that does not fit, or weights that can not be fetched.
    """
    recipe = _recipe(name)
    net = recipe.make()
    if weights is not None and not blank:
        _load(net, _read(weights), weights.name)
    elif recipe.fetch is not None and not blank:
        _load(net, recipe.fetch(), name)
    recipe.cut(net)
    return Extractor(nn.Sequential(Normalise(*recipe.normalise), net), recipe.features, recipe.card)


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


def _read(path: Path) -> dict[str, Tensor]:
    if not path.is_file():
        raise UserError(f"There is no weights file {path}.", "Check the path given with --weights.")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # the loaders raise whatever the bytes lead them to
        reason = str(error).split("\n", maxsplit=1)[0]
        raise UserError(
            f"{path.name} is not a weights file that can be read safely ({reason}).",
            "Use a .safetensors file, or a .pth file that holds a plain state dict.",
        ) from error
    if not isinstance(state, dict):
        raise UserError(f"{path.name} holds no state dict.", "Save it with torch.save(model.state_dict(), …).")
    inner: dict[str, Tensor] = state.get("state_dict", state)
    return inner


def _load(net: nn.Module, state: dict[str, Tensor], source: str) -> None:
    try:
        net.load_state_dict(state)
    except (RuntimeError, TypeError, AttributeError) as error:
        first = str(error).split("\n")[1].strip() if "\n" in str(error) else str(error)
        raise UserError(
            f"{source} does not fit the backbone: {first[:160]}", "Choose the backbone it is for."
        ) from error


def _card(name: str, title: str, image_size: int, pretrained: bool, embedded: bool, licence: str) -> BackboneCard:
    return BackboneCard(
        name=name, title=title, image_size=image_size, pretrained=pretrained, embedded=embedded, licence=licence
    )


def _without(head: str) -> Callable[[nn.Module], None]:
    """Puts nothing in the place of a part, “classifier.6” or the like."""
    parent, _, name = head.rpartition(".")
    return lambda net: setattr(net.get_submodule(parent), name, nn.Identity())


def _imagenet(name: str, title: str, head: str, features: int) -> Recipe:
    card = _card(name, title, 224, pretrained=True, embedded=False, licence="BSD-3-Clause")
    return Recipe(card, IMAGENET, _torchvision(name), _without(head), features, _download(name))


_SMALL = _card("small", "Small net (from scratch)", 32, pretrained=False, embedded=True, licence="Apache-2.0")
_LITE = _card(
    "efficientnet_lite0", "EfficientNet-Lite0 (ImageNet)", 160, pretrained=True, embedded=True, licence="Apache-2.0"
)
RECIPES = {
    recipe.card.name: recipe
    for recipe in (
        Recipe(_SMALL, HALF, SmallNet, lambda _: None, SmallNet.out_features, None),
        Recipe(_LITE, LITE, EfficientNetLite0, _without("_fc"), EfficientNetLite0.out_features, embedded_weights),
        _imagenet("resnet18", "ResNet-18 (ImageNet)", "fc", 512),
        _imagenet("resnet50", "ResNet-50 (ImageNet)", "fc", 2048),
        _imagenet("alexnet", "AlexNet (ImageNet)", "classifier.6", 4096),
        _imagenet("vit_b_16", "ViT-B/16 (ImageNet)", "heads", 768),
    )
}


def _recipe(name: str) -> Recipe:
    found = RECIPES.get(name) or _of_timm(name)
    if found is None:
        raise UserError(
            f"There is no backbone “{name}”.",
            f"Choose from: {', '.join(RECIPES)}; or any of timm's, with: pip install “domain-workbench[timm]”.",
        )
    return found


def _of_timm(name: str) -> Recipe | None:
    """A model of timm, where that is installed and has one of that name."""
    try:
        import timm
    except ImportError:
        return None
    if not timm.is_model(name):
        return None
    known = timm.get_pretrained_cfg(name)
    size, licence = (known.input_size[-1], known.license or "") if known else (224, "")
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
    normalise = (tuple(known.mean), tuple(known.std)) if known else IMAGENET
    return Recipe(
        card, normalise, lambda: timm.create_model(name), lambda net: net.reset_classifier(0), features, fetch
    )


def _not_fetched(name: str, error: Exception) -> UserError:
    return UserError(
        f"The weights of {name} could not be downloaded ({str(error).splitlines()[0][:160]}).",
        "Give a local file with --weights FILE, or use --backbone efficientnet_lite0, which needs no download.",
    )
