"""The critic tells the domains apart from features (Ganin et al., arXiv:1505.07818)."""

from torch import Tensor, nn


class Critic(nn.Module):
    """(B, D) features to one logit a sample (B,): above zero for source, below for target."""

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
        logits: Tensor = self.layers(features).squeeze(1)
        return logits
