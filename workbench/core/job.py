"""A job: one frozen recipe. The same job gives the same result, from the window and from the command line."""

from enum import StrEnum
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.settings import Value

VALIDATOR = "im"  # what scores a run where nothing else is chosen
Ranges = tuple[tuple[str, float, float, float], ...]  # names of numbers, what they are, and from where to where
AUTO = "auto"  # the method that tries a short-list of the others


class TaskName(StrEnum):
    """What is told: the class of an image, or of each of its pixels. AUTO: of pixels where the source has masks."""

    AUTO = "auto"
    CLASSIFY = "classify"
    SEGMENT = "segment"


class Tune(StrEnum):
    """Which part of the network is trained. AUTO: the head of a pretrained backbone, all of any other."""

    AUTO = "auto"
    HEAD = "head"
    ALL = "all"


class Augment(StrEnum):
    """How strongly training images are varied, each sample on its own. RAND: RandAugment."""

    NONE = "none"
    LIGHT = "light"
    STRONG = "strong"
    RAND = "rand"


class Shift(StrEnum):
    """Which classes the target has: the source's, only some of them, others too, or some of them and others.

    AUTO: what the target's class folders say; the source's, where it has none.
    """

    AUTO = "auto"
    CLOSED = "closed"
    PARTIAL = "partial"
    OPEN = "open"
    OPEN_PARTIAL = "open-partial"


class Norm(StrEnum):
    """How a backbone normalises. IBN: the first half of its batch norms treat half of their channels by instance."""

    BATCH = "batch"
    IBN = "ibn"


CLOSED = (Shift.CLOSED, Shift.PARTIAL)  # the target has no class that the source lacks


class Shot(msgspec.Struct, frozen=True):
    """A target sample that a person has labelled; where the labels are of pixels, by the `mask` at this absolute path.

    A painted mask is a PNG of the source's class numbers, with IGNORED wherever nothing was painted.
    """

    path: str
    label: str = ""
    mask: str = ""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to run, on what, with which settings. Folders are absolute paths.

    `backbone` "auto" takes the small net for images up to 48 pixels and EfficientNet-Lite0 above; for pixels the light
    net. `batch` 0 takes 64 images of each domain in a step, or 8 where pixels are told.
    `image_size` is the side of the square network input in pixels; 0 takes the backbone's own. Where pixels are told
    it is the height, and `image_width` the width, 0 for the source's proportions; both in multiples of 32.
    `mapping`: which class of the source a class of the target's masks is, where their names differ; "" is none.
    `validator` scores the run without target labels, and says which of its looks at itself was the best.
    `shots_held_out` is the share of each class's shots, rounded down, that only measure the model.
    `devices` on each of `nodes` machines share every batch. `threads` of the CPU; 0 takes what a short probe finds.
    `compile` lets torch.compile make the model faster. `tensorboard` writes event files beside the run's own.
    `checkpoint_seconds` is the most training that a crash can cost.
    `cache` is the folder for decoded images and features; empty takes the user's cache folder.
    """

    method: str
    source: str
    target: str
    task: TaskName = TaskName.AUTO
    backbone: str = "auto"
    weights: str = ""
    tune: Tune = Tune.AUTO
    steps: int = 1000
    batch: int = 0
    image_size: int = 0
    image_width: int = 0
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
    settings: dict[str, Value] = {}
    checkpoint_seconds: float = 20.0
    cache: str = ""

    def checked(self) -> "Job":
        """This job, with absolute folders. Raises UserError when a number is out of range."""
        numbers: Ranges = (
            ("steps", self.steps, 1, 10_000_000),
            ("batch", self.batch or 2, 2, 65_536),
            ("image size", self.image_size, 0, 4096),
            ("image width", self.image_width, 0, 8192),
            ("seed", self.seed, 0, 2**63 - 1),
            ("number of devices", self.devices, 1, 1024),
            ("number of nodes", self.nodes, 1, 1024),
            ("number of threads", self.threads, 0, 1024),
            ("share of held-out shots", self.shots_held_out, 0.0, 0.9),
        )
        check_numbers(numbers, self.checkpoint_seconds, self.image_size)
        absolute = {name: str(Path(getattr(self, name)).expanduser().absolute()) for name in ("source", "target")}
        return msgspec.structs.replace(self, **absolute)


def check_numbers(numbers: Ranges, checkpoint_seconds: float, image_size: int) -> None:
    """Raises UserError when one of the numbers of a recipe is out of range."""
    for name, value, low, high in numbers:
        if not low <= value <= high:
            raise UserError(f"The {name} is {value}, outside its range.", f"It runs from {low:,} to {high:,}.")
    if not checkpoint_seconds >= 0:
        raise UserError(f"The checkpoint interval is {checkpoint_seconds}.", "Give seconds, 0 or more.")
    if 0 < image_size < 8:
        raise UserError(f"An image size of {image_size} pixels is too small.", "Use 8 or more.")


def fitting_steps(images: int, batch: int) -> int:
    """A number of steps for a first look: about ten passes over `images`, in hundreds, from 200 to 5,000."""
    return min(max(round(10 * images / batch / 100) * 100, 200), 5000)
