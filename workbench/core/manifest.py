"""What a model folder says of the model in it: the words of model.json."""

from enum import StrEnum

import msgspec

from workbench.core.events import Estimate
from workbench.core.job import TaskName
from workbench.core.masks import ClassTable
from workbench.core.settings import Value
from workbench.core.shift_report import Grouping, Performance

FORMAT = 1  # of model.json; a higher one comes from a newer program
MODEL_FILE = "model.json"
AGREES = 0.995  # share of images on which a smaller file must say the same class


class Precision(StrEnum):
    """Numbers that an ONNX file computes with. INT8: eight-bit whole numbers, scaled by what target images need."""

    FP32 = "fp32"
    FP16 = "fp16"
    INT8 = "int8"


class ModelFormat(StrEnum):
    """What a model is taken away as."""

    FOLDER = "folder"
    ONNX = "onnx"
    PT2 = "pt2"
    SOURCE_MODEL = "source-model"


class Cost(msgspec.Struct, frozen=True):
    """What a file's precision costs, measured in ONNX Runtime on `images` target images.

    `difference`: the largest of a logit from PyTorch's; `agreement`: share with the same class as there, in [0, 1];
    `accuracy` and `accuracy_before` (PyTorch's), on labelled images, None without labels; `milliseconds` an image.
    `elsewhere`: the agreement on the same images in another size, where the graph takes any.
    """

    precision: Precision
    bytes: int
    images: int
    difference: float
    agreement: float
    accuracy: float | None
    accuracy_before: float | None
    milliseconds: float
    elsewhere: float | None = None


class Unknown(msgspec.Struct, frozen=True):
    """When a sample is taken for no class: where H(softmax(logits / temperature)) / log(classes) > threshold."""

    threshold: float = 0.5
    temperature: float = 1.0


class Preprocessing(msgspec.Struct, frozen=True):
    """From an image file to the network's input, in this order; `mean` and `std` come after the division by 255.

    The files that `workbench export` writes normalise inside, so theirs are 0 and 1. `size` is the input's height in
    pixels and `width` its width, 0 where that is the same; other sides work in multiples of `multiple`, where it is
    not 0, from `least` pixels on.
    """

    size: int
    width: int = 0
    multiple: int = 0
    least: int = 0
    steps: tuple[str, ...] = (
        "turn as EXIF says",
        "16-bit grey to 8 bit by 1/257",
        "transparency over white",
        "RGB",
        "squash to size × size, bilinear",
        "divide by 255",
    )
    colours: str = "RGB"
    axes: str = "batch, channel, row, column"
    mean: tuple[float, ...] = (0.0, 0.0, 0.0)
    std: tuple[float, ...] = (1.0, 1.0, 1.0)

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width of the input in pixels."""
        return self.size, self.width or self.size


class DomainFacts(msgspec.Struct, frozen=True):
    """A domain that the model has seen: its folder's name, not its place; `fingerprint` of images and labels."""

    name: str
    images: int
    fingerprint: str


class MeasuredScore(msgspec.Struct, frozen=True):
    """One score of the model, and what it was measured on."""

    name: str
    value: float
    on: str
    interval: Estimate | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """model.json. `files`: the names of the folder's files by kind, such as “onnx” and “onnx-int8”.

    `table`: the classes of pixels with their colours, for the task “segment”.
    `head_temperature`: what a cosine head divides by, inside the graph. `unknown`: None where every sample has a class.
    """

    classes: tuple[str, ...]
    preprocessing: Preprocessing
    files: dict[str, str]
    format: int = FORMAT
    task: TaskName = TaskName.CLASSIFY
    table: ClassTable | None = None
    method: str = ""
    settings: dict[str, Value] = {}
    backbone: str = ""
    backbone_licence: str = ""
    checkpoint: str = ""
    head_temperature: float | None = None
    unknown: Unknown | None = None
    source: DomainFacts | None = None
    target: DomainFacts | None = None
    scores: tuple[MeasuredScore, ...] = ()
    costs: tuple[Cost, ...] = ()
    versions: dict[str, str] = {}
    command: str = ""


class Outcome(msgspec.Struct, frozen=True):
    """How a finished run did on the labelled target samples that taught it nothing; None and empty without labels."""

    performance: Performance | None = None
    groupings: tuple[Grouping, ...] = ()
