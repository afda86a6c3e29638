"""Multilinear map of features and predictions (Long et al., CDAN, arXiv:1705.10667)."""

import torch
from torch import Tensor, nn

WIDEST = 4096  # the full outer product is used up to this size D·K


class MultilinearMap(nn.Module):
    """Features f (B, D) and predictions p (B, K) to their outer product (B, D·K), or to a randomised map (B, width).

    The randomised map (R_f f ⊙ R_p p)/√d has fixed normal matrices (eq. 6). It is used where D·K exceeds WIDEST.
    """

    def __init__(self, features: int, classes: int, width: int = 1024) -> None:
        super().__init__()
        self.random = features * classes > WIDEST
        self.width = width if self.random else features * classes
        if self.random:
            self.register_buffer("of_features", torch.randn(features, width))
            self.register_buffer("of_classes", torch.randn(classes, width))

    def forward(self, features: Tensor, p: Tensor) -> Tensor:
        """The map, (B, self.width)."""
        if self.random:
            left, right = features @ self.get_buffer("of_features"), p @ self.get_buffer("of_classes")
            random: Tensor = left * right / self.width**0.5
            return random
        return (features[:, :, None] * p[:, None, :]).flatten(1)
