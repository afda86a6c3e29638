"""AdaptSegNet: structured output adaptation (Tsai et al., arXiv:1802.10349)."""

from torch import Tensor

from workbench.methods.families.output_alignment import OutputAlignment


class AdaptSegNet(OutputAlignment):
    """The critic sees probabilities: scenes of both domains shall be laid out alike (§3.2, single level)."""

    name = "adaptsegnet"
    title = "AdaptSegNet"
    paper = "https://arxiv.org/abs/1802.10349"
    summary = "Makes predicted scenes of both domains look alike to a critic. Where their layout is the same."
    short_listed = ("segment",)

    def shown(self, logits: Tensor) -> Tensor:
        """P = softmax over classes."""
        return logits.softmax(dim=1)
