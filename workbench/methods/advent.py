"""ADVENT: adversarial entropy minimisation (Vu et al., arXiv:1811.12833)."""

from torch import Tensor

from workbench.losses.information import self_information
from workbench.methods.families.output_alignment import OutputAlignment


class ADVENT(OutputAlignment):
    """The critic gets self-information maps, which aligns the entropy of target and source predictions (§3.2)."""

    name = "advent"
    title = "ADVENT"
    paper = "https://arxiv.org/abs/1811.12833"
    optimises = ("im", "entropy")
    summary = "Aligns the prediction entropy of both domains with a critic. An alternative to AdaptSegNet."

    def critic_input(self, logits: Tensor) -> Tensor:
        """The self-information I = −P log P, divided by the maximum entropy (eq. 3)."""
        return self_information(logits)
