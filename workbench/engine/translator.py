"""The base class of image translators: what a translator implements, and what the engine provides."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.catalogue import TranslatorCard
from workbench.core.settings import Value, build, fields_of
from workbench.core.translation import Direction, Preset
from workbench.engine.method import Progress, Stage
from workbench.engine.parameter_groups import clear_gradients, set_rates, take_step, trained_weights
from workbench.nets.ema import ema_update, warm_momentum

if TYPE_CHECKING:
    from lightning_fabric import Fabric


class ImageSpec(NamedTuple):
    """The sizes of a translator's networks: `size` of training images in pixels, number of source `classes`."""

    size: int
    classes: int


class TranslationBatch(NamedTuple):
    """The images of one step, (B, 3, S, S) in [0, 1], on the device. Labels are class numbers; −1 without a label."""

    source: Tensor
    source_labels: Tensor  # (B,)
    target: Tensor


class Translator(nn.Module, ABC):
    """Base class of image translators. `workbench.translators` has one file per translator.

    A subclass sets the class attributes, may have `Settings`, creates its `generator` and other networks in `__init__`,
    and implements `translate`. If it is trained, it also implements `step` and `make_optimizers`. `generator` holds all
    weights and buffers that `translate` uses; its averaged weights are saved and exported.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    paper: ClassVar[str]
    summary: ClassVar[str]
    trained: ClassVar[bool] = True  # whether it needs training
    two_way: ClassVar[bool] = False  # whether it also translates to the source
    styled: ClassVar[bool] = False  # whether it uses style images
    any_size: ClassVar[bool] = False  # whether it translates images of any size
    needs: ClassVar[tuple[str, ...]] = ()  # "source classes", "style images"
    presets: ClassVar[tuple[Preset, ...]] = (Preset("paper", "As it is", 1, 1),)  # the paper's first, then "light"

    @dataclass(frozen=True)
    class Settings:
        """The settings of the translator; none by default."""

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        """Raises UserError if a setting is unknown or out of range."""
        super().__init__()
        self.settings = build(type(self).Settings, settings, self.title)
        self.canvas = canvas
        self.generator: Any = nn.Identity()
        self.average: Any = None  # exponential moving average of the generator, from `setup` on
        self.ema = 0.0
        self.fabric: Fabric
        self.optimizers: dict[str, Any] = {}

    # -- overridden by subclasses ----------------------------------------------------------------------------------

    @abstractmethod
    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Translate (B, 3, H, W) images in [0, 1] to the other domain with the network `deployed`. Keeps the shape.

        `styles`: (K, 3, H', W') style images for all images; None uses the learned style.
        """

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Update the weights with one batch. Returns the losses to report: detached scalars by name.

        The engine calls it in the autocast context of the job's precision.
        """
        raise NotImplementedError(f"{self.title} is not trained")

    def study(self, source: Tensor, target: Tensor) -> None:
        """Receive a sample of each domain, (N, 3, S, S) and (M, 3, S, S) in [0, 1], once before training; N, M ≥ 1.

        For translators that store statistics or images of the target.
        """

    def stages(self) -> tuple[Stage, ...]:
        """The stages of a run, in order. Their shares add up to one."""
        return (Stage("train"),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """Create the optimizers by name. Each group has an `initial_lr`, as those of `parameter_groups.grouped` do."""
        return {}

    def rate(self, progress: Progress) -> float:
        """The factor of all learning rates: 1 for the first half of the stage, then a linear decay to 0."""
        return min(1.0, 2.0 * (1.0 - progress.fraction))

    # -- called by the engine --------------------------------------------------------------------------------------

    def setup(self, fabric: "Fabric", ema: float = 0.0) -> None:
        """Move all networks to the device and create the optimizers.

        With `ema` > 0, a trained translator keeps an exponential moving average of the generator, of this momentum.
        """
        self.fabric, self.ema = fabric, ema
        if ema and self.trained:
            self.average = copy.deepcopy(self.generator).requires_grad_(False).eval()
            self.register_buffer("followed", torch.zeros(()))  # steps so far
        self.to(fabric.device)
        self.optimizers = {name: fabric.setup_optimizers(o) for name, o in self.make_optimizers().items()}

    def advance(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Take one step at the scheduled learning rate, and update the average. Returns the losses by name."""
        set_rates(self.optimizers.values(), self.rate(progress))
        with self.fabric.autocast():
            losses = self.step(batch, progress)
        if self.average is not None:
            momentum = warm_momentum(self.ema, float(self.get_buffer("followed").add_(1)))
            ema_update(self.average, self.generator, momentum, buffers=True)
        return losses

    @property
    def deployed(self) -> Any:
        """The generator that is used for translation: its average if there is one."""
        return self.generator if self.average is None else self.average

    def exported(self) -> nn.Module:
        """The network to save and to export: the generator with averaged weights."""
        generator: nn.Module = self.deployed
        return generator

    def minimise(self, loss: Tensor, *names: str) -> None:
        """Backpropagate `loss` to the weights of the named optimizers only, and step these optimizers."""
        optimizers = [self.optimizers[name] for name in names]
        clear_gradients(optimizers)
        self.fabric.backward(loss, inputs=trained_weights(optimizers))
        take_step(optimizers)

    @classmethod
    def card(cls) -> TranslatorCard:
        """The card of this translator, for a front end."""
        return TranslatorCard(
            name=cls.name,
            title=cls.title,
            paper=cls.paper,
            summary=cls.summary,
            trained=cls.trained,
            two_way=cls.two_way,
            styled=cls.styled,
            needs=cls.needs,
            presets=cls.presets,
            fields=fields_of(cls.Settings),
        )
