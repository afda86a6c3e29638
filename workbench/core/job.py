"""A job: the complete description of a run. Window and command line give the same result for the same job."""

from enum import StrEnum
from pathlib import Path

import msgspec

from workbench.core.corrections import Correction
from workbench.core.deep_range import EACH_IMAGE, DeepRange, check_range
from workbench.core.domain import DEFAULT_TASK
from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.core.settings import Value

VALIDATOR = "im"  # the default validator
Ranges = tuple[tuple[str, float, float, float], ...]  # (name, value, lowest, highest)
CHECKPOINT_SECONDS = 20.0
BUNDLED_BACKBONE = "efficientnet_lite0"  # the pretrained network whose weights come with the installation
RANGES = {  # of the numbers of a job: what each is, its lowest and its highest value; a batch of 0 is the task's
    "steps": ("number of steps", 1, 10_000_000),
    "batch": ("batch size", 2, 65_536),
    "image_size": ("image size", 0, 4096),
    "image_width": ("image width", 0, 8192),
    "seed": ("seed", 0, 2**63 - 1),
    "devices": ("number of devices", 1, 1024),
    "nodes": ("number of nodes", 1, 1024),
    "threads": ("number of threads", 0, 1024),
    "shots_held_out": ("share of held-out shots", 0.0, 0.9),
}
AUTO = "auto"  # the method that tries a short-list of methods; the task that the labels of the source teach


class Tune(StrEnum):
    """Which part of the network is trained. AUTO: the head if the backbone is pretrained, else all of it."""

    AUTO = "auto"
    HEAD = "head"
    ALL = "all"


class Augment(StrEnum):
    """The strength of augmentation, drawn for each sample. RAND: RandAugment."""

    NONE = "none"
    LIGHT = "light"
    STRONG = "strong"
    RAND = "rand"


class Shift(StrEnum):
    """The category shift. CLOSED: both domains have the same classes; PARTIAL: the target lacks some.

    OPEN: the target has additional classes. AUTO: given by the target's class folders; CLOSED if it has none.
    """

    AUTO = "auto"
    CLOSED = "closed"
    PARTIAL = "partial"
    OPEN = "open"
    OPEN_PARTIAL = "open-partial"


class Norm(StrEnum):
    """The normalisation of a backbone. IBN: instance norm on half of the channels of the first half of its layers."""

    BATCH = "batch"
    IBN = "ibn"


CLOSED = (Shift.CLOSED, Shift.PARTIAL)  # the target has no class that the source lacks


class Shot(msgspec.Struct, frozen=True):
    """A target sample with a `label`, or with a `mask` at an absolute path, assigned by the user.

    A painted mask is a PNG of the source's class indices, with IGNORED on unpainted pixels.
    """

    path: str
    label: str = ""
    mask: str = ""

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "label", composed(self.label))


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A method, its data and its settings. Folders are absolute paths.

    `backbone`: "auto" is the small network for images up to 48 pixels and EfficientNet-Lite0 for larger ones; for
    segmentation, the light network up to 128 pixels, and EfficientNet-Lite0 with a feature pyramid above. `batch`:
    images of each domain per step; 0 takes the default of the task. `image_size`: side of the square network input in
    pixels; 0 is the backbone's default. For segmentation it is the height, and `image_width` is the width, 0 for the
    aspect ratio of the source; both in multiples of 32.
    `source_range`, `target_range`: of deep images; None is estimated when the run begins, and stays None without such
    images. `mapping`: from class names of the target's masks to class names of the source; "" maps to no class.
    `validator`: the score, without target labels, that selects the best checkpoint of the run.
    `corrections`: of labels of the source; those that do not apply to it are left out when the run begins.
    `shots_held_out`: share of the shots of each class, rounded down, that are used for evaluation only.
    `devices`: per machine, on each of `nodes` machines; they share every batch. `threads`: of the CPU; 0 is chosen by a
    short measurement. `precision`: of Lightning Fabric, or "auto": bf16-mixed if all layers are trained on a CPU with
    instructions for it and a short measurement finds it faster, else 32-true. `compile`: use torch.compile.
    `tensorboard`: also write TensorBoard event files.
    `checkpoint_seconds`: the longest training time between checkpoints.
    `cache`: folder for decoded images and features; empty is the user's cache folder.
    """

    method: str
    source: str
    target: str
    task: str = AUTO
    backbone: str = "auto"
    weights: str = ""
    tune: Tune = Tune.AUTO
    steps: int = 1000
    batch: int = 0
    image_size: int = 0
    image_width: int = 0
    source_range: DeepRange | None = None
    target_range: DeepRange | None = None
    mapping: dict[str, str] = {}
    shift: Shift = Shift.AUTO
    augment: Augment = Augment.LIGHT
    norm: Norm = Norm.BATCH
    seed: int = 0
    validator: str = VALIDATOR
    device: str = "auto"
    precision: str = "32-true"
    devices: int = 1
    nodes: int = 1
    threads: int = 0
    compile: bool = False
    tensorboard: bool = False
    shots: tuple[Shot, ...] = ()
    shots_held_out: float = 0.2
    corrections: tuple[Correction, ...] = ()
    settings: dict[str, Value] = {}
    checkpoint_seconds: float = CHECKPOINT_SECONDS
    cache: str = ""

    @property
    def taught(self) -> frozenset[str]:
        """The composed paths of the shots, which do not measure."""
        return frozenset(composed(shot.path) for shot in self.shots)

    @property
    def decided_task(self) -> str:
        """The task of a job that was prepared: one of images may still say “auto”."""
        return DEFAULT_TASK if self.task == AUTO else self.task

    @property
    def trained_range(self) -> DeepRange:
        """The range of deep images that the model of a finished run takes: the target's, or else the source's."""
        return self.target_range.filled(self.source_range) if self.target_range else self.source_range or EACH_IMAGE

    @property
    def exported_range(self) -> DeepRange | None:
        """As `trained_range`, for model.json; None without a range."""
        deep = self.trained_range
        return None if deep.each_image else deep

    def differs_in_seed(self, other: "Job") -> bool:
        """Whether the seeds of two jobs differ and no other setting does."""
        return self.seed != other.seed and msgspec.structs.replace(self, seed=other.seed) == other

    def checked(self) -> "Job":
        """This job with absolute folders. Raises UserError if a number is out of range."""
        values = msgspec.structs.asdict(self) | {"batch": self.batch or 2}
        numbers = tuple((title, values[name], low, high) for name, (title, low, high) in RANGES.items())
        check_numbers(numbers, self.checkpoint_seconds, self.image_size)
        check_range(self.source_range)
        check_range(self.target_range)
        absolute = {name: str(Path(getattr(self, name)).expanduser().absolute()) for name in ("source", "target")}
        return msgspec.structs.replace(self, **absolute)


def check_numbers(numbers: Ranges, checkpoint_seconds: float, image_size: int) -> None:
    """Raises UserError if a number of a job is out of range."""
    for name, value, low, high in numbers:
        if not low <= value <= high:
            raise UserError(f"The {name} is {value}, which is out of range.", f"Use a value from {low:,} to {high:,}.")
    if not checkpoint_seconds >= 0:
        raise UserError(f"The checkpoint interval is {checkpoint_seconds}.", "Use 0 seconds or more.")
    if 0 < image_size < 8:
        raise UserError(f"The image size is {image_size} pixels, which is too small.", "Use 8 pixels or more.")


def fitting_steps(images: int, batch: int) -> int:
    """The default number of steps: about ten epochs of `images`, rounded to hundreds, from 200 to 5,000."""
    return min(max(round(10 * images / batch / 100) * 100, 200), 5000)
