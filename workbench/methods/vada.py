"""VADA and DIRT-T: decision boundaries that avoid dense regions (Shu et al., arXiv:1802.08735)."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.losses.adversarial import domain_loss
from workbench.losses.information import entropy
from workbench.losses.smoothness import divergence, sized
from workbench.methods.families.domain_critic import domain_smoothing
from workbench.nets.classifier import Classifier, ExportedClassifier, Output, without_wrapper
from workbench.nets.critic import Critic
from workbench.nets.distributed import own_share, processes
from workbench.nets.ema import ema_update, warm_momentum
from workbench.nets.norm import DomainStandardise, ImageStandardise, kept_statistics

ADAPT, REFINE = "vada", "dirt-t"
PROBE = 0.1  # size of the random perturbation from which the power iteration starts, as a share of the radius


class VADA(Method):
    """Domain-adversarial training, low entropy on the target, and predictions that small perturbations do not change.

    VADA uses both domains. DIRT-T then refines the model on the target alone, close to the predictions of a teacher,
    which the average model replaces at regular intervals. The average model is the adapted one.
    """

    name = "vada"
    title = "VADA and DIRT-T"
    paper = "https://arxiv.org/abs/1802.08735"
    optimises = ("im", "entropy")
    summary = "Moves class boundaries out of dense regions of the target. Try it where a critic alone fails; slow."

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of VADA and DIRT-T. Defaults: the paper's for digits."""

        critic_weight: float = setting(0.01, "Weight of the critic (λ_d).", low=0.0, high=100.0)
        source_weight: float = setting(1.0, "Weight of smoothness on the source (λ_s).", low=0.0, high=100.0)
        target_weight: float = setting(
            0.01, "Weight of smoothness and entropy on the target (λ_t).", low=0.0, high=100.0
        )
        radius: float = setting(
            0.0316, "Perturbation of an input value: pixels of 0 to 1, or deviations of a feature.", low=0.0, high=10.0
        )
        refine_share: float = setting(0.5, "Share of the steps spent on DIRT-T.", low=0.05, high=0.95)
        teacher_weight: float = setting(0.01, "Weight of the teacher in DIRT-T (β).", low=0.0, high=100.0)
        teachers: int = setting(5, "Number of teachers in DIRT-T, one after the other.", low=1, high=1000)
        momentum: float = setting(0.998, "Momentum of the average model's weights.", low=0.0, high=0.99999)
        standardise_images: bool = setting(False, "Standardise each image, where brightness or contrast differ.")
        invert_images: bool = setting(False, "Invert half of the images at random, where bright and dark may change.")
        critic_width: int = setting(100, "Size of the critic's hidden layers.", low=8, high=8192, unit="units")
        domain_smoothing: float = domain_smoothing()

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        if self.settings.standardise_images and not isinstance(model.backbone, DomainStandardise):
            model.backbone = nn.Sequential(ImageStandardise(), model.backbone)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width, dropout=0.0)
        self.average: Any = copy.deepcopy(model).requires_grad_(False)
        self.teacher: Any = copy.deepcopy(model).requires_grad_(False)
        self.register_buffer("steps", torch.tensor(0))
        self.register_buffer("number", torch.tensor(-1))  # of the present teacher

    def stages(self) -> tuple[Stage, ...]:
        """VADA, then DIRT-T."""
        share = self.settings.refine_share
        return (Stage(ADAPT, 1 - share, scored="VADA"), Stage(REFINE, share, scored="DIRT-T"))

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the model, one for the critic."""
        return {"model": self.adam(self.model, momentum=0.5), "critic": self.adam(self.critic, momentum=0.5)}

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One step of the current stage; then the average model follows."""
        if self.settings.invert_images and not isinstance(self.classifier.backbone, DomainStandardise):
            source, target, shots = map(half_inverted, (batch.source, batch.target, batch.shots))
            batch = batch._replace(source=source, target=target, shots=shots)
        losses = self._adapt(batch) if progress.stage == ADAPT else self._refine(batch, progress.fraction)
        if self.part == self.parts - 1:
            self.get_buffer("steps").add_(1)
            momentum = warm_momentum(self.settings.momentum, float(self.get_buffer("steps")))
            ema_update(self.average, self.model, momentum, buffers=True)
        zero = losses["smoothness"].new_zeros(())
        names = ("task", "critic", "entropy", "smoothness", "teacher")
        return {name: losses[name].detach() if name in losses else zero for name in names}

    def _adapt(self, batch: Batch) -> dict[str, Tensor]:
        """The objective of VADA. As in the authors' code, critic and features take turns, by exchanged labels."""
        settings, views = self.settings, self.views(batch)
        source, target = views.source.features, views.target.features
        smoothing = settings.domain_smoothing
        critic = domain_loss(self.critic(source.detach()), self.critic(target.detach()), smoothing=smoothing)
        self.minimise(critic, "critic")
        task, confusion = self.task_loss(views, batch), domain_loss(self.critic(target), self.critic(source))
        doubt = entropy(views.target.logits).mean()
        smoothness = self._smoothness(batch.target, views.target.logits, Side.TARGET)
        loss = task + settings.critic_weight * confusion + settings.target_weight * (doubt + smoothness)
        if settings.source_weight:
            loss = loss + settings.source_weight * self._smoothness(batch.source, views.source.logits, Side.SOURCE)
        self.minimise(loss, "model")
        return {"task": task, "critic": critic, "entropy": doubt, "smoothness": smoothness}

    def _refine(self, batch: Batch, fraction: float) -> dict[str, Tensor]:
        """The objective of DIRT-T, without source images."""
        self._renew_teacher(int(fraction * self.settings.teachers))
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        with torch.no_grad():
            (taught,) = self.see(batch.target, side=Side.TARGET, model=self.teacher)
        task, doubt = self.cross_entropy(shots, batch.shot_labels), entropy(target.logits).mean()
        smoothness = self._smoothness(batch.target, target.logits, Side.TARGET)
        teacher = divergence(taught.logits, target.logits)
        unlabelled = self.settings.target_weight * (doubt + smoothness) + self.settings.teacher_weight * teacher
        self.minimise(task + unlabelled, "model")
        return {"task": task, "entropy": doubt, "smoothness": smoothness, "teacher": teacher}

    def _renew_teacher(self, number: int) -> None:
        """Copy the average model to the teacher, where the teacher of this number is not there yet."""
        if number != self.get_buffer("number"):
            self.get_buffer("number").fill_(number)
            self.teacher.load_state_dict(self.average.state_dict())
        self.teacher.eval()

    def _smoothness(self, inputs: Tensor, logits: Tensor, side: Side) -> Tensor:
        """KL(p(x) ‖ p(x + r)) for `logits` of p(x): r has the radius, in the direction that changes p most.

        One power iteration finds r (Miyato et al., arXiv:1704.03976). Perturbed inputs are in no domain, so they
        leave the running statistics as they are.
        """
        with kept_statistics(self.model):
            r = self._direction(inputs, logits.detach(), side)
            (perturbed,) = self.see(inputs + self._scale(side) * sized(r, self.settings.radius), side=side)
        return divergence(logits.detach(), perturbed.logits)

    def _direction(self, inputs: Tensor, logits: Tensor, side: Side) -> Tensor:
        """The gradient of the divergence at a small random perturbation: like `inputs`, (B, …), of any length."""
        count = len(inputs) * processes()  # each process draws those of the whole batch
        random = own_share(torch.randn(count, *inputs.shape[1:], device=inputs.device, dtype=inputs.dtype))
        r = sized(random, PROBE * self.settings.radius).requires_grad_()
        (perturbed,) = self.see(inputs + self._scale(side) * r, side=side)
        self.fabric.backward(divergence(logits, perturbed.logits), inputs=[r])
        assert r.grad is not None
        return r.grad

    def _scale(self, side: Side) -> Tensor | float:
        """The unit of the radius: (D,) deviations of cached features; 1 for pixels."""
        backbone = self.classifier.backbone
        return backbone.get_buffer(f"{side}_scale") if isinstance(backbone, DomainStandardise) else 1.0

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """The average model predicts both domains."""
        output: Output = self.average(inputs, self.deployed_side if side is None else side)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """Export the average model."""
        return ExportedClassifier(without_wrapper(self.average), self.deployed_side, extractor)


def half_inverted(images: Tensor) -> Tensor:
    """Images (B, 3, H, W) in [0, 1], of which half, chosen at random, have bright and dark exchanged.

    French et al. (arXiv:1706.05208) vary MNIST in this way for street numbers, which are brighter or darker than
    their background.
    """
    random = torch.rand(len(images) * processes(), 1, 1, 1, device=images.device)  # the same in each process
    return torch.where(own_share(random) < 0.5, 1 - images, images)
