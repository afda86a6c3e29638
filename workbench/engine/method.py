"""The base class of adaptation methods: what a method implements, and what the engine provides."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.core.catalogue import MethodCard
from workbench.core.domain import Side
from workbench.core.settings import Value, build, fields_of, setting
from workbench.engine import parameter_groups
from workbench.nets.classifier import Classifier, ExportedClassifier, Output, without_wrapper
from workbench.nets.cosine import CosineHead
from workbench.nets.distributed import gathered, share_dropout

if TYPE_CHECKING:
    from lightning_fabric import Fabric  # takes a second to load, which choosing a method need not wait for


class Batch(NamedTuple):
    """The samples of one step, on the device. Inputs are (B, 3, H, W) images in [0, 1], or (B, D) cached features.

    There are no target labels, except those of the B' ≥ 0 shots. Masks are (B, H, W), IGNORE for unlabelled pixels.
    If W processes share a batch, the inputs are this process's B/W samples. Labels and rows are those of the whole
    batch, and so are the outputs of `see`. `source_strong` and `target_strong` are strongly augmented views of the same
    samples for the sides in a method's `strong_views`; otherwise they are empty.
    """

    source: Tensor
    source_labels: Tensor  # (B,)
    target: Tensor
    shots: Tensor  # (B', …)
    shot_labels: Tensor  # (B',)
    target_rows: Tensor  # (B,) indices of the target samples, in [0, N)
    source_strong: Tensor
    target_strong: Tensor

    def parts(self, count: int) -> "list[Batch]":
        """Split the samples into `count` smaller batches."""
        if count == 1:
            return [self]
        return [Batch(*part) for part in zip(*(tensor.tensor_split(count) for tensor in self), strict=True)]


class Progress(NamedTuple):
    """The position of a step: its stage, and the `fraction` of this stage that is done, in [0, 1)."""

    stage: str
    fraction: float


class Stage(NamedTuple):
    """A named stage of a run and its share of the run's steps.

    `scored`: a title for the model after this stage, which is then evaluated on all samples. If empty, it is not.
    """

    name: str
    share: float = 1.0
    scored: str = ""


class Views(NamedTuple):
    """The model's outputs for a batch. Each domain uses its own normalisation statistics."""

    source: Output
    target: Output
    shots: Output


