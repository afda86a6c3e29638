"""The domain critic of segmentation outputs (Tsai et al., AdaptSegNet, arXiv:1802.10349, §3.3)."""

from torch import Tensor, nn

LAYERS = 4  # strided convolutions before the last one


class OutputCritic(nn.Module):
    """Class maps (B, K, H, W) to one logit per patch (B, 1, P, Q): positive for source, negative for target.

    Five 4×4 convolutions of stride 2 with leaky ReLU between them, without normalisation.
    """

    def __init__(self, channels: int, width: int = 64) -> None:
        """`channels`: K; `width`: channels of the first layer, doubled in each of the next three."""
        super().__init__()
        layers: list[nn.Module] = []
        for layer in range(LAYERS):
            wider = width * 2**layer
            layers += [nn.Conv2d(channels, wider, 4, stride=2, padding=1), nn.LeakyReLU(0.2, inplace=True)]
            channels = wider
        self.layers = nn.Sequential(*layers, nn.Conv2d(channels, 1, 4, stride=2, padding=1))

    def forward(self, maps: Tensor) -> Tensor:
        """Logits (B, 1, P, Q)."""
        logits: Tensor = self.layers(maps)
        return logits
