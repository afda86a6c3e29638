"""CycleGAN: unpaired translation with cycle-consistent adversarial networks (Zhu et al., arXiv:1703.10593)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.errors import UserError
from workbench.core.settings import Value, setting
from workbench.core.translation import Direction, Preset
from workbench.engine.method import Progress
from workbench.engine.parameter_groups import grouped
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator
from workbench.losses.translation import critic_loss, cycle_loss, generator_loss
from workbench.nets.image_generator import ResidualGenerator
from workbench.nets.patch_critic import PatchCritic, fitting_layers
from workbench.nets.replay_pool import ReplayPool

LEAST = 3  # places across that a critic's strided layers leave at least
MANY = 200  # pixels from which on the paper uses nine residual blocks


class CycleGAN(Translator):
    """Two generators and two critics; what goes there and back must be the same (eq. 3)."""

    name = "cyclegan"
    title = "CycleGAN"
    paper = "https://arxiv.org/abs/1703.10593"
    summary = "Learns both ways between two looks, from unpaired images. Where texture and style differ, not shape."
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
        """Settings of CycleGAN, the paper's."""

        learning_rate: float = setting(2e-4, "Adam's step size.", low=1e-7, high=1.0)
        cycle_weight: float = setting(10.0, "Weight of getting the image back.", low=0.0, high=1000.0)
        identity_weight: float = setting(5.0, "Weight of leaving the other domain's images alone.", low=0.0, high=1e3)
        pool: int = setting(50, "Made images that a critic is shown again.", low=0, high=10_000, unit="images")
        width: int = setting(64, "Channels of the generators' first maps.", low=4, high=256, unit="channels")
        blocks: int = setting(0, "Residual blocks; 0: six, or nine from 200 pixels on.", low=0, high=32, unit="blocks")
        critic_width: int = setting(64, "Channels of the critics' first maps.", low=4, high=256, unit="channels")
        critic_layers: int = setting(0, "Their strided layers; 0: what fits the size.", low=0, high=5, unit="layers")

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        told = self.settings
        layers = told.critic_layers or fitting_layers(canvas.size)
        if canvas.size < LEAST * 2**layers:
            raise UserError(
                f"A critic of {layers} layers leaves nothing of images of {canvas.size} pixels.",
                f"Choose {fitting_layers(canvas.size)} layers, or 0, which goes by the size of the images.",
            )
        self.generator = BothWays(told.width, told.blocks or (9 if canvas.size >= MANY else 6))
        self.target_critic: Any = PatchCritic(told.critic_width, layers)
        self.source_critic: Any = PatchCritic(told.critic_width, layers)
        self.target_pool = ReplayPool(told.pool, canvas.size)
        self.source_pool = ReplayPool(told.pool, canvas.size)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One for both generators, one for both critics (§4)."""
        rate = self.settings.learning_rate

        def adam(*networks: nn.Module) -> Optimizer:
            return torch.optim.Adam(grouped(networks, None, rate, rate), betas=(0.5, 0.999))

        return {"generators": adam(self.generator), "critics": adam(self.target_critic, self.source_critic)}

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Generators first, then critics, which also see older images."""
        told, source, target = self.settings, batch.source, batch.target
        as_target = self.generator(source, Direction.TO_TARGET)
        as_source = self.generator(target, Direction.TO_SOURCE)
        back = self.generator(as_target, Direction.TO_SOURCE)
        forth = self.generator(as_source, Direction.TO_TARGET)
        fooling = generator_loss(self.target_critic(as_target)) + generator_loss(self.source_critic(as_source))
        cycled = cycle_loss(source, back) + cycle_loss(target, forth)
        total = fooling + told.cycle_weight * cycled
        kept = fooling.new_zeros(())
        if told.identity_weight:
            kept = cycle_loss(target, self.generator(target, Direction.TO_TARGET))
            kept = kept + cycle_loss(source, self.generator(source, Direction.TO_SOURCE))
            total = total + told.identity_weight * kept
        self.minimise(total, "generators")
        apart = critic_loss(self.target_critic(target), self.target_critic(self.target_pool.exchange(as_target)))
        apart = apart + critic_loss(
            self.source_critic(source), self.source_critic(self.source_pool.exchange(as_source))
        )
        self.minimise(apart, "critics")
        losses = {"fooling": fooling, "cycle": cycled, "identity": kept, "critics": apart}
        return {name: loss.detach() for name, loss in losses.items()}

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """By the generator of that direction."""
        painted: Tensor = self.deployed(images, direction)
        return painted


class BothWays(nn.Module):
    """A generator for each direction."""

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        self.to_target = ResidualGenerator(width, blocks)
        self.to_source = ResidualGenerator(width, blocks)

    def forward(self, images: Tensor, direction: Direction) -> Tensor:
        """(B, 3, H, W) in [0, 1], the same shape."""
        painted: Tensor = (self.to_target if direction is Direction.TO_TARGET else self.to_source)(images)
        return painted