class Method(nn.Module, ABC):
    """Base class of adaptation methods. A method trains a Classifier. `workbench.methods` has one file per method.

    A subclass sets the class attributes, may extend `Settings`, creates additional networks in `__init__` and
    implements `step`. Everything else has a default.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    paper: ClassVar[str]
    summary: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]] = ("classify",)  # add "segment" if the losses are defined for pixels
    shifts: ClassVar[tuple[str, ...]] = ("closed",)
    short_listed: ClassVar[tuple[str, ...]] = ()  # the tasks for which `auto` tries this method
    optimises: ClassVar[tuple[str, ...]] = ()  # the validators that the loss improves directly, so that they flatter it
    cosine_head: ClassVar[bool] = False  # whether the head is a cosine classifier
    strong_views: ClassVar[tuple[Side, ...]] = ()  # the sides whose batches include strongly augmented views
    two_models: ClassVar[bool] = False  # whether the source has a separate model from some step on
    sequential: ClassVar[bool] = False  # whether a step updates the same weights several times
    log_odds: ClassVar[bool] = False  # whether the largest logit is negative for samples of unknown classes
    needs: ClassVar[tuple[str, ...]] = ("source images",)

    @dataclass(frozen=True)
    class Settings:
        """The settings of every method."""

        learning_rate: float = setting(1e-3, "Adam's step size for new layers.", low=1e-7, high=1.0)
        backbone_rate: float = setting(0.1, "Share of that for a pretrained backbone.", low=0.0, high=1.0)
        weight_decay: float = setting(0.0, "Decay of weights towards zero.", low=0.0, high=1.0)

    def __init__(self, model: Classifier, classes: int, settings: Mapping[str, Value], pretrained: bool) -> None:
        """`pretrained`: whether the backbone has pretrained weights, which are trained at a lower rate.

        Raises UserError if a setting is unknown or out of range.
        """
        super().__init__()
        self.settings = build(type(self).Settings, settings, self.title)
        self.model: Any = model  # a Classifier, or Fabric's wrapper of one after `setup`
        self.classes, self.pretrained = classes, pretrained
        self.fabric: Fabric
        self.optimizers: dict[str, Any] = {}
        self.part, self.parts = 0, 1  # index and number of the smaller batches of this step
        self.source_free = False  # whether the job has a trained model instead of source images
        if self.two_models:
            self.source_model: Any = copy.deepcopy(model).requires_grad_(False)
            self.register_buffer("parted", torch.tensor(False))

    # -- overridden by subclasses ----------------------------------------------------------------------------------

    @classmethod
    def make_head(cls, features: int, classes: int) -> nn.Module:
        """Create the head, which maps (B, D) features to (B, K) logits."""
        return CosineHead(features, classes) if cls.cosine_head else nn.Linear(features, classes)

    def remember(self, target: int) -> None:
        """Create buffers with an entry for each of the `target` samples. Called once, before `setup`."""

    def receive(self, height: int, width: int) -> None:
        """Create networks that depend on the image size, in pixels. Called once, before `setup`."""

    def source_chances(self, truth: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any] | None:
        """(N,) sampling probabilities of N `rows` of the source's labels or masks; None draws each once per epoch."""
        return None

    @abstractmethod
    def step(self, batch: Batch, progress: Progress) -> dict[str, Tensor]:
        """Update the weights with one batch. Returns the losses to report: detached scalars by name."""

    def stages(self) -> tuple[Stage, ...]:
        """The stages of a run, in order. Their shares add up to one."""
        return (Stage("train"),)

    def make_optimizers(self) -> dict[str, Optimizer]:
        """Create the optimizers by name. Called after Fabric has wrapped the networks."""
        return {"model": self.adam(self.model)}

    @property
    def classifier(self) -> Classifier:
        """The model without Fabric's wrapper."""
        return without_wrapper(self.model)

    @property
    def encoder(self) -> nn.Module:
        """The model without its head."""
        return nn.ModuleList([self.classifier.backbone, self.classifier.bottleneck])

    @property
    def deployed_side(self) -> Side:
        """The domain whose normalisation statistics the adapted model uses; the target by default."""
        return Side.TARGET

    def rate(self, progress: Progress) -> float:
        """The factor of all learning rates: half a cosine from 1 to 0 over the stage."""
        return float(0.5 * (1 + torch.cos(torch.tensor(progress.fraction * torch.pi))))

    # -- called by the engine --------------------------------------------------------------------------------------

    def setup(self, fabric: "Fabric", compiled: bool = False) -> None:
        """Move all networks to the device, wrap them for its precision, and create the optimizers.

        With `compiled`, the model is compiled by torch.compile at the first batch.
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
        """Take one step at the scheduled learning rate. Returns the losses: scalars by name.

        With `parts` > 1, gradients are accumulated over this number of smaller batches. This needs less memory; only
        the normalisation statistics differ from those of the whole batch.
        """
        parameter_groups.set_rates(self.optimizers.values(), self.rate(progress))
        losses: list[dict[str, Tensor]] = []
        for index, part in enumerate(batch.parts(parts)):
            self.part, self.parts = index, parts
            losses.append(self.step(part, progress))
        return {name: torch.stack([values[name].float() for values in losses]).mean() for name in losses[0]}

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False) -> Any:
        """Load what `state_dict` returned, whether or not Fabric has wrapped the networks since."""
        for name, network in self.named_children():
            inner = {
                key.removeprefix(f"{name}."): value for key, value in state_dict.items() if key.startswith(f"{name}.")
            }
            network.load_state_dict(inner, strict=strict)
        for name, buffer in self.named_buffers(recurse=False):
            buffer.copy_(state_dict[name])

    def predict(self, inputs: Tensor, side: Side | None = None) -> Output:
        """Logits (B, K) and features (B, D) in evaluation mode. Without `side`, those of the adapted model."""
        model = self.model
        if side is Side.SOURCE and self.two_models and self.get_buffer("parted"):
            model = self.source_model
        output: Output = model(inputs, self.deployed_side if side is None else side)
        return output

    def exported(self, extractor: nn.Module | None = None) -> ExportedClassifier:
        """The model to export: the classifier with the deployed statistics, after the frozen `extractor` if given."""
        return ExportedClassifier(self.classifier, self.deployed_side, extractor)

    # -- called by `step` of subclasses ----------------------------------------------------------------------------

    def views(self, batch: Batch) -> Views:
        """The model's outputs: for the source alone, and for target and shots together, which are one domain."""
        (source,) = self.see(batch.source, side=Side.SOURCE)
        target, shots = self.see(batch.target, batch.shots, side=Side.TARGET)
        return Views(source, target, shots)

    def see(self, *inputs: Tensor, side: Side, model: Any = None) -> tuple[Output, ...]:
        """The outputs of the model, or of another `model`, for inputs of one domain, which form one batch.

        On several devices each device computes its share, and all receive the outputs of the whole batch.
        """
        sizes = [len(part) for part in inputs]
        output: Output = (self.model if model is None else model)(torch.cat(inputs), side)
        parts = zip(output.logits.split(sizes), output.features.split(sizes), strict=True)
        return tuple(Output(gathered(logits), gathered(features)) for logits, features in parts)

    def freeze_source_model(self) -> None:
        """Copy the model to `source_model`, which then stays fixed. Later calls do nothing."""
        if not self.get_buffer("parted"):
            self.source_model.load_state_dict(self.model.state_dict())
            self.get_buffer("parted").fill_(True)
        self.source_model.eval()

    def classify(self, features: Tensor) -> Tensor:
        """Logits (B, K) of the model's head for (B, D) features."""
        weight = next(self.classifier.head.parameters())
        logits: Tensor = self.classifier.head(features.to(weight.dtype))
        return logits.to(features.dtype)

    def task_loss(self, views: Views, batch: Batch) -> Tensor:
        """Cross-entropy on the source, or the mean of those on source and shots (MME, arXiv:1904.06487, eq. 2)."""
        source = self.cross_entropy(views.source, batch.source_labels)
        return (source + self.cross_entropy(views.shots, batch.shot_labels)) / 2 if len(batch.shots) else source

    def cross_entropy(self, output: Output, labels: Tensor) -> Tensor:
        """The mean cross-entropy over the samples; zero if there are none."""
        return F.cross_entropy(output.logits, labels) if len(labels) else output.logits.sum() * 0.0

    def minimise(self, loss: Tensor, *names: str) -> None:
        """Backpropagate `loss` to the weights of the named optimizers (all by default), and step these optimizers.

        No other weight receives a gradient. If the batch is split into parts, the step follows the last part.
        """
        optimizers = [self.optimizers[name] for name in names or self.optimizers]
        if self.part == 0:
            parameter_groups.clear_gradients(optimizers)
        self.fabric.backward(loss / self.parts, inputs=parameter_groups.trained_weights(optimizers))
        if self.part == self.parts - 1:
            parameter_groups.take_shared_step(optimizers)

    def adam(self, *networks: nn.Module, rate: float = 0.0, momentum: float = 0.9) -> Optimizer:
        """Adam over networks, by default at the learning rate of the settings. `momentum`: Adam's β₁."""
        groups, decay = self._grouped(networks, rate), self.settings.weight_decay
        return parameter_groups.adam_over(groups, (momentum, 0.999), decay)

    def sgd(self, *networks: nn.Module) -> Optimizer:
        """SGD with a Nesterov momentum of 0.9 over networks, at the learning rate of the settings."""
        groups, decay = self._grouped(networks, 0.0), self.settings.weight_decay
        return torch.optim.SGD(groups, momentum=0.9, nesterov=True, weight_decay=decay)

    def _grouped(self, networks: tuple[nn.Module, ...], rate: float) -> list[Any]:
        """Parameter groups; a pretrained backbone has a fraction of the learning rate."""
        rate = rate or self.settings.learning_rate
        backbone = self.classifier.backbone if self.pretrained else None
        return parameter_groups.grouped(networks, backbone, rate, rate * self.settings.backbone_rate)

    @classmethod
    def card(cls) -> MethodCard:
        """The card of this method, for a front end."""
        facts = (cls.name, cls.title, cls.paper, cls.summary, cls.tasks, cls.shifts, cls.needs)
        return MethodCard(*facts, fields_of(cls.Settings), cls.short_listed, bool({"im", "bnm"} & set(cls.optimises)))
