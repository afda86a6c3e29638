"""AaD: attracting and dispersing (Yang et al., arXiv:2205.04183)."""

from dataclasses import dataclass

from torch import Tensor
from torch.optim import Optimizer

from workbench.core.settings import setting
from workbench.engine.method import Batch, Progress
from workbench.losses.neighbourhood import attraction, dispersion
from workbench.methods.families.source_free import SourceFree
from workbench.nets.classifier import Output


class AaD(SourceFree):
    """The prediction of a target sample becomes equal to those of its nearest neighbours, unlike those of the batch.

    The dispersing term decays with λ = (1 + 10q)^(−β), where q is the fraction of the stage that is done (§3).
    """

    name = "aad"
    title = "AaD"
    paper = "https://arxiv.org/abs/2205.04183"
    optimises = ("im", "entropy", "bnm", "snd")
    summary = "Adapts a source model without source images: neighbours agree. Simple; for balanced classes."
    losses = ("attraction", "dispersion")

    @dataclass(frozen=True)
    class Settings(SourceFree.Settings):
        """Settings of AaD. In the paper, β is 0 for 65 classes, 2 for 31 and 5 for 12."""

        neighbours: int = setting(5, "Neighbours of a sample (k); 3 where classes are small.", low=1, high=100)
        decay: float = setting(2.0, "Decay of the dispersing term (β); 0 keeps it.", low=0.0, high=20.0)

    settings: Settings

    def make_optimizers(self) -> dict[str, Optimizer]:
        """Each stage starts with an optimizer of its own; both train all layers."""
        return {"model": self.adam(self.model), "target": self.adam(self.model)}

    def adapt(self, task: Tensor, target: Output, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The objective of §3: attraction plus λ times dispersion."""
        p = target.logits.softmax(dim=1)
        bank_features, bank_p = self.get_buffer("bank_features"), self.get_buffer("bank_p")
        near = attraction(
            p, target.features.detach(), batch.target_rows, bank_features, bank_p, self.settings.neighbours
        )
        far = dispersion(p)
        weight = (1 + 10 * progress.fraction) ** -self.settings.decay
        self.minimise(task + near + weight * far, "target")
        return {"attraction": near.detach(), "dispersion": far.detach()}
