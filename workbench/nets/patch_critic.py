"""Critics of images that judge patch by patch (Isola et al., arXiv:1611.07004)."""

from torch import Tensor, nn

from workbench.nets.image_generator import start_small

WIDEST = 8  # times the first maps' channels


class PatchCritic(nn.Module):
    """(B, 3, S, S) images in [0, 1] to (B, 1, P, P) verdicts, one for each patch; S of 8 or more.

    `layers` strided 4×4 convolutions, then two of stride 1; instance norm from the second on, leaky ReLU. Three make
    patches of 70 pixels (CycleGAN, §7.2), two of 34, one of 16.
    """

    def __init__(self, channels: int = 64, layers: int = 3) -> None:
        super().__init__()
        width = channels
        found: list[nn.Module] = [nn.Conv2d(3, width, 4, stride=2, padding=1), nn.LeakyReLU(0.2, inplace=True)]
        for layer in range(1, layers + 1):
            wider = channels * min(2**layer, WIDEST)
            stride = 2 if layer < layers else 1
            found += [
                nn.Conv2d(width, wider, 4, stride=stride, padding=1, bias=False),
                nn.InstanceNorm2d(wider, affine=True),
                nn.LeakyReLU(0.2, inplace=True),
            ]
            width = wider
        self.layers = nn.Sequential(*found, nn.Conv2d(width, 1, 4, padding=1))
        self.apply(start_small)

    def forward(self, images: Tensor) -> Tensor:
        """Verdicts: towards 1 for a real image, towards 0 for a made one."""
        verdicts: Tensor = self.layers(images * 2 - 1)
        return verdicts


def fitting_layers(size: int) -> int:
    """Strided layers of a critic of S × S images: patches of 16 pixels up to 23, 34 up to 63, 70 above."""
    return 1 if size < 24 else 2 if size < 64 else 3
