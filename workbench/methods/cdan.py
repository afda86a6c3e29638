"""CDAN: conditional adversarial domain adaptation (Long et al., arXiv:1705.10667)."""

from torch import Tensor

from workbench.engine.method import Batch, Progress
from workbench.losses.adversarial import reversal_schedule
from workbench.methods.families.conditional_alignment import ConditionalAlignment


class CDAN(ConditionalAlignment):
    """DANN with a critic of f ⊗ p and samples weighted by the certainty of their predictions (eqs. 7 and 8: CDAN+E)."""

    name = "cdan"
    title = "CDAN"
    paper = "https://arxiv.org/abs/1705.10667"
    summary = "DANN conditioned on the predicted class. Choose it over DANN for many or overlapping classes."

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One backward pass updates both: gradient reversal makes the features maximise the critic's loss."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        domain = self.alignment_loss(views, reversal_schedule(progress.fraction))
        self.minimise(task + self.settings.critic_weight * domain)
        return {"task": task.detach(), "critic": domain.detach()}
