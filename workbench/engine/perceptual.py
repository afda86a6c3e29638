"""Features of a pretrained network for translation metrics, and the perceptual distance of two images (LPIPS)."""

from pathlib import Path
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.engine.translation_problem import TranslationProblem
from workbench.nets.backbones import Extractor, input_side, pretrained_extractor

CHUNK = 32
LEAST = 1e-10
COARSEST = 16  # input pixels: the largest step of a feature map that tells what is at a place


class PerceptualFeatures(NamedTuple):
    """Features of B images: `features` (B, D), and `maps`, one feature map (B, C, H, W) of each resolution."""

    features: Tensor
    maps: tuple[Tensor, ...]


class PerceptualNetwork:
    """A frozen backbone. It resizes its input images, which may have any size."""

    def __init__(self, backbone: Extractor, size: int, device: torch.device) -> None:
        """`size`: side of the images in pixels; small images are scaled to a smaller input."""
        self.network = backbone.module.to(device).eval().requires_grad_(False)
        self.side = input_side(backbone.card, size)
        self.maps: dict[int, Tensor] = {}  # the last feature map of each height, during a forward pass
        for layer in self.network.modules():
            if isinstance(layer, nn.Conv2d):
                layer.register_forward_hook(self._keep)

    @torch.no_grad()
    def features(self, images: Tensor) -> PerceptualFeatures:
        """The features of (B, 3, S, S) images in [0, 1]."""
        self.maps.clear()
        shape = (self.side, self.side)
        inputs = images
        if images.shape[-2:] != shape:
            inputs = F.interpolate(images, shape, mode="bilinear", antialias=True, align_corners=False)
        features: Tensor = self.network(inputs)
        return PerceptualFeatures(features.float(), tuple(self.maps.values()))

    def _keep(self, _layer: nn.Module, _inputs: Any, output: Tensor) -> None:
        self.maps[output.shape[-2]] = output.float()


def perceptual_network(problem: TranslationProblem, device: torch.device) -> PerceptualNetwork:
    """The network with which a job measures translations. Raises UserError if its backbone is not pretrained."""
    weights = problem.job.weights
    backbone = pretrained_extractor(problem.job.backbone, Path(weights) if weights else None)
    return PerceptualNetwork(backbone, problem.job.image_size, device)


def content_distance(before: PerceptualFeatures, after: PerceptualFeatures) -> Tensor:
    """(B,) LPIPS distance (arXiv:1801.03924, eq. 1, with weights of one) that ignores differences of style.

    The mean of each channel over an image, which is style rather than content (arXiv:1703.06868), is subtracted from
    its maps. The vectors of all positions are then normalised. Squared differences are summed over channels, and
    averaged over positions and resolutions. For a network without maps: half the squared distance of unit features.
    """
    pairs = [
        (x - x.mean(dim=(2, 3), keepdim=True), y - y.mean(dim=(2, 3), keepdim=True))
        for x, y in zip(before.maps, after.maps, strict=True)
        if x.shape[-2] > 1
    ]
    if not pairs:
        return (_unit(before.features) - _unit(after.features)).square().sum(1) / 2
    return torch.stack([(_unit(x) - _unit(y)).square().sum(1).mean(dim=(1, 2)) for x, y in pairs]).mean(0)


def features_at(seen: PerceptualFeatures, places: Tensor, side: int) -> Tensor:
    """(B, P, D) features at `places` (B, P, 2), x and y in [0, 1]: of all maps that are fine enough, interpolated.

    `side`: of the network's input in pixels.
    """
    grid = (2 * places - 1)[:, None].to(seen.features.device)
    fine = [each for each in seen.maps if each.shape[-2] * COARSEST >= side] or list(seen.maps)
    found = [F.grid_sample(each, grid, padding_mode="border", align_corners=False)[:, :, 0] for each in fine]
    return torch.cat(found, 1).transpose(1, 2)


def _unit(x: Tensor) -> Tensor:
    return x / (x.square().sum(1, keepdim=True) + LEAST).sqrt()
