"""Features joined with predictions (Long et al., CDAN, arXiv:1705.10667)."""

import torch
from torch import Tensor, nn

WIDEST = 4096  # the product of both sizes up to which all of it is kept


class MultilinearMap(nn.Module):
    """f (B, D) and p (B, K) to their outer product (B, D·K), or where that is too wide to a random part of it.

    The randomised map is (R_f f ⊙ R_p p)/√d with fixed normal matrices (eq. 6).
    """

    def __init__(self, features: int, classes: int, width: int = 1024) -> None:
        super().__init__()
        self.random = features * classes > WIDEST
        self.width = width if self.random else features * classes
        if self.random:
            self.register_buffer("of_features", torch.randn(features, width))
            self.register_buffer("of_classes", torch.randn(classes, width))

    def forward(self, features: Tensor, p: Tensor) -> Tensor:
        """(B, `width`)."""
        if self.random:
            left, right = features @ self.get_buffer("of_features"), p @ self.get_buffer("of_classes")
            random: Tensor = left * right / self.width**0.5
            return random
        return (features[:, :, None] * p[:, None, :]).flatten(1)
