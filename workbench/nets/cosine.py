"""A cosine-similarity head (Chen et al., A closer look at few-shot classification, arXiv:1904.04232)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

TEMPERATURE = 0.05


class CosineHead(nn.Module):
    """Similarity of features (B, D) to the prototype of each class, divided by a temperature: logits (B, K).

    As in MME (Saito et al., arXiv:1904.06487, §3.1), features are normalised and prototypes are not. With
    `normalise_prototypes`, as in DANCE, both are.
    """

    def __init__(
        self, features: int, classes: int, temperature: float = TEMPERATURE, normalise_prototypes: bool = False
    ) -> None:
        super().__init__()
        self.temperature, self.normalise_prototypes = temperature, normalise_prototypes
        self.weight = nn.Parameter(torch.empty(classes, features))
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)

    def prototypes(self) -> Tensor:
        """The class prototypes (K, D)."""
        return F.normalize(self.weight, dim=1) if self.normalise_prototypes else self.weight

    def forward(self, features: Tensor) -> Tensor:
        """Logits (B, K)."""
        return F.normalize(features, dim=1) @ self.prototypes().T / self.temperature
