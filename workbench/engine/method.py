"""The method contract: what an adaptation algorithm is to the engine, and what it gets for nothing."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import torch
import torch.nn.functional as F
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.catalogue import MethodCard
from workbench.core.domain import Side
from workbench.core.settings import Value, build, fields_of, setting
from workbench.engine.parameter_groups import grouped, set_rates, take_step
from workbench.nets.classifier import Classifier, ExportedClassifier, Output
from workbench.nets.cosine import CosineHead
from workbench.nets.distributed import average, gathered, share_dropout


class Batch(NamedTuple):
    """One step's samples, on the device. Inputs are (B, 3, H, W) images in [0, 1], or (B, D) cached features.

    Target labels are not in it: a method never sees them, except those of the shots (B' may be 0). Of pixels, labels
    are (B, H, W), IGNORE where there is none.
    Where W processes share a batch, inputs are the B/W of this one; labels and rows are of the whole, as is what `see`
    returns. Strong views, the same samples varied strongly, are there for a method's `strong_views`, else empty.
    """

    source: Tensor
    source_labels: Tensor  # (B,)
    target: Tensor
    shots: Tensor  # (B', …)
    shot_labels: Tensor  # (B',)
    target_rows: Tensor  # (B,) which target samples these are, in [0, N)
    source_strong: Tensor
    target_strong: Tensor

    def parts(self, count: int) -> "list[Batch]":
        """The same samples in `count` smaller batches."""
        if count == 1:
            return [self]
        return [Batch(*part) for part in zip(*(tensor.tensor_split(count) for tensor in self), strict=True)]


class Progress(NamedTuple):
    """Where a step stands: `fraction` of its stage that is done, in [0, 1)."""

    stage: str
    fraction: float


class Stage(NamedTuple):
    """A named phase of a run and its share of the run's steps.

    `scored` names the model that it leaves, which is then measured on all samples; empty: it is not.
    """

    name: str
    share: float = 1.0
    scored: str = ""


class Views(NamedTuple):
    """What the model makes of a batch, each domain passed through with statistics of its own."""

    source: Output
    target: Output
    shots: Output


class Method(nn.Module, ABC):
    """An adaptation algorithm over a Classifier. Subclasses live one a file in `workbench.methods`.

    A subclass says what it is in the class attributes, may extend `Settings`, adds networks and optimizers in
    `__init__`, and implements `step`. Everything else has a default.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    paper: ClassVar[str]
    summary: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]] = ("classify",)  # "segment" too, where the losses hold for pixels
    shifts: ClassVar[tuple[str, ...]] = ("closed",)
    short_listed: ClassVar[tuple[str, ...]] = ()  # the tasks for which `auto` tries it
    cosine_head: ClassVar[bool] = False  # whether the head compares directions
    strong_views: ClassVar[tuple[Side, ...]] = ()  # of which domains batches bring strongly varied views too
    two_models: ClassVar[bool] = False  # whether the source keeps a model of its own from some step on
    sequential: ClassVar[bool] = False  # whether a step updates the same weights several times
    needs: ClassVar[tuple[str, ...]] = ("source images",)

    @dataclass(frozen=True)
    class Settings:
        """What every method can be told."""

        learning_rate: float = setting(1e-3, "Adam's step size for new layers.", low=1e-7, high=1.0)
        backbone_rate: float = setting(0.1, "Share of that for a pretrained backbone.", low=0.0, high=1.0)
        weight_decay: float = setting(0.0, "Decay of weights towards zero.", low=0.0, high=1.0)

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        """`pretrained` says whether the model's backbone brings weights that should move slowly.

        Raises UserError when a setting is unknown or out of range.
        """
        super().__init__()
        self.settings = build(type(self).Settings, settings, self.title)
        self.model: Any = model  # a Classifier, or Fabric's wrapper of one after `setup`
        self.classes, self.pretrained = classes, pretrained
        self.fabric: Fabric
        self.optimizers: dict[str, Any] = {}
        self.part, self.parts = 0, 1  # of the batch that is learned from
        self.source_free = False  # whether the model comes trained and no source image is there
        if self.two_models:
            self.source_model: Any = copy.deepcopy(model).requires_grad_(False)
            self.register_buffer("parted", torch.tensor(False))

    # -- what a subclass says --------------------------------------------------------------------------------------

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """What turns (B, D) features into (B, K) logits."""
        return CosineHead(features, classes) if cls.cosine_head else nn.Linear(features, classes)

    def remember(self, target: int) -> None:
        """Make the buffers that hold something for each of the `target` samples, where a method has such."""

    def receive(self, height: int, width: int) -> None:
        """Make the networks that are sized to images of `height` × `width` pixels, where a method has such."""

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """(N,) chances of N `rows` of the source's labels or masks to be drawn; None draws each once an epoch."""
        return None

    @abstractmethod
    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Learn from one batch; the losses to report, detached scalars by name."""

    def stages(self) -> tuple[Stage, ...]:
        """The phases of a run, in order; the shares add up to one."""
        return (Stage("train"),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """The optimizers by name, over the networks as Fabric wrapped them."""
        return {"model": self.adam(self.model)}

    @property
    def classifier(self) -> Classifier:
        """The model itself, without what Fabric wraps around it."""
        found: Classifier = getattr(self.model, "module", self.model)
        return found

    @property
    def encoder(self) -> nn.Module:
        """The model without its head."""
        return nn.ModuleList([self.classifier.backbone, self.classifier.bottleneck])

    @property
    def deployed_side(self) -> Side:
        """Whose normalisation statistics the adapted model carries: the target's, unless a method says otherwise."""
        return Side.TARGET

    def rate(self, progress: Progress) -> float:
        """What the learning rates are multiplied by: half a cosine from 1 to 0 over the stage."""
        return float(0.5 * (1 + torch.cos(torch.tensor(progress.fraction * torch.pi))))

    # -- what the engine calls -------------------------------------------------------------------------------------

    def setup(self, fabric: Fabric, compiled: bool = False) -> None:
        """Move all networks to the device, wrap them for its precision and number, and make the optimizers.

        With `compiled`, torch.compile makes the model's code when the first batch is seen.
        """
        self.fabric = fabric
        if compiled:
            self.model.compile()
        for network in self.children():
            if fabric.world_size > 1 and isinstance(network, Classifier):
                share_dropout(network)
        for name, network in list(self.named_children()):
            setattr(self, name, fabric.setup_module(network))
        self.optimizers = {name: fabric.setup_optimizers(o) for name, o in self.make_optimizers().items()}

    def advance(self, batch: Batch, progress: Progress, parts: int = 1) -> dict[str, Tensor]:
        """One step at the learning rate that the schedule gives.

        With more `parts` than one, as many passes through smaller batches whose gradients add up: less memory, the
        same batch but for its normalisation statistics.
        """
        set_rates(self.optimizers.values(), self.rate(progress))
        told: list[dict[str, Tensor]] = []
        for index, part in enumerate(batch.parts(parts)):
            self.part, self.parts = index, parts
            told.append(self.step(part, progress))
        return {name: torch.stack([one[name].float() for one in told]).mean() for name in told[0]}

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False) -> Any:
        """What `state_dict` gave, into networks that Fabric has wrapped since or not."""
        for name, network in self.named_children():
            inner = {
                key.removeprefix(f"{name}."): value for key, value in state_dict.items() if key.startswith(f"{name}.")
            }
            network.load_state_dict(inner, strict=strict)
        for name, buffer in self.named_buffers(recurse=False):
            buffer.copy_(state_dict[name])

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """Logits (B, K) and features (B, D) in evaluation mode; without `side`, as the adapted model gives them."""
        model = self.model
        if side is Side.SOURCE and self.two_models and self.get_buffer("parted"):
            model = self.source_model
        output: Output = model(inputs, self.deployed_side if side is None else side)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """What leaves: the classifier with the deployed statistics, behind a frozen `extractor` where there is one."""
        return ExportedClassifier(self.classifier, self.deployed_side, extractor)

    # -- what steps are made of ------------------------------------------------------------------------------------

    def views(self, batch: Batch) -> Views:
        """Source alone, then target and shots together (they are of one domain), through the model."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        return Views(source, target, shots)

    def see(self, *inputs: Tensor, side: Side, model: Any = None) -> tuple[Output, ...]:
        """What the model, or another one, makes of inputs of one domain, passed through it together as one batch.

        On many devices each passes its share through, and all get the outputs of the whole.
        """
        sizes = [len(part) for part in inputs]
        both: Output = (self.model if model is None else model)(torch.cat(inputs), side)
        parts = zip(both.logits.split(sizes), both.features.split(sizes), strict=True)
        return tuple(Output(gathered(logits), gathered(features)) for logits, features in parts)

    def part_ways(self) -> None:
        """From the first call on, the source's model stands still where the model is now, statistics too."""
        if not self.get_buffer("parted"):
            self.source_model.load_state_dict(self.model.state_dict())
            self.get_buffer("parted").fill_(True)
        self.source_model.eval()

    def classify(self, features: Tensor) -> Tensor:
        """Logits of (B, D) features that the model gave, through its head once more."""
        weight = next(self.classifier.head.parameters())
        logits: Tensor = self.classifier.head(features.to(weight.dtype))
        return logits.to(features.dtype)

    def task_loss(self, views: Views, batch: Batch) -> Tensor:
        """Cross-entropy on the source, or half on it and half on the shots where there are any.

        A mean and no sum, so that the weights of other losses are those of the papers (MME, arXiv:1904.06487, eq. 2).
        """
        source = self.cross_entropy(views.source, batch.source_labels)
        return (source + self.cross_entropy(views.shots, batch.shot_labels)) / 2 if len(batch.shots) else source

    def cross_entropy(self, output: Output, labels: Tensor) -> Tensor:
        """The mean over the samples; zero where there are none."""
        return F.cross_entropy(output.logits, labels) if len(labels) else output.logits.sum() * 0.0

    def minimise(self, loss: Tensor, *names: str) -> None:
        """One step of the optimizers of these names, or of all, down the gradient of `loss`, and of no others.

        Of a batch in parts, the step is taken when the last is seen.
        """
        optimizers = [self.optimizers[name] for name in names or self.optimizers]
        weights = [p for one in optimizers for group in one.param_groups for p in group["params"] if p.requires_grad]
        if self.part == 0:
            for optimizer in optimizers:
                optimizer.zero_grad(set_to_none=True)
        self.fabric.backward(loss / self.parts, inputs=weights)
        if self.part == self.parts - 1:
            average([weight.grad for weight in weights if weight.grad is not None])
            take_step(optimizers)

    def adam(self, *networks: nn.Module, rate: float = 0.0, momentum: float = 0.9) -> Optimizer:
        """Adam over networks, at the learning rate of the settings if no other is given. `momentum`: Adam's β₁."""
        groups, decay = self._grouped(networks, rate), self.settings.weight_decay
        return torch.optim.Adam(groups, betas=(momentum, 0.999), weight_decay=decay)

    def sgd(self, *networks: nn.Module) -> Optimizer:
        """SGD with Nesterov's momentum of 0.9 over networks, at the learning rate of the settings."""
        groups, decay = self._grouped(networks, 0.0), self.settings.weight_decay
        return torch.optim.SGD(groups, momentum=0.9, nesterov=True, weight_decay=decay)

    def _grouped(self, networks: tuple[nn.Module, ...], rate: float) -> list[Any]:
        """A pretrained backbone moves at a fraction of the rate."""
        rate = rate or self.settings.learning_rate
        backbone = self.classifier.backbone if self.pretrained else None
        return grouped(networks, backbone, rate, rate * self.settings.backbone_rate)

    @classmethod
    def card(cls) -> MethodCard:
        """This method as a front end shows it."""
        said = (cls.name, cls.title, cls.paper, cls.summary, cls.tasks, cls.shifts, cls.needs)
        return MethodCard(*said, fields_of(cls.Settings), cls.short_listed)
