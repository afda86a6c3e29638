"""CycleGAN: unpaired translation with cycle-consistent adversarial networks (Zhu et al., arXiv:1703.10593)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.errors import UserError
from workbench.core.settings import Value, setting
from workbench.core.translation import Direction, Preset
from workbench.engine.method import Progress
from workbench.engine.parameter_groups import adam_over, grouped
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator
from workbench.losses.translation import critic_loss, cycle_loss, generator_loss
from workbench.nets.image_generator import ResidualGenerator
from workbench.nets.patch_critic import PatchCritic, fitting_layers
from workbench.nets.replay_pool import ReplayPool

LEAST = 3  # smallest side of the critic's output maps
MANY = 200  # image side in pixels from which the paper uses nine residual blocks


class CycleGAN(Translator):
    """Two generators and two critics, trained with a cycle-consistency loss (eq. 3)."""

    name = "cyclegan"
    title = "CycleGAN"
    paper = "https://arxiv.org/abs/1703.10593"
    summary = "Learns both directions from unpaired images. For shifts of texture and style, not of shape."
    two_way = True
    presets = (
        Preset("paper", "As in the paper: for a GPU", 50_000, 1),
        Preset(
            "light",
            "Narrow networks: for small images and a CPU",
            2000,
            16,
            {"width": 16, "critic_width": 16, "blocks": 3, "learning_rate": 4e-4, "identity_weight": 0.0},
        ),
    )

    @dataclass(frozen=True)
    class Settings(Translator.Settings):
        """Settings of CycleGAN. Defaults: the paper's."""

        learning_rate: float = setting(2e-4, "Learning rate (Adam).", low=1e-7, high=1.0)
        cycle_weight: float = setting(10.0, "Weight of the cycle-consistency loss.", low=0.0, high=1000.0)
        identity_weight: float = setting(5.0, "Weight of the identity loss.", low=0.0, high=1e3)
        pool: int = setting(50, "Size of the replay pool of each critic.", low=0, high=10_000, unit="images")
        width: int = setting(64, "Channels of the generators' first layer.", low=4, high=256, unit="channels")
        blocks: int = setting(0, "Residual blocks; 0: six, or nine from 200 pixels.", low=0, high=32, unit="blocks")
        critic_width: int = setting(64, "Channels of the critics' first layer.", low=4, high=256, unit="channels")
        critic_layers: int = setting(0, "Strided critic layers; 0: by image size.", low=0, high=5, unit="layers")

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        options = self.settings
        layers = options.critic_layers or fitting_layers(canvas.size)
        if canvas.size < LEAST * 2**layers:
            raise UserError(
                f"A critic of {layers} strided layers is too deep for images of {canvas.size} pixels.",
                f"Set critic layers to {fitting_layers(canvas.size)}, or to 0 to choose it by image size.",
            )
        self.generator = BothWays(options.width, options.blocks or (9 if canvas.size >= MANY else 6))
        self.target_critic: Any = PatchCritic(options.critic_width, layers)
        self.source_critic: Any = PatchCritic(options.critic_width, layers)
        self.target_pool = ReplayPool(options.pool, canvas.size)
        self.source_pool = ReplayPool(options.pool, canvas.size)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for both generators, one for both critics (§4)."""
        rate = self.settings.learning_rate

        def adam(*networks: nn.Module) -> Optimizer:
            return adam_over(grouped(networks, None, rate, rate), (0.5, 0.999))

        return {"generators": adam(self.generator), "critics": adam(self.target_critic, self.source_critic)}

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Update the generators, then the critics. The critics also get earlier translations from the replay pools."""
        weights, source, target = self.settings, batch.source, batch.target
        as_target = self.generator(source, Direction.TO_TARGET)
        as_source = self.generator(target, Direction.TO_SOURCE)
        back = self.generator(as_target, Direction.TO_SOURCE)
        forth = self.generator(as_source, Direction.TO_TARGET)
        fooling = generator_loss(self.target_critic(as_target)) + generator_loss(self.source_critic(as_source))
        cycled = cycle_loss(source, back) + cycle_loss(target, forth)
        total = fooling + weights.cycle_weight * cycled
        identity = fooling.new_zeros(())
        if weights.identity_weight:
            identity = cycle_loss(target, self.generator(target, Direction.TO_TARGET))
            identity = identity + cycle_loss(source, self.generator(source, Direction.TO_SOURCE))
            total = total + weights.identity_weight * identity
        self.minimise(total, "generators")
        critics = critic_loss(self.target_critic(target), self.target_critic(self.target_pool.exchange(as_target)))
        critics = critics + critic_loss(
            self.source_critic(source), self.source_critic(self.source_pool.exchange(as_source))
        )
        self.minimise(critics, "critics")
        losses = {"fooling": fooling, "cycle": cycled, "identity": identity, "critics": critics}
        return {name: loss.detach() for name, loss in losses.items()}

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Translate with the generator of the direction."""
        translated: Tensor = self.deployed(images, direction)
        return translated


class BothWays(nn.Module):
    """One generator for each direction."""

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        self.to_target = ResidualGenerator(width, blocks)
        self.to_source = ResidualGenerator(width, blocks)

    def forward(self, images: Tensor, direction: Direction) -> Tensor:
        """Translate images (B, 3, H, W) in [0, 1]. The shape is kept."""
        translated: Tensor = (self.to_target if direction is Direction.TO_TARGET else self.to_source)(images)
        return translated
