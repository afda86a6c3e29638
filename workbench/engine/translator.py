"""The translator contract: what an image translator is to the engine, and what it gets for nothing."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.catalogue import TranslatorCard
from workbench.core.settings import Value, build, fields_of
from workbench.core.translation import Direction, Preset
from workbench.engine.method import Progress, Stage
from workbench.engine.parameter_groups import set_rates, take_step
from workbench.nets.ema import ema_update, warm_momentum


class ImageSpec(NamedTuple):
    """What networks are sized to: `size` is the side of training images in pixels, `classes` the source's."""

    size: int
    classes: int


class TranslationBatch(NamedTuple):
    """One step's images, (B, 3, S, S) in [0, 1], on the device. Labels are class numbers, −1 where there is none."""

    source: Tensor
    source_labels: Tensor  # (B,)
    target: Tensor


class Translator(nn.Module, ABC):
    """An image translator from a source to a target. Subclasses live one a file in `workbench.translators`.

    A subclass says what it is in the class attributes, may have `Settings`, makes its `generator` and other networks
    in `__init__`, and implements `translate` and, where it is trained, `step` and `make_optimizers`. `generator` is
    all that makes images, buffers included: its weights, averaged, are what leaves.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    paper: ClassVar[str]
    summary: ClassVar[str]
    trained: ClassVar[bool] = True  # or does it answer at once
    two_way: ClassVar[bool] = False  # whether it translates to the source, too
    styled: ClassVar[bool] = False  # whether it takes style images
    any_size: ClassVar[bool] = False  # whether images need not be of the size it was made for
    needs: ClassVar[tuple[str, ...]] = ()  # "source classes", "style images"
    presets: ClassVar[tuple[Preset, ...]] = (Preset("paper", "As it is", 1, 1),)  # the paper's first, then "light"

    @dataclass(frozen=True)
    class Settings:
        """What a translator can be told."""

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        """Raises UserError when a setting is unknown or out of range."""
        super().__init__()
        self.settings = build(type(self).Settings, settings, self.title)
        self.canvas = canvas
        self.generator: Any = nn.Identity()
        self.average: Any = None  # of the generator, once training is set up
        self.ema = 0.0
        self.fabric: Fabric
        self.optimizers: dict[str, Any] = {}

    # -- what a subclass says --------------------------------------------------------------------------------------

    @abstractmethod
    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """(B, 3, H, W) images in [0, 1] in the look of the other domain, by `deployed`. The same shape.

        `styles` (K, 3, H', W') are images whose look is wanted, the same for all; None takes what was learned.
        """

    def step(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """Learn from one batch; the losses to report, detached scalars by name. Runs in the job's precision."""
        raise NotImplementedError(f"{self.title} is not trained")

    def study(self, source: Tensor, target: Tensor) -> None:
        """Look once at a sample of each domain, (N, 3, S, S) and (M, 3, S, S) in [0, 1], before anything else.

        For those that keep statistics or images of the target; N, M ≥ 1.
        """

    def stages(self) -> tuple[Stage, ...]:
        """The phases of a run, in order; the shares add up to one."""
        return (Stage("train"),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The optimizers by name; each group says its `initial_lr` (`engine.groups.grouped` does)."""
        return {}

    def rate(self, progress: Progress) -> float:
        """What the learning rates are multiplied by: 1 for half of the stage, then down to 0 in a straight line."""
        return min(1.0, 2.0 * (1.0 - progress.fraction))

    # -- what the engine calls -------------------------------------------------------------------------------------

    def setup(self, fabric: Fabric, ema: float = 0.0) -> None:
        """Move all to the device and make the optimizers; with `ema`, keep the average of the generator beside it."""
        self.fabric, self.ema = fabric, ema
        if ema and self.trained:
            self.average = copy.deepcopy(self.generator).requires_grad_(False).eval()
            self.register_buffer("followed", torch.zeros(()))  # steps so far
        self.to(fabric.device)
        self.optimizers = {name: fabric.setup_optimizers(o) for name, o in self.make_optimizers().items()}

    def advance(self, batch: TranslationBatch, progress: Progress) -> dict[str, Tensor]:
        """One step at the learning rate that the schedule gives; then the average follows."""
        set_rates(self.optimizers.values(), self.rate(progress))
        with self.fabric.autocast():
            losses = self.step(batch, progress)
        if self.average is not None:
            momentum = warm_momentum(self.ema, float(self.get_buffer("followed").add_(1)))
            ema_update(self.average, self.generator, momentum, buffers=True)
        return losses

    @property
    def deployed(self) -> Any:
        """The generator as it is used: its average, where there is one."""
        return self.generator if self.average is None else self.average

    def exported(self) -> nn.Module:
        """What leaves: the generator alone, with averaged weights."""
        found: nn.Module = self.deployed
        return found

    def minimise(self, loss: Tensor, *names: str) -> None:
        """One step of the optimizers of these names down the gradient of `loss`, and of no others."""
        optimizers = [self.optimizers[name] for name in names]
        weights = [p for one in optimizers for group in one.param_groups for p in group["params"]]
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        self.fabric.backward(loss, inputs=weights)
        take_step(optimizers)

    @classmethod
    def card(cls) -> TranslatorCard:
        """This translator as a front end shows it."""
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
