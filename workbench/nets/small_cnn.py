"""A compact convolutional network for small images, trained from scratch."""

from torch import Tensor, nn

WIDTHS = (32, 64, 128)
GRID = 4  # the last maps are pooled to 4 × 4, their natural size for images of 32 pixels
FEATURES = 256


class SmallNet(nn.Module):
    """Images (B, 3, H, W), sides of 8 pixels or more, to features (B, 256)."""

    out_features = FEATURES

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        channels = 3
        for width in WIDTHS:
            blocks += [
                nn.Conv2d(channels, width, 3, padding=1, bias=False),
                nn.BatchNorm2d(width),
                nn.ReLU(inplace=True),
                nn.MaxPool2d(2),
            ]
            channels = width
        self.blocks = nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(GRID), nn.Flatten())
        self.project = nn.Sequential(
            nn.Linear(channels * GRID * GRID, FEATURES, bias=False),
            nn.BatchNorm1d(FEATURES),
            nn.ReLU(),
            nn.Dropout(0.5),
        )

    def forward(self, images: Tensor) -> Tensor:
        """Features (B, 256)."""
        features: Tensor = self.project(self.blocks(images))  # (B, 128, H/8, W/8) → (B, 2048) → (B, 256)
        return features
