"""Base of few-shot translators: trained on many classes, they translate to a style given by a few images.

FUNIT (Liu et al., arXiv:1905.01723) trains on images of many classes. It translates an image to the class of another
image, and a critic with one output per class scores the result. At inference, K images define a new, unseen class.
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
from workbench.engine.parameter_groups import adam_over, grouped
from workbench.engine.translator import ImageSpec, TranslationBatch, Translator
from workbench.losses.hinge import feature_matching, hinge_fake, hinge_generator, hinge_real, real_penalty
from workbench.nets.class_critic import ClassCritic
from workbench.nets.few_shot import FewShotGenerator, Sizes, sizes_for

KEPT = 5  # target images stored as the default style


class StyledGenerator(nn.Module):
    """A generator with its default style images: what a model folder stores."""

    def __init__(self, net: FewShotGenerator, size: int) -> None:
        super().__init__()
        self.net = net
        self.register_buffer("kept", torch.zeros(KEPT, 3, size, size))
        self.register_buffer("count", torch.tensor(0))

    @property
    def styles(self) -> Tensor:
        """The default style images (K, 3, S, S) in [0, 1]; K = 0 before `study`."""
        return self.get_buffer("kept")[: int(self.get_buffer("count"))]

    def forward(self, images: Tensor, styles: Tensor | None = None) -> Tensor:
        """Translate images (B, 3, H, W) in [0, 1] to the style of `styles` (K, 3, H', W'), or to the default style."""
        chosen = self.styles if styles is None else styles
        code = self.net.mean_code([style * 2 - 1 for style in chosen])
        translated: Tensor = self.net(images * 2 - 1, code.expand(len(images), -1))
        return (translated + 1) / 2


class FewShotTranslator(Translator):
    """Trained on the classes of the source; translates images to the style of one to five unseen images."""

    two_way = False
    styled = True
    needs = ("source classes", "style images")
    presets = (
        Preset("paper", "As in the paper, for a GPU", 100_000, 64),
        Preset(
            "light",
            "Light: small networks, for small images and a CPU",
            3000,
            8,
            {"light": True, "optimizer": "adam", "learning_rate": 4e-4},
        ),
    )

    @dataclass(frozen=True)
    class Settings(Translator.Settings):
        """Settings of the paper (§3.3 and appendix A). Crops are as in the authors' code, flips are left out."""

        learning_rate: float = setting(1e-4, "Learning rate of both optimizers.", low=1e-7, high=1.0)
        optimizer: str = setting(
            "rmsprop",
            "RMSProp as in the paper, or Adam (β 0, 0.999), which learns faster at first.",
            choices=("rmsprop", "adam"),
        )
        reconstruction: float = setting(0.1, "Weight of the reconstruction loss.", low=0.0, high=1000.0)
        matching: float = setting(1.0, "Weight of the feature matching loss.", low=0.0, high=1000.0)
        penalty: float = setting(10.0, "Weight of the critic's gradient penalty (R1).", low=0.0, high=1000.0)
        crop: float = setting(0.2, "Largest share of a side that random cropping removes.", low=0.0, high=0.9)
        light: bool = setting(False, "Small networks, for small images and a CPU.")

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        """Raises UserError if the source has fewer than two classes or a setting is invalid."""
        super().__init__(canvas, settings)
        if canvas.classes < 2:
            raise UserError(
                f"{self.title} needs a source of two or more classes; this source has {canvas.classes}.",
                "Choose a source folder with one subfolder per class or per style.",
            )
        sizes = sizes_for(canvas.size, self.settings.light)
        self.generator = StyledGenerator(self.make_generator(sizes), canvas.size)
        self.critic: Any = ClassCritic(canvas.classes, sizes)

    @abstractmethod
    def make_generator(self, sizes: Sizes) -> FewShotGenerator:
        """The generator networks."""

    def study(self, source: Tensor, target: Tensor) -> None:
        """Store up to five evenly spaced target images as the default style."""
        count = min(KEPT, len(target))
        rows = torch.linspace(0, len(target) - 1, count).round().long()
        for network in (self.generator, self.average):
            if network is not None:
                network.kept[:count] = target[rows]
                network.count.fill_(count)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """One optimizer for the generator, one for the critic."""
        networks = {"generator": self.generator, "critic": self.critic}
        return {name: self._optimizer(network) for name, network in networks.items()}

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Update the critic, then the generator. Each labelled image takes the style of its batch neighbour."""
        labelled = batch.source_labels >= 0
        images, labels = batch.source[labelled], batch.source_labels[labelled]
        if not len(images):
            return dict.fromkeys(("critic", "penalty", "fooling", "reconstruction", "matching"), images.sum())
        images = cropped(images, self.settings.crop) * 2 - 1
        net = self.generator.net
        maps, codes = net.encode(images), net.style(images)
        others, other_labels = images.roll(1, 0), labels.roll(1, 0)  # the order in a batch is random
        size = images.shape[-2:]
        translated = net.decode(maps, codes.roll(1, 0), size)
        losses = self._update_critic(others, other_labels, translated.detach())
        reconstructed = net.decode(maps, codes, size)
        fake = self.critic(torch.cat([translated, reconstructed]), torch.cat([other_labels, labels]))
        with torch.no_grad():
            real = self.critic(images, labels).features
        losses["fooling"] = hinge_generator(fake.logits)  # the mean of both halves
        losses["reconstruction"] = F.l1_loss(reconstructed, images)
        of_translated, of_reconstructed = fake.features.chunk(2)
        losses["matching"] = feature_matching(of_translated, real.roll(1, 0)) + feature_matching(of_reconstructed, real)
        weights = self.settings
        total = losses["fooling"] + weights.reconstruction * losses["reconstruction"]
        total = total + weights.matching * losses["matching"]
        self.minimise(total, "generator")
        return {name: loss.detach() for name, loss in losses.items()}

    @torch.no_grad()
    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Translate images (B, 3, H, W) in [0, 1] to the style of `styles` (K, 3, H', W'), or to the default style.

        Raises UserError for direction TO_SOURCE, and if there are no style images.
        """
        if direction is Direction.TO_SOURCE:
            raise UserError(f"{self.title} cannot translate to the source.", "Translate to the target.")
        if not len(self.deployed.styles if styles is None else styles):
            raise UserError(f"{self.title} has no style images.", "Give one to five with --style.")
        translated: Tensor = self.deployed(images, styles)
        return translated

    def _update_critic(self, real: Tensor, classes: Tensor, fake: Tensor) -> dict[str, Tensor]:
        """Update the critic on real images (B, 3, H, W) of `classes` (B,) and translations to the same classes."""
        real = real.detach().requires_grad_()
        logits = self.critic(real, classes).logits
        losses = {
            "critic": hinge_real(logits) + hinge_fake(self.critic(fake, classes).logits),
            "penalty": real_penalty(logits, real),
        }
        self.minimise(losses["critic"] + self.settings.penalty * losses["penalty"], "critic")
        return losses

    def _optimizer(self, network: nn.Module) -> Optimizer:
        rate = self.settings.learning_rate
        groups = grouped([network], None, rate, rate)
        if self.settings.optimizer == "adam":
            return adam_over(groups, (0.0, 0.999))
        return torch.optim.RMSprop(groups, weight_decay=1e-4)
