"""What few-shot translators share: training on many classes, then a look that a handful of images give.

FUNIT (Liu et al., arXiv:1905.01723) trains on images of many classes: it gives one the look of another's class, and
a critic with one output for each class judges whether it passes for that. What it has never seen it gets as K images.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.errors import UserError
from workbench.core.settings import Value, setting
from workbench.core.translation import Direction, Preset
from workbench.data.augment import cropped
from workbench.engine.method import Progress
from workbench.engine.parameter_groups import grouped
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator
from workbench.losses.hinge import feature_matching, hinge_fake, hinge_generator, hinge_real, real_penalty
from workbench.nets.class_critic import ClassCritic
from workbench.nets.few_shot import FewShotGenerator, Sizes, sizes_for

KEPT = 5  # images of the target whose look is taken where no other is named


class StyledGenerator(nn.Module):
    """A generator and the few images whose look it gives when none is named: all that leaves."""

    def __init__(self, net: FewShotGenerator, size: int) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("kept", torch.zeros(KEPT, 3, size, size))
        self.register_buffer("count", torch.tensor(0))

    @property
    def styles(self) -> Tensor:
        """(K, 3, S, S) in [0, 1]; K = 0 where nothing is kept."""
        return self.get_buffer("kept")[: int(self.get_buffer("count"))]

    def forward(self, images: Tensor, styles: Tensor | None = None) -> Tensor:
        """(B, 3, H, W) in [0, 1] to the same, in the look of (K, 3, H', W') or of the images that are kept."""
        chosen = self.styles if styles is None else styles
        code = self.net.mean_code([style * 2 - 1 for style in chosen])
        painted: Tensor = self.net(images * 2 - 1, code.expand(len(images), -1))
        return (painted + 1) / 2


class FewShotTranslator(Translator):
    """Trained on the classes of the source; gives images the look of one to five others, of no class it knows."""

    two_way = False
    styled = True
    needs = ("source classes", "style images")
    presets = (
        Preset("paper", "As in the paper, for a GPU", 100_000, 64),
        Preset(
            "light",
            "Light, for small images and few cores",
            3000,
            8,
            {"light": True, "optimizer": "adam", "learning_rate": 4e-4},
        ),
    )

    @dataclass(frozen=True)
    class Settings(Translator.Settings):
        """The paper's (§3.3 and appendix A); crops as in the authors' code, without its mirror images."""

        learning_rate: float = setting(1e-4, "Step size of both optimizers.", low=1e-7, high=1.0)
        optimizer: str = setting(
            "rmsprop",
            "RMSProp as in the paper, or Adam (β 0, 0.999), which starts faster.",
            choices=("rmsprop", "adam"),
        )
        reconstruction: float = setting(0.1, "Weight of getting an image back in its own style.", low=0.0, high=1000.0)
        matching: float = setting(1.0, "Weight of the critic's features being as real ones.", low=0.0, high=1000.0)
        penalty: float = setting(10.0, "Weight of the critic's gradient at real images.", low=0.0, high=1000.0)
        crop: float = setting(
            0.2, "Most of a side that is cut off, at random, of an image it learns from.", low=0.0, high=0.9
        )
        light: bool = setting(False, "Narrower networks, for small images and few cores.")

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        """Raises UserError when the source has fewer than two classes, or a setting is wrong."""
        super().__init__(canvas, settings)
        if canvas.classes < 2:
            raise UserError(
                f"{self.title} learns from a source of two or more classes, and this one has {canvas.classes}.",
                "Give a folder with a subfolder for each class, or for each look.",
            )
        sizes = sizes_for(canvas.size, self.settings.light)
        self.generator = StyledGenerator(self.make_generator(sizes), canvas.size)
        self.critic: Any = ClassCritic(canvas.classes, sizes)

    @abstractmethod
    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """The networks that make images."""

    def study(self, source: Tensor, target: Tensor) -> None:
        """Keep a few images of the target, evenly spaced over those that are shown."""
        count = min(KEPT, len(target))
        rows = torch.linspace(0, len(target) - 1, count).round().long()
        for painter in (self.generator, self.average):
            if painter is not None:
                painter.kept[:count] = target[rows]
                painter.count.fill_(count)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One for the generator, one for its critic."""
        networks = {"generator": self.generator, "critic": self.critic}
        return {name: self._optimizer(network) for name, network in networks.items()}

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """First the critic, then the generator, on each labelled image in the style of its neighbour in the batch."""
        known = batch.source_labels >= 0
        images, labels = batch.source[known], batch.source_labels[known]
        if not len(images):
            return dict.fromkeys(("critic", "penalty", "fooling", "reconstruction", "matching"), images.sum())
        images = cropped(images, self.settings.crop) * 2 - 1
        net = self.generator.net
        maps, own = net.encode(images), net.style(images)
        others, wanted = images.roll(1, 0), labels.roll(1, 0)  # a batch is in random order
        size = images.shape[-2:]
        translated = net.decode(maps, own.roll(1, 0), size)
        losses = self._judge(others, wanted, translated.detach())
        again = net.decode(maps, own, size)
        made = self.critic(torch.cat([translated, again]), torch.cat([wanted, labels]))
        with torch.no_grad():
            real = self.critic(images, labels).features
        losses["fooling"] = hinge_generator(made.logits)  # the mean of both halves
        losses["reconstruction"] = F.l1_loss(again, images)
        of_other, of_own = made.features.chunk(2)
        losses["matching"] = feature_matching(of_other, real.roll(1, 0)) + feature_matching(of_own, real)
        told = self.settings
        total = losses["fooling"] + told.reconstruction * losses["reconstruction"] + told.matching * losses["matching"]
        self.minimise(total, "generator")
        return {name: loss.detach() for name, loss in losses.items()}

    @torch.no_grad()
    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """(B, 3, H, W) in [0, 1], in the look of (K, 3, H', W') `styles`, or of the target's images that are kept.

        Raises UserError for the other direction, and where there is no style.
        """
        if direction is Direction.TO_SOURCE:
            raise UserError(f"{self.title} has no way back.", "Translate to the target, or give style images.")
        if not len(self.deployed.styles if styles is None else styles):
            raise UserError("No style image is given.", "Name one to five with --style.")
        painted: Tensor = self.deployed(images, styles)
        return painted

    def _judge(self, real: Tensor, classes: Tensor, made: Tensor) -> dict[str, Tensor]:
        """The critic learns to tell translations from images of the class that they are to pass for."""
        real = real.detach().requires_grad_()
        verdict = self.critic(real, classes).logits
        losses = {
            "critic": hinge_real(verdict) + hinge_fake(self.critic(made, classes).logits),
            "penalty": real_penalty(verdict, real),
        }
        self.minimise(losses["critic"] + self.settings.penalty * losses["penalty"], "critic")
        return losses

    def _optimizer(self, network: nn.Module) -> Optimizer:
        rate = self.settings.learning_rate
        groups = grouped([network], None, rate, rate)
        if self.settings.optimizer == "adam":
            return torch.optim.Adam(groups, betas=(0.0, 0.999))
        return torch.optim.RMSprop(groups, weight_decay=1e-4)
