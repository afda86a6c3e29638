"""AdaptSegNet: structured output adaptation (Tsai et al., arXiv:1802.10349)."""

from torch import Tensor

from workbench.methods.families.output_alignment import OutputAlignment


class AdaptSegNet(OutputAlignment):
    """The critic gets class probabilities, which aligns the scene layout of both domains (§3.2, single level)."""

    name = "adaptsegnet"
    title = "AdaptSegNet"
    paper = "https://arxiv.org/abs/1802.10349"
    summary = "Aligns the predicted scenes of both domains with a critic. For domains with the same scene layout."
    short_listed = ("segment",)

    def critic_input(self, logits: Tensor) -> Tensor:
        """The class probabilities P."""
        return logits.softmax(dim=1)
