"""The domain critic: classifies features as source or target (Ganin et al., arXiv:1505.07818)."""

from torch import Tensor, nn

from workbench.nets.segmentation_nets import flatten_locations


class Critic(nn.Module):
    """Features (B, D) to one logit per sample (B,): positive for source, negative for target.

    In feature maps (B, D, H, W) each location is a sample, which gives logits (B·H·W,) (Hoffman et al., FCNs in the
    wild, arXiv:1612.02649, §3.2).
    """

    def __init__(self, features: int, hidden: int = 1024, dropout: float = 0.5) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(features, hidden),
            nn.ReLU(inplace=True),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(inplace=True),
            nn.Dropout(dropout),
            nn.Linear(hidden, 1),
        )

    def forward(self, features: Tensor) -> Tensor:
        """Logits (B,) or (B·H·W,)."""
        logits: Tensor = self.layers(flatten_locations(features)).squeeze(1)
        return logits
