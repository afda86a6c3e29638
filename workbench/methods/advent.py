"""ADVENT: adversarial entropy minimisation (Vu et al., arXiv:1811.12833)."""

from torch import Tensor

from workbench.losses.information import self_information
from workbench.methods.families.output_alignment import OutputAlignment


class ADVENT(OutputAlignment):
    """The critic sees where predictions are unsure: on the target they shall be as sure as on the source (§3.2)."""

    name = "advent"
    title = "ADVENT"
    paper = "https://arxiv.org/abs/1811.12833"
    summary = "Makes the net as sure of target pixels as of source ones, by a critic of its doubt. Beside AdaptSegNet."

    def shown(self, logits: Tensor) -> Tensor:
        """I = −P log P, in shares of the largest entropy (eq. 3)."""
        return self_information(logits)
