"""A head with a one-against-all classifier for each class (OVANet, Saito and Saenko, arXiv:2104.03344)."""

from torch import Tensor, nn


class OneVsAllHead(nn.Module):
    """A closed-set head and K one-against-all heads over the same features.

    The sigmoid of output k of `one_vs_all` is the probability that a sample is of class k and not of any other: p(ŷᵏ|x)
    of the paper, which writes it as the softmax of two logits.
    """

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.closed = nn.Linear(features, classes)
        self.one_vs_all = nn.Linear(features, classes)

    def forward(self, features: Tensor) -> Tensor:
        """Logits (B, K) for features (B, D): those of the closed head, moved by the same amount for all classes.

        The largest is the log-odds of its class against all others, so that it is below zero for a sample of no
        class. Moving them changes neither their softmax nor its gradient.
        """
        closed, odds = self.closed(features), self.one_vs_all(features)
        top = closed.argmax(dim=1, keepdim=True)
        moved: Tensor = closed - closed.gather(1, top).detach() + odds.gather(1, top).detach()
        return moved
