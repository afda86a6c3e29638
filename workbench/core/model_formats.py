"""The formats of an exported model: what each is for, and what may be chosen for it."""

from enum import StrEnum
from importlib.util import find_spec

import msgspec

from workbench.core.errors import UserError
from workbench.core.manifest import Precision


class ModelFormat(StrEnum):
    """The formats of an exported model."""

    FOLDER = "folder"
    ONNX = "onnx"
    OPENVINO = "openvino"
    EXECUTORCH = "executorch"
    TIMM = "timm"
    PT2 = "pt2"
    CALIBRATION = "calibration"
    SOURCE_MODEL = "source-model"


class FormatCard(msgspec.Struct, frozen=True):
    """A format in a list of choices.

    `ending`: of its file; empty for a folder. `precisions`: those it can have. `weighed`: whether the cost of a
    precision can be measured before it is written. `any_size`: whether its graph can take images of any size. `opset`:
    whether it has a version of ONNX's operators. `package`: what writes it besides this program's requirements, and
    `int8_package`: what int8 needs. Each is installed by the extra of its name.
    """

    title: str
    summary: str
    ending: str = ""
    precisions: tuple[Precision, ...] = (Precision.FP32,)
    weighed: bool = False
    any_size: bool = False
    opset: bool = False
    package: str = ""
    int8_package: str = ""


CARDS = {
    ModelFormat.FOLDER: FormatCard(
        "Model folder",
        "Everything to run the model: weights, ONNX, a model card with its scores, and a script "
        "that needs three packages.",
        precisions=tuple(Precision),
        weighed=True,
        any_size=True,
        opset=True,
    ),
    ModelFormat.ONNX: FormatCard(
        "ONNX file",
        "One file for ONNX Runtime: on servers, phones, cameras and in browsers. "
        "It contains the classes and the preprocessing.",
        ".onnx",
        tuple(Precision),
        weighed=True,
        any_size=True,
        opset=True,
    ),
    ModelFormat.OPENVINO: FormatCard(
        "OpenVINO folder",
        "OpenVINO's files for Intel processors and their graphics, with a model card. The fastest on such a CPU.",
        precisions=tuple(Precision),
        int8_package="nncf",
    ),
    ModelFormat.EXECUTORCH: FormatCard(
        "ExecuTorch file",
        "One file for PyTorch's runtime on phones and small devices, by XNNPACK. It takes one image at a time.",
        ".pte",
        package="executorch",
    ),
    ModelFormat.TIMM: FormatCard(
        "timm folder",
        "A folder that timm and Hugging Face's transformers open, to train further or to serve. "
        "For backbones that timm has.",
        package="timm",
    ),
    ModelFormat.PT2: FormatCard(
        "torch.export file",
        "The traced network for use in PyTorch, without the code of this program.",
        ".pt2",
        any_size=True,
    ),
    ModelFormat.CALIBRATION: FormatCard(
        "Calibration bundle",
        "Prepared target images, a graph for one image and the list of its operators, for a vendor's converter.",
        opset=True,
    ),
    ModelFormat.SOURCE_MODEL: FormatCard(
        "Source model",
        "Weights to adapt from, for places without the source images. It contains no image and no path.",
        ".safetensors",
    ),
}


def missing_extra(form: ModelFormat, precision: Precision = Precision.FP32) -> str:
    """The extra to install before a format can be written in a precision; empty if nothing is missing."""
    card = CARDS[form]
    packages = (card.package, card.int8_package if precision is Precision.INT8 else "")
    return next((package for package in packages if package and find_spec(package) is None), "")


def missing_text(form: ModelFormat, precision: Precision) -> str:
    """The sentence that something is missing."""
    in_precision = f" in {precision}" if precision is not Precision.FP32 else ""
    return f"{CARDS[form].title}s{in_precision} need a package that is not installed."


def check_installed(form: ModelFormat, precision: Precision = Precision.FP32) -> None:
    """Raises UserError if a package that writes the format is missing."""
    if extra := missing_extra(form, precision):
        raise UserError(missing_text(form, precision), install_hint(extra))


def install_hint(extra: str) -> str:
    """How to install an extra of this package."""
    return f"Install it: pip install 'domain-workbench[{extra}]'."
