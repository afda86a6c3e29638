"""S+T: source and shots together, the reference of few-shot adaptation (Saito et al., arXiv:1904.06487, §4.1)."""

from torch import Tensor

from workbench.engine.method import Batch, Method, Progress


class SPlusT(Method):
    """Cross-entropy on labelled samples of both domains, with a head that compares directions."""

    name = "s_plus_t"
    title = "S+T"
    paper = "https://arxiv.org/abs/1904.06487"
    tasks = ("classify", "segment")
    summary = "Learns from the source and your shots, and from no other target image. The reference for few labels."
    shifts = ("closed", "partial", "open", "open-partial")
    needs = ("source images", "shots")
    cosine_head = True

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Unlabelled target images pass along for their statistics only."""
        views = self.views(batch)
        task = self.task_loss(views, batch)
        self.minimise(task)
        return {"task": task.detach()}
