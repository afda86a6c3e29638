"""SDAT: smooth domain adversarial training (Rangwani et al., arXiv:2206.08213)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from workbench.core.settings import setting
from workbench.engine.method import Batch, Progress, Views
from workbench.engine.parameter_groups import clear_gradients, take_shared_step, trained_weights
from workbench.losses.adversarial import reversal_schedule
from workbench.losses.confusion import class_confusion
from workbench.methods.families.conditional_alignment import ConditionalAlignment
from workbench.nets.distributed import average
from workbench.nets.norm import kept_statistics


class SDAT(ConditionalAlignment):
    """CDAN and MCC, where sharpness-aware minimisation seeks a flat minimum of the task loss.

    The gradient of task and confusion is taken at the weights θ + ε, where ε is the step of length ρ that raises this
    loss most (Foret et al., SAM, arXiv:2010.01412, eq. 2). The critic's gradient is taken at θ, as in the paper's
    objective; the authors' code takes it at θ + ε, too.
    """

    name = "sdat"
    title = "SDAT"
    paper = "https://arxiv.org/abs/2206.08213"
    optimises = ("im", "entropy", "bnm", "class_ami")
    summary = "CDAN and MCC with a flat minimum of the task loss. Steadier than CDAN; takes twice the time."

    @dataclass(frozen=True)
    class Settings(ConditionalAlignment.Settings):
        """Settings of SDAT. Defaults: the authors' code."""

        sharpness: float = setting(0.02, "Length of the step towards higher loss (ρ).", low=0.0, high=10.0)
        confusion_weight: float = setting(1.0, "Weight of the class confusion against the task.", low=0.0, high=100.0)
        temperature: float = setting(2.0, "Temperature of the predictions.", low=0.1, high=100.0)
        entropy_weighting: bool = setting(False, "Give confident predictions more weight (CDAN+E).")

    settings: Settings

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One update from the critic's gradient at θ and that of task and confusion at θ + ε.

        The second forward pass leaves the running statistics as they are, since they belong to θ. If the batch is split
        into parts, each part has its own ε (SAM, §4.1: m-sharpness).
        """
        optimizers = list(self.optimizers.values())
        weights, of_model = trained_weights(optimizers), trained_weights([self.optimizers["model"]])
        if self.part == 0:
            clear_gradients(optimizers)
        views = self.views(batch)
        task, confusion = self.task_loss(views, batch), self._confusion(views)
        domain = self.alignment_loss(views, reversal_schedule(progress.fraction))
        ascent = self._gradient(task + self.settings.confusion_weight * confusion, of_model)
        self.fabric.backward(self.settings.critic_weight * domain / self.parts, inputs=weights)
        with moved(of_model, ascent, self.settings.sharpness), kept_statistics(self.model):
            views = self.views(batch)
            smooth = self.task_loss(views, batch) + self.settings.confusion_weight * self._confusion(views)
            self.fabric.backward(smooth / self.parts, inputs=of_model)
        if self.part == self.parts - 1:
            take_shared_step(optimizers)
        return {"task": task.detach(), "critic": domain.detach(), "confusion": confusion.detach()}

    def _confusion(self, views: Views) -> Tensor:
        return class_confusion(views.target.logits, self.settings.temperature)

    def _gradient(self, loss: Tensor, weights: Sequence[Tensor]) -> list[Tensor]:
        """The gradient of a loss for each of the weights, which keep the gradients that they have. Keeps the graph."""
        kept = [weight.grad for weight in weights]
        clear_gradients([self.optimizers["model"]])
        self.fabric.backward(loss, inputs=list(weights), retain_graph=True)
        gradient = [torch.zeros_like(weight) if weight.grad is None else weight.grad for weight in weights]
        for weight, before in zip(weights, kept, strict=True):
            weight.grad = before
        average(gradient)
        return gradient


@contextmanager
def moved(weights: Sequence[Tensor], direction: Sequence[Tensor], length: float) -> Iterator[None]:
    """While open, the weights are moved by a step of this `length` in a direction; then they are as before, exactly.

    The length is the Euclidean norm over all weights together.
    """
    norm = torch.stack([torch.linalg.vector_norm(part.float()) for part in direction]).norm()
    before = [weight.detach().clone() for weight in weights]
    try:
        with torch.no_grad():
            for weight, part in zip(weights, direction, strict=True):
                weight.add_(part * (length / (norm + 1e-12)))
        torch.clear_autocast_cache()  # copies of the weights in lower precision are outdated
        yield
    finally:
        with torch.no_grad():
            for weight, value in zip(weights, before, strict=True):
                weight.copy_(value)
        torch.clear_autocast_cache()
