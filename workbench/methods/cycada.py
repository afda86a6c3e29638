"""CyCADA: cycle-consistent adversarial domain adaptation (Hoffman et al., arXiv:1711.03213)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.domain import Side
from workbench.core.settings import Value, setting
from workbench.engine.method import Batch, Method, Progress, Stage
from workbench.engine.painters import Painters
from workbench.engine.parameter_groups import grouped
from workbench.losses.adversarial import domain_loss, reversal_schedule, reverse_gradient
from workbench.losses.translation import critic_loss, cycle_loss, generator_loss, semantic_loss
from workbench.nets.classifier import Classifier
from workbench.nets.critic import Critic
from workbench.nets.distributed import gathered, processes
from workbench.nets.image_generator import ResidualGenerator
from workbench.nets.patch_critic import PatchCritic, fitting_layers
from workbench.nets.replay_pool import ReplayPool

SOURCE, PIXELS, TRANSLATED, FEATURES = "source", "pixels", "translated", "features"
LOSSES = ("task", "fooling", "cycle", "semantic", "image critics", "feature critic")


class CyCADA(Method):
    """Repaint the source in the target's look without changing what it shows; learn from that; then align features.

    Four stages: f_S on the source; generators and critics of images, with f_S fixed as the judge of meaning (eq. 4);
    the classifier on translated images, from where f_S stands; the same with a critic of features (§3, fig. 2).
    """

    name = "cycada"
    title = "CyCADA"
    paper = "https://arxiv.org/abs/1711.03213"
    tasks = ("classify", "segment")
    summary = (
        "Repaints the source in the target's look, learns from that, then aligns features. Where looks differ most."
    )
    needs = ("source images", "pixels")
    two_models = True
    sequential = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of CyCADA: the weights of CycleGAN's losses, and networks that small images on a CPU can bear."""

        source_share: float = setting(0.15, "Share of the steps for training on the source.", low=0.01, high=0.9)
        pixels_share: float = setting(0.55, "Share of the steps for translation.", low=0.01, high=0.9)
        generator_rate: float = setting(2e-4, "Adam's step size for generators and their critics.", low=1e-7, high=1.0)
        generator_batch: int = setting(16, "Images of a batch that they learn from.", low=1, high=4096, unit="images")
        generator_width: int = setting(16, "Channels of the generators' first maps.", low=4, high=256, unit="channels")
        generator_blocks: int = setting(3, "Residual blocks of each generator.", low=1, high=32, unit="blocks")
        cycle_weight: float = setting(10.0, "Weight of getting the image back.", low=0.0, high=1000.0)
        identity_weight: float = setting(
            0.0, "Weight of leaving the other domain's images alone.", low=0.0, high=1000.0
        )
        semantic_weight: float = setting(1.0, "Weight of being read as before.", low=0.0, high=1000.0)
        pool: int = setting(50, "Made images that a critic is shown again.", low=0, high=10_000, unit="images")
        critic_weight: float = setting(1.0, "Weight of the critic of features.", low=0.0, high=100.0)
        critic_width: int = setting(1024, "Size of that critic's hidden layers.", low=8, high=8192, unit="units")

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width)
        self.register_buffer("aligned", torch.tensor(False))

    def receive(self, height: int, width: int) -> None:
        """Generators, their critics and pools, for images of that size in pixels."""
        told, layers = self.settings, fitting_layers(min(height, width))
        self.to_target: Any = ResidualGenerator(told.generator_width, told.generator_blocks)
        self.to_source: Any = ResidualGenerator(told.generator_width, told.generator_blocks)
        self.target_critic: Any = PatchCritic(told.generator_width, layers)
        self.source_critic: Any = PatchCritic(told.generator_width, layers)
        self.target_pool: Any = ReplayPool(told.pool, height, width)
        self.source_pool: Any = ReplayPool(told.pool, height, width)

    def painters(self) -> Painters:
        """Both generators, such as CycleGAN's translator has."""
        told = self.settings
        settings: dict[str, Value] = {
            "learning_rate": told.generator_rate,
            "cycle_weight": told.cycle_weight,
            "identity_weight": told.identity_weight,
            "pool": told.pool,
            "width": told.generator_width,
            "blocks": told.generator_blocks,
            "critic_width": told.generator_width,
        }
        ways = {"to_target": self.to_target, "to_source": self.to_source}
        both = nn.ModuleDict({name: getattr(net, "module", net) for name, net in ways.items()})
        return Painters("cyclegan", settings, both, PIXELS, told.generator_batch)

    def stages(self) -> tuple[Stage, ...]:
        """What is left after the first two is shared evenly by the others."""
        source, pixels = self.settings.source_share, self.settings.pixels_share
        left = max(1 - source - pixels, 0.0) / 2
        return (
            Stage(SOURCE, source, "source only"),
            Stage(PIXELS, pixels),
            Stage(TRANSLATED, left, "pixels"),
            Stage(FEATURES, left, "pixels and features"),
        )

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One for the model, one for its critic, one for both generators and one for their critics."""
        rate = self.settings.generator_rate

        def adam(*networks: Any) -> Optimizer:
            return torch.optim.Adam(grouped(networks, None, rate, rate), betas=(0.5, 0.999))

        return {
            "model": self.adam(self.model),
            "critic": self.adam(self.critic),
            "generators": adam(self.to_target, self.to_source),
            "image critics": adam(self.target_critic, self.source_critic),
        }

    @property
    def deployed_side(self) -> Side:
        """The statistics of what the model has learned from: at first the source, or its translation."""
        return Side.TARGET if self.get_buffer("aligned") else Side.SOURCE

    def rate(self, progress: Progress) -> float:
        """For generators as CycleGAN: constant for half of the stage, then down to zero in a straight line."""
        return min(1.0, 2 * (1 - progress.fraction)) if progress.stage == PIXELS else super().rate(progress)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One step of the stage that the run is in."""
        learn = {
            SOURCE: self._on_source,
            PIXELS: self._on_pixels,
            TRANSLATED: self._on_translated,
            FEATURES: self._on_features,
        }[progress.stage]
        losses = learn(batch, progress)
        none = batch.source.new_zeros(())
        return {name: losses.get(name, none).detach() for name in LOSSES}

    def _on_source(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1; as in source-only training, shots are of the same distribution."""
        return self._learn(batch.source, batch)

    def _on_pixels(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eqs. 2 to 4, first for the generators, then for their critics."""
        self.part_ways()
        told = self.settings
        each = max(len(batch.source) * processes() // told.generator_batch, 1)
        ours, theirs = batch.source[::each], batch.target[::each]  # the same ones, however many processes share them
        source, target = gathered(ours), gathered(theirs)
        as_target, as_source = self.to_target(ours), self.to_source(theirs)
        back, forth = gathered(self.to_source(as_target)), gathered(self.to_target(as_source))
        losses = {"cycle": cycle_loss(source, back) + cycle_loss(target, forth)}
        losses["semantic"] = self._meaning(ours, as_target) + self._meaning(theirs, as_source)
        as_target, as_source = gathered(as_target), gathered(as_source)
        losses["fooling"] = generator_loss(self.target_critic(as_target)) + generator_loss(
            self.source_critic(as_source)
        )
        total = losses["fooling"] + told.cycle_weight * losses["cycle"] + told.semantic_weight * losses["semantic"]
        if told.identity_weight:
            kept = cycle_loss(target, gathered(self.to_target(theirs)))
            total = total + told.identity_weight * (kept + cycle_loss(source, gathered(self.to_source(ours))))
        self.minimise(total, "generators")
        apart = [
            critic_loss(critic(real), critic(pool.exchange(made.detach())))
            for critic, pool, real, made in (
                (self.target_critic, self.target_pool, target, as_target),
                (self.source_critic, self.source_pool, source, as_source),
            )
        ]
        losses["image critics"] = apart[0] + apart[1]
        self.minimise(losses["image critics"], "image critics")
        return losses

    def _meaning(self, before: Tensor, after: Tensor) -> Tensor:
        """How far the source's classifier reads a translation otherwise than what was translated."""
        with torch.no_grad():
            (read,) = self.see(before, side=Side.SOURCE, model=self.source_model)
        (again,) = self.see(after, side=Side.SOURCE, model=self.source_model)
        return semantic_loss(read.logits, again.logits)

    def _on_translated(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """L_task(f_T, G_{S→T}(X_S), Y_S) of eq. 5."""
        return self._learn(self._translated(batch), batch)

    def _on_features(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The feature-level GAN of §3, by gradient reversal: translated images are the source now."""
        self.get_buffer("aligned").fill_(True)
        views = self.views(batch._replace(source=self._translated(batch)))
        strength = reversal_schedule(progress.fraction)
        apart = domain_loss(
            self.critic(reverse_gradient(views.source.features, strength)),
            self.critic(reverse_gradient(views.target.features, strength)),
        )
        task = self.task_loss(views, batch)
        self.minimise(task + self.settings.critic_weight * apart, "model", "critic")
        return {"task": task, "feature critic": apart}

    @torch.no_grad()
    def _translated(self, batch: Batch) -> Tensor:
        painted: Tensor = self.to_target(batch.source)
        return painted

    def _learn(self, images: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Cross-entropy on labelled images and shots, passed through together."""
        source, shots = self.see(images, batch.shots, side=Side.SOURCE)
        labels = torch.cat([batch.source_labels, batch.shot_labels])
        task = F.cross_entropy(torch.cat([source.logits, shots.logits]), labels)
        self.minimise(task, "model")
        return {"task": task}
