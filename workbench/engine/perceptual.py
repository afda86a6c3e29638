"""Images as a pretrained network sees them: its features, and how far two images differ in its maps (LPIPS)."""

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.core.errors import UserError
from workbench.core.translation import TranslationJob
from workbench.engine.translation_problem import TranslationProblem
from workbench.nets.backbones import Extractor, extractor

SMALL_IMAGES, SMALL_INPUT = 48, 96  # pixels: up to the first, a smaller input shows all there is
CHUNK = 32
LEAST = 1e-10


class Seeing(NamedTuple):
    """Of B images: `features` (B, D), and one map (B, C, H, W) of each resolution that the network goes through."""

    features: Tensor
    maps: tuple[Tensor, ...]


class Perception:
    """A frozen backbone. Images of any size are brought to its own before it sees them."""

    def __init__(self, found: Extractor, size: int, device: torch.device) -> None:
        """`size`: of the images that it will be shown, in pixels."""
        self.network = found.module.to(device).eval().requires_grad_(False)
        self.side = min(found.card.image_size, SMALL_INPUT) if size <= SMALL_IMAGES else found.card.image_size
        self.seen: dict[int, Tensor] = {}  # the last map of each height, while the network looks
        for layer in self.network.modules():
            if isinstance(layer, nn.Conv2d):
                layer.register_forward_hook(self._keep)

    @torch.no_grad()
    def see(self, images: Tensor) -> Seeing:
        """What the network makes of (B, 3, S, S) images in [0, 1]."""
        self.seen.clear()
        shape = (self.side, self.side)
        large = images
        if images.shape[-2:] != shape:
            large = F.interpolate(images, shape, mode="bilinear", antialias=True, align_corners=False)
        features: Tensor = self.network(large)
        return Seeing(features.float(), tuple(self.seen.values()))

    def _keep(self, _layer: nn.Module, _inputs: Any, output: Tensor) -> None:
        self.seen[output.shape[-2]] = output.float()


def perception(problem: TranslationProblem, device: torch.device) -> Perception:
    """The backbone that a job measures with. Raises UserError where it knows nothing of images yet."""
    found = _extractor(problem.job)
    return Perception(found, problem.job.image_size, device)


def content_distance(before: Seeing, after: Seeing) -> Tensor:
    """(B,) how much else than the look differs: maps, each channel less its mean over the image and each place made a
    unit vector, squared differences averaged over places and summed over channels, averaged over resolutions (LPIPS,
    arXiv:1801.03924, eq. 1, with weights of one).

    The mean of a channel over an image is its look (style) rather than its content (arXiv:1703.06868), so it is taken
    off. Where a network has no maps, half the squared distance of unit features.
    """
    pairs = [
        (one - one.mean(dim=(2, 3), keepdim=True), other - other.mean(dim=(2, 3), keepdim=True))
        for one, other in zip(before.maps, after.maps, strict=True)
        if one.shape[-2] > 1
    ]
    if not pairs:
        return (_unit(before.features) - _unit(after.features)).square().sum(1) / 2
    return torch.stack([(_unit(x) - _unit(y)).square().sum(1).mean(dim=(1, 2)) for x, y in pairs]).mean(0)


def _unit(x: Tensor) -> Tensor:
    return x / (x.square().sum(1, keepdim=True) + LEAST).sqrt()


def _extractor(job: TranslationJob) -> Extractor:
    from pathlib import Path

    found = extractor(job.backbone, Path(job.weights) if job.weights else None)
    if not found.card.pretrained and not job.weights:
        raise UserError(
            f"The backbone “{job.backbone}” is not pretrained, so its features mean nothing.",
            "Use efficientnet_lite0, which needs no download.",
        )
    return found
