"""A head with a one-against-all classifier for each class (OVANet, Saito and Saenko, arXiv:2104.03344)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.cosine import CosineHead


class OneVsAll(nn.Module):
    """One-against-all classifiers: output k is the log-odds that a sample is of class k and not of any other.

    Its sigmoid is p(ŷᵏ|x), which the paper writes as the softmax of two logits. As in the authors' code, the two weight
    vectors of a class, `own` and `others`, are normalised, and there is no bias.
    """

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.own = nn.Parameter(torch.randn(classes, features) * 0.1)
        self.others = nn.Parameter(torch.randn(classes, features) * 0.1)

    def forward(self, features: Tensor) -> Tensor:
        """Log-odds (B, K) for features (B, D)."""
        return F.linear(features, F.normalize(self.own, dim=1) - F.normalize(self.others, dim=1))


class OneVsAllHead(nn.Module):
    """A closed-set head and one-against-all classifiers over the same features.

    The closed-set head is the cosine classifier of DANCE; the paper's is linear.
    """

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.closed = CosineHead(features, classes, normalise_prototypes=True)
        self.one_vs_all = OneVsAll(features, classes)

    def forward(self, features: Tensor) -> Tensor:
        """Logits (B, K) for features (B, D): those of the closed head, moved by the same amount for all classes.

        The largest is the log-odds of its class against all others, so that it is below zero for a sample of no
        class. Moving them changes neither their softmax nor its gradient.
        """
        closed, odds = self.closed(features), self.one_vs_all(features)
        top = closed.argmax(dim=1, keepdim=True)
        moved: Tensor = closed - closed.gather(1, top).detach() + odds.gather(1, top).detach()
        return moved
