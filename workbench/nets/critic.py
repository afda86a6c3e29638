"""The critic tells the domains apart from features (Ganin et al., arXiv:1505.07818)."""

from torch import Tensor, nn

from workbench.nets.segmentation_nets import by_place


class Critic(nn.Module):
    """(B, D) features to one logit a sample (B,): above zero for source, below for target.

    Of (B, D, H, W) each place is a sample, (B·H·W,) logits (Hoffman et al., FCNs in the wild, arXiv:1612.02649, §3.2).
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
        """Logits."""
        logits: Tensor = self.layers(by_place(features)).squeeze(1)
        return logits
