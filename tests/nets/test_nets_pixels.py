"""Nets that tell pixels: shapes at many sizes, and torchvision's logits from torchvision's weights."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torchvision.models import get_model

from workbench.nets.backbone_recipe import IMAGENET
from workbench.nets.backbones import cards, extractor
from workbench.nets.classifier import Classifier
from workbench.nets.critic import Critic
from workbench.nets.feature_pyramid import FeaturePyramid
from workbench.nets.output_critic import OutputCritic
from workbench.nets.segmentation_nets import MULTIPLE, flatten_locations, pixel_classifier

NAMES = [one.name for one in cards() if one.task == "segment"]


def test_that_there_are_nets_without_download_and_those_of_torchvision() -> None:
    theirs = {"lraspp_mobilenet_v3_large", "deeplabv3_resnet50", "fcn_resnet50"}
    assert {"light", "efficientnet_lite0_fpn", *theirs} == set(NAMES)


def test_that_the_pyramid_stands_on_the_maps_of_the_pretrained_classifier() -> None:
    whole = extractor("efficientnet_lite0").module.eval()
    maps = extractor("efficientnet_lite0_fpn").module.eval()
    taken: list[torch.Tensor] = []
    blocks = whole.get_submodule("1._blocks")
    for index, channels in ((2, 24), (4, 40), (10, 112)):
        assert blocks.get_submodule(str(index)).get_parameter("_project_conv.weight").shape[0] == channels
        blocks.get_submodule(str(index)).register_forward_hook(lambda _net, _in, out: taken.append(out))
    images = torch.rand(1, 3, 64, 96)
    with torch.inference_mode():
        whole(images)
        found = maps(images)
    assert [one.shape[-1] for one in found] == [24, 12, 6]
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(found, taken, strict=True))


def test_that_the_pyramid_is_the_sum_from_coarse_to_fine() -> None:
    torch.manual_seed(0)
    pyramid = FeaturePyramid((3, 5)).eval()
    fine, coarse = torch.rand(2, 3, 4, 6), torch.rand(2, 5, 2, 3)
    linear = pyramid.gate[0]
    with torch.inference_mode():
        deep = pyramid.smooth[1](pyramid.lateral[1](coarse))
        gate = torch.sigmoid(linear(coarse.mean((2, 3))))
        deep = deep * gate[:, :, None, None]
        deep = torch.nn.functional.interpolate(deep, (4, 6), mode="bilinear")
        expected = pyramid.smooth[0](pyramid.lateral[0](fine) + deep)
        assert torch.allclose(pyramid((fine, coarse)), expected, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_that_logits_are_of_each_pixel_and_features_of_each_place(name: str) -> None:
    found = extractor(name, blank=True)
    model = pixel_classifier(found.module, found.neck, found.features, 4, found.card.stride).eval()
    for height, width in ((MULTIPLE, 2 * MULTIPLE), (3 * MULTIPLE, MULTIPLE)):
        with torch.inference_mode():
            output = model(torch.rand(2, 3, height, width))
        assert output.logits.shape == (2, 4, height, width)
        stride = found.card.stride
        assert output.features.shape == (2, found.features, height // stride, width // stride)


def theirs_and_ours(name: str, folder: Path) -> tuple[Any, Classifier, torch.nn.Conv2d]:
    """Torchvision's net with 5 classes, ours from its weights in a file, and our last layer."""
    torch.manual_seed(0)
    theirs = get_model(name, weights=None, weights_backbone=None, num_classes=5).eval()
    save_file(theirs.state_dict(), folder / "theirs.safetensors")
    ours = extractor(name, folder / "theirs.safetensors")
    model = pixel_classifier(ours.module, ours.neck, ours.features, 5, ours.card.stride).eval()
    return theirs, model, next(module for module in model.head.modules() if isinstance(module, torch.nn.Conv2d))


def assert_same_logits(theirs: Any, model: Classifier) -> None:
    images = torch.rand(1, 3, 64, 96)
    mean, std = (torch.tensor(each).view(3, 1, 1) for each in IMAGENET)
    with torch.inference_mode():
        assert model(images).logits == pytest.approx(theirs((images - mean) / std)["out"], abs=1e-4)


@pytest.mark.parametrize("name", ["deeplabv3_resnet50", "fcn_resnet50"])
def test_that_torchvisions_weights_give_torchvisions_logits(name: str, tmp_path: Path) -> None:
    theirs, model, last = theirs_and_ours(name, tmp_path)
    last.load_state_dict({key: theirs.state_dict()[f"classifier.4.{key}"] for key in ("weight", "bias")})
    assert_same_logits(theirs, model)


def test_that_lr_aspp_is_the_sum_of_its_two_linear_layers(tmp_path: Path) -> None:
    theirs, model, last = theirs_and_ours("lraspp_mobilenet_v3_large", tmp_path)
    head = theirs.classifier
    with torch.no_grad():
        last.weight.copy_(torch.cat([head.high_classifier.weight, head.low_classifier.weight], dim=1))
        assert last.bias is not None
        last.bias.copy_(head.high_classifier.bias + head.low_classifier.bias)
    assert_same_logits(theirs, model)


def test_that_critics_see_places_and_patches() -> None:
    features = torch.arange(24.0).view(2, 3, 2, 2)
    assert flatten_locations(features).shape == (8, 3)
    assert flatten_locations(features)[1].tolist() == features[0, :, 0, 1].tolist()
    assert Critic(3, 8)(features).shape[0] == 8
    assert OutputCritic(5, 4)(torch.rand(2, 5, 64, 96)).shape == (2, 1, 2, 3)
