"""The critic of what a net says of pixels (Tsai et al., AdaptSegNet, arXiv:1802.10349, §3.3)."""

from torch import Tensor, nn

LAYERS = 4  # strided ones before the last


class OutputCritic(nn.Module):
    """(B, K, H, W) maps to (B, 1, P, Q) logits, one a patch: above zero for source, below for target.

    Five 4×4 convolutions of stride 2, leaky ReLU between them, no normalisation.
    """

    def __init__(self, channels: int, width: int = 64) -> None:
        """`channels`: K of the maps; `width`: of the first layer, doubled by each of the next three."""
        super().__init__()
        layers: list[nn.Module] = []
        for layer in range(LAYERS):
            wider = width * 2**layer
            layers += [nn.Conv2d(channels, wider, 4, stride=2, padding=1), nn.LeakyReLU(0.2, inplace=True)]
            channels = wider
        self.layers = nn.Sequential(*layers, nn.Conv2d(channels, 1, 4, stride=2, padding=1))

    def forward(self, maps: Tensor) -> Tensor:
        """Logits."""
        logits: Tensor = self.layers(maps)
        return logits
