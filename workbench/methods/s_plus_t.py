"""S+T: training on source and shots, the baseline of few-shot adaptation (Saito et al., arXiv:1904.06487, §4.1)."""

from torch import Tensor

from workbench.engine.method import Batch, Method, Progress


class SPlusT(Method):
    """Minimises the cross-entropy on labelled samples of both domains, with a cosine head."""

    name = "s_plus_t"
    title = "S+T"
    paper = "https://arxiv.org/abs/1904.06487"
    tasks = ("classify", "segment")
    summary = "Trains on the source and your shots, without unlabelled target images. The baseline for few shots."
    shifts = ("closed", "partial", "open", "open-partial")
    needs = ("source images", "shots")
    cosine_head = True

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Unlabelled target images only update the normalisation statistics."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        self.minimise(task)
        return {"task": task.detach()}
