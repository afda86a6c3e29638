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
from workbench.engine.method_generators import TrainedGenerators
from workbench.engine.parameter_groups import adam_over, grouped
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
    """Translate source images to the target style, train on them, then align features.

    Four stages (§3, fig. 2): train f_S on the source; train image generators and critics, with f_S fixed for the
    semantic loss (eq. 4); train the classifier on translated images, starting from f_S; continue with a critic of
    features.
    """

    name = "cycada"
    title = "CyCADA"
    paper = "https://arxiv.org/abs/1711.03213"
    tasks = ("classify", "segment")
    summary = (
        "Translates source images to the target style, trains on them, then aligns features. For large style shifts."
    )
    needs = ("source images", "pixels")
    two_models = True
    sequential = True

    @dataclass(frozen=True)
    class Settings(Method.Settings):
        """Settings of CyCADA. Loss weights are CycleGAN's; network sizes are for small images on a CPU."""

        source_share: float = setting(0.15, "Share of the steps spent on the source.", low=0.01, high=0.9)
        pixels_share: float = setting(0.55, "Share of the steps spent on translation.", low=0.01, high=0.9)
        generator_rate: float = setting(2e-4, "Learning rate of generators and image critics.", low=1e-7, high=1.0)
        generator_batch: int = setting(16, "Images per batch for the generators.", low=1, high=4096, unit="images")
        generator_width: int = setting(16, "Channels of the generators' first layer.", low=4, high=256, unit="channels")
        generator_blocks: int = setting(3, "Residual blocks of each generator.", low=1, high=32, unit="blocks")
        cycle_weight: float = setting(10.0, "Weight of the cycle-consistency loss.", low=0.0, high=1000.0)
        identity_weight: float = setting(0.0, "Weight of the identity loss.", low=0.0, high=1000.0)
        semantic_weight: float = setting(1.0, "Weight of the semantic consistency loss.", low=0.0, high=1000.0)
        pool: int = setting(50, "Size of the replay pool of each image critic.", low=0, high=10_000, unit="images")
        critic_weight: float = setting(1.0, "Weight of the feature critic against the task.", low=0.0, high=100.0)
        critic_width: int = setting(1024, "Size of the feature critic's hidden layers.", low=8, high=8192, unit="units")

    settings: Settings

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        super().__init__(model, classes, settings, pretrained)
        self.critic: Any = Critic(model.feature_size, self.settings.critic_width)
        self.register_buffer("aligned", torch.tensor(False))

    def receive(self, height: int, width: int) -> None:
        """Build generators, image critics and replay pools for images of `height` × `width` pixels."""
        settings, layers = self.settings, fitting_layers(min(height, width))
        self.to_target: Any = ResidualGenerator(settings.generator_width, settings.generator_blocks)
        self.to_source: Any = ResidualGenerator(settings.generator_width, settings.generator_blocks)
        self.target_critic: Any = PatchCritic(settings.generator_width, layers)
        self.source_critic: Any = PatchCritic(settings.generator_width, layers)
        self.target_pool: Any = ReplayPool(settings.pool, height, width)
        self.source_pool: Any = ReplayPool(settings.pool, height, width)

    def trained_generators(self) -> TrainedGenerators:
        """Both generators, with the settings of the CycleGAN translator that they form."""
        settings = self.settings
        values: dict[str, Value] = {
            "learning_rate": settings.generator_rate,
            "cycle_weight": settings.cycle_weight,
            "identity_weight": settings.identity_weight,
            "pool": settings.pool,
            "width": settings.generator_width,
            "blocks": settings.generator_blocks,
            "critic_width": settings.generator_width,
        }
        networks = {"to_target": self.to_target, "to_source": self.to_source}
        generators = nn.ModuleDict({name: getattr(net, "module", net) for name, net in networks.items()})
        return TrainedGenerators("cyclegan", values, generators, PIXELS, settings.generator_batch)

    def stages(self) -> tuple[Stage, ...]:
        """The last two stages share equally what the first two leave."""
        source, pixels = self.settings.source_share, self.settings.pixels_share
        rest = max(1 - source - pixels, 0.0) / 2
        return (
            Stage(SOURCE, source, "source only"),
            Stage(PIXELS, pixels),
            Stage(TRANSLATED, rest, "pixels"),
            Stage(FEATURES, rest, "pixels and features"),
        )

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer each for the model, the feature critic, both generators and both image critics."""
        rate = self.settings.generator_rate

        def adam(*networks: Any) -> Optimizer:
            return adam_over(grouped(networks, None, rate, rate), (0.5, 0.999))

        return {
            "model": self.adam(self.model),
            "critic": self.adam(self.critic),
            "generators": adam(self.to_target, self.to_source),
            "image critics": adam(self.target_critic, self.source_critic),
        }

    @property
    def deployed_side(self) -> Side:
        """The source's statistics until the last stage, the first in which the classifier sees target images."""
        return Side.TARGET if self.get_buffer("aligned") else Side.SOURCE

    def rate(self, progress: Progress) -> float:
        """In the translation stage as in CycleGAN: constant for half of it, then linear decay to zero."""
        return min(1.0, 2 * (1 - progress.fraction)) if progress.stage == PIXELS else super().rate(progress)

    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """One step of the current stage."""
        stage_step = {
            SOURCE: self._on_source,
            PIXELS: self._on_pixels,
            TRANSLATED: self._on_translated,
            FEATURES: self._on_features,
        }[progress.stage]
        losses = stage_step(batch, progress)
        zero = batch.source.new_zeros(())
        return {name: losses.get(name, zero).detach() for name in LOSSES}

    def _on_source(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eq. 1. As in source-only training, shots are treated as source samples."""
        return self._train_classifier(batch.source, batch)

    def _on_pixels(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Eqs. 2 to 4: update the generators, then the image critics."""
        self.freeze_source_model()
        settings = self.settings
        every = max(len(batch.source) * processes() // settings.generator_batch, 1)
        # the same images of the whole batch, however many processes share it
        ours, theirs = batch.source[::every], batch.target[::every]
        source, target = gathered(ours), gathered(theirs)
        as_target, as_source = self.to_target(ours), self.to_source(theirs)
        back, forth = gathered(self.to_source(as_target)), gathered(self.to_target(as_source))
        losses = {"cycle": cycle_loss(source, back) + cycle_loss(target, forth)}
        losses["semantic"] = self._semantic(ours, as_target) + self._semantic(theirs, as_source)
        as_target, as_source = gathered(as_target), gathered(as_source)
        losses["fooling"] = generator_loss(self.target_critic(as_target)) + generator_loss(
            self.source_critic(as_source)
        )
        total = losses["fooling"] + settings.cycle_weight * losses["cycle"]
        total = total + settings.semantic_weight * losses["semantic"]
        if settings.identity_weight:
            identity = cycle_loss(target, gathered(self.to_target(theirs)))
            identity = identity + cycle_loss(source, gathered(self.to_source(ours)))
            total = total + settings.identity_weight * identity
        self.minimise(total, "generators")
        critic_losses = [
            critic_loss(critic(real), critic(pool.exchange(fake.detach())))
            for critic, pool, real, fake in (
                (self.target_critic, self.target_pool, target, as_target),
                (self.source_critic, self.source_pool, source, as_source),
            )
        ]
        losses["image critics"] = critic_losses[0] + critic_losses[1]
        self.minimise(losses["image critics"], "image critics")
        return losses

    def _semantic(self, before: Tensor, after: Tensor) -> Tensor:
        """Semantic consistency of images and their translations, by the fixed source model."""
        with torch.no_grad():
            (original,) = self.see(before, side=Side.SOURCE, model=self.source_model)
        (translated,) = self.see(after, side=Side.SOURCE, model=self.source_model)
        return semantic_loss(original.logits, translated.logits)

    def _on_translated(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """L_task(f_T, G_{S→T}(X_S), Y_S) of eq. 5."""
        return self._train_classifier(self._translated(batch), batch)

    def _on_features(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """The feature-level GAN of §3 by gradient reversal, with translated images as the source."""
        self.get_buffer("aligned").fill_(True)
        views = self.views(batch._replace(source=self._translated(batch)))
        strength = reversal_schedule(progress.fraction)
        domain = domain_loss(
            self.critic(reverse_gradient(views.source.features, strength)),
            self.critic(reverse_gradient(views.target.features, strength)),
        )
        task = self.task_loss(views, batch)
        self.minimise(task + self.settings.critic_weight * domain, "model", "critic")
        return {"task": task, "feature critic": domain}

    @torch.no_grad()
    def _translated(self, batch: Batch) -> Tensor:
        translated: Tensor = self.to_target(batch.source)
        return translated

    def _train_classifier(self, images: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Minimise the cross-entropy on labelled images and shots, which pass as one batch."""
        source, shots = self.see(images, batch.shots, side=Side.SOURCE)
        labels = torch.cat([batch.source_labels, batch.shot_labels])
        task = F.cross_entropy(torch.cat([source.logits, shots.logits]), labels)
        self.minimise(task, "model")
        return {"task": task}
