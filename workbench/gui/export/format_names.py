"""The titles and descriptions of export formats and precisions."""

from workbench.core.counting import count
from workbench.core.manifest import Cost, ModelFormat, Precision
from workbench.gui.kit.number_format import percent

FORMATS = {
    ModelFormat.FOLDER: (
        "Model folder",
        "Everything to run the model: weights, ONNX, a model card with its scores, and a script "
        "that needs three packages.",
    ),
    ModelFormat.ONNX: (
        "ONNX file",
        "One file for ONNX Runtime: on servers, phones, cameras and in browsers. "
        "It contains the classes and the preprocessing.",
    ),
    ModelFormat.PT2: (
        "torch.export file",
        "The traced network for use in PyTorch, without the code of this program.",
    ),
    ModelFormat.SOURCE_MODEL: (
        "Source model",
        "Weights to adapt from, for places without the source images. It contains no image and no path.",
    ),
}
ENDINGS = {ModelFormat.ONNX: ".onnx", ModelFormat.PT2: ".pt2", ModelFormat.SOURCE_MODEL: ".safetensors"}
PRECISIONS = {
    Precision.FP32: "fp32, as trained",
    Precision.FP16: "fp16, half the size",
    Precision.INT8: "int8, for small devices",
}
FIRST = "The model of a finished run can be exported, to run without this program."
IN_FOLDERS = "Images in class folders"


def cost_words(cost: Cost) -> str:
    """Return the cost of a precision as a sentence."""
    text = f"Another class than PyTorch on {100 * (1 - cost.agreement):.1f} % of {count(cost.images, 'target image')}"
    if cost.accuracy is not None and cost.accuracy_before is not None:
        text += f"; accuracy {percent(cost.accuracy_before)} → {percent(cost.accuracy)}"
    return f"{text}; {cost.bytes / 1e6:.1f} MB; {cost.milliseconds:.1f} ms per image here."
