"""Patch critics of images (PatchGAN, Isola et al., arXiv:1611.07004)."""

from torch import Tensor, nn

from workbench.nets.image_generator import init_normal

WIDEST = 8  # largest width, as a multiple of `channels`


class PatchCritic(nn.Module):
    """Images (B, 3, S, S) in [0, 1] to one score per patch (B, 1, P, P). S must be 8 or more.

    `layers` strided 4×4 convolutions, then two of stride 1; leaky ReLU between them, instance norm after all but the
    first and the last. Patches are 70 pixels wide with three layers (CycleGAN, §7.2), 34 with two, 16 with one.
    """

    def __init__(self, channels: int = 64, layers: int = 3) -> None:
        super().__init__()
        width = channels
        modules: list[nn.Module] = [nn.Conv2d(3, width, 4, stride=2, padding=1), nn.LeakyReLU(0.2, inplace=True)]
        for layer in range(1, layers + 1):
            wider = channels * min(2**layer, WIDEST)
            stride = 2 if layer < layers else 1
            modules += [
                nn.Conv2d(width, wider, 4, stride=stride, padding=1, bias=False),
                nn.InstanceNorm2d(wider, affine=True),
                nn.LeakyReLU(0.2, inplace=True),
            ]
            width = wider
        self.layers = nn.Sequential(*modules, nn.Conv2d(width, 1, 4, padding=1))
        self.apply(init_normal)

    def forward(self, images: Tensor) -> Tensor:
        """Scores (B, 1, P, P), trained towards 1 for real images and 0 for generated ones."""
        scores: Tensor = self.layers(images * 2 - 1)
        return scores


def fitting_layers(size: int) -> int:
    """Number of strided layers for images of `size` × `size` pixels: 1 below 24 pixels, 2 below 64, else 3."""
    return 1 if size < 24 else 2 if size < 64 else 3
