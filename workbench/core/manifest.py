"""The contents of model.json, which describes the model in a model folder.

Field names are part of the file format.
"""

from enum import StrEnum

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.domain import DEFAULT_TASK
from workbench.core.masks import ClassTable
from workbench.core.name_matching import composed
from workbench.core.scores import Estimate
from workbench.core.settings import Value
from workbench.core.shift_report import Grouping, Performance
from workbench.core.target_quality import TargetQuality

# Newest version of model.json: 2 has rules for unknown classes, 3 costs of a miss, that older versions would pass over.
FORMAT = 3
MODEL_FILE = "model.json"
AGREES = 0.995  # least share of images whose predicted class must survive conversion to lower precision


class Precision(StrEnum):
    """Number format of an ONNX file. INT8: 8-bit integers, calibrated on target images."""

    FP32 = "fp32"
    FP16 = "fp16"
    INT8 = "int8"


class Cost(msgspec.Struct, frozen=True):
    """The cost of a file's precision, measured with the `engine` that runs it on `images` target images.

    `difference`: largest absolute difference of a logit from PyTorch's; `agreement`: share of images with the same
    predicted class as PyTorch, in [0, 1]; `accuracy`, `accuracy_before` (PyTorch's): on labelled images, None without
    labels; `milliseconds`: per image; `elsewhere`: agreement at another image size, for graphs of any size; `opset`: of
    an ONNX graph.
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
    engine: str = "ONNX Runtime"
    opset: int = 18


class UnknownScore(StrEnum):
    """How unlikely a sample is to be of a known class, in [0, 1], from its logits z, which are first divided by T.

    ENTROPY: H(softmax(z)) / log(classes). LOG_ODDS: 1 / (1 + exp(max z)), for a model whose largest logit is the
    log-odds of its class against all others.
    """

    ENTROPY = "entropy"
    LOG_ODDS = "log-odds"


class UnknownRule(msgspec.Struct, frozen=True):
    """The rule that rejects a sample as unknown: its score, at the `temperature` T, is above the `threshold`."""

    threshold: float = 0.5
    temperature: float = 1.0
    score: UnknownScore = UnknownScore.ENTROPY


class Preprocessing(msgspec.Struct, frozen=True):
    """The steps from an image file to the network's input, in order. `mean` and `std` apply after the division by 255.

    Files written by `workbench export` contain the normalisation, so `mean` is 0 and `std` is 1. `size`: height of the
    input in pixels; `width`: its width, 0 if equal. If `multiple` is not 0, sides of other sizes are accepted:
    multiples of it, from `least` pixels. `deep_range`: values of deep images that are black and white; None as in
    versions without it.
    """

    size: int
    width: int = 0
    multiple: int = 0
    least: int = 0
    steps: tuple[str, ...] = (
        "turn as EXIF says",
        "deep grey to 8 bit by deep_range, 16-bit by 1/257 without it",
        "transparency over white",
        "RGB",
        "squash to size × size, bilinear",
        "divide by 255",
    )
    colours: str = "RGB"
    axes: str = "batch, channel, row, column"
    mean: tuple[float, ...] = (0.0, 0.0, 0.0)
    std: tuple[float, ...] = (1.0, 1.0, 1.0)
    deep_range: DeepRange | None = None

    @property
    def sides(self) -> tuple[int, int]:
        """Height and width of the input in pixels."""
        return self.size, self.width or self.size


class DomainFacts(msgspec.Struct, frozen=True):
    """A domain that the model was trained on: the name of its folder, and a `fingerprint` of images and labels."""

    name: str
    images: int
    fingerprint: str


class MeasuredScore(msgspec.Struct, frozen=True):
    """A score of the model. `on`: the data that it was measured on."""

    name: str
    value: float
    on: str
    interval: Estimate | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of model.json. `files`: file names by format, such as “onnx” and “onnx-int8”.

    `source_corrections`: number of source labels that were corrected for the run, in none of the source's files.
    `table`: classes and their colours, if the model labels pixels. `head_temperature`: of a cosine head, applied inside
    the graph. `calibration_temperature`: the graph divides logits by it; fitted on `calibrated_on`
    random labels of the target, or on held-out source images where that is 0.
    `target_quality`: what may be said of the accuracy on the target. `unknown`: None if the model rejects no sample.
    `miss_costs`: of the classes whose miss costs other than 1; the class is argmax cost × probability.
    """

    classes: tuple[str, ...]
    preprocessing: Preprocessing
    files: dict[str, str]
    format: int = 1
    task: str = DEFAULT_TASK
    table: ClassTable | None = None
    method: str = ""
    settings: dict[str, Value] = {}
    backbone: str = ""
    backbone_licence: str = ""
    checkpoint: str = ""
    head_temperature: float | None = None
    calibration_temperature: float | None = None
    calibrated_on: int = 0
    unknown: UnknownRule | None = None
    miss_costs: dict[str, float] = {}
    source: DomainFacts | None = None
    source_corrections: int = 0
    target: DomainFacts | None = None
    scores: tuple[MeasuredScore, ...] = ()
    target_quality: TargetQuality | None = None
    costs: tuple[Cost, ...] = ()
    versions: dict[str, str] = {}
    command: str = ""

    def __post_init__(self) -> None:
        """Class names are in one Unicode form, also those that were stored in another."""
        msgspec.structs.force_setattr(self, "classes", tuple(map(composed, self.classes)))


class Outcome(msgspec.Struct, frozen=True):
    """Performance of a finished run on labelled target samples that are not shots; None and empty without labels.

    `quality`: what may be said of the accuracy on the target, with or without labels. `temperature`: fitted on
    `calibrated_on` random labels of the target; None with too few.
    """

    performance: Performance | None = None
    groupings: tuple[Grouping, ...] = ()
    quality: TargetQuality | None = None
    temperature: float | None = None
    calibrated_on: int = 0
