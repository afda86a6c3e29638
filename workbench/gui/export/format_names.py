"""What a model and its predictions can be taken away as, in words."""

from workbench.core.manifest import Cost, ModelFormat, Precision
from workbench.gui.kit.number_format import percent

FORMATS = {
    ModelFormat.FOLDER: (
        "Model folder",
        "All that is needed elsewhere: weights, ONNX, a card that says what it is and how "
        "good, and a script that runs it with three packages.",
    ),
    ModelFormat.ONNX: (
        "ONNX file",
        "One file that runs wherever ONNX Runtime does: servers, phones, cameras, browsers. "
        "Classes and preprocessing are written inside.",
    ),
    ModelFormat.PT2: (
        "torch.export file",
        "The traced network for those who go on in PyTorch, without this program's code.",
    ),
    ModelFormat.SOURCE_MODEL: (
        "Source model",
        "Weights to adapt from where the source images may not go. No image and no path is in it.",
    ),
}
ENDINGS = {ModelFormat.ONNX: ".onnx", ModelFormat.PT2: ".pt2", ModelFormat.SOURCE_MODEL: ".safetensors"}
PRECISIONS = {
    Precision.FP32: "fp32, as trained",
    Precision.FP16: "fp16, half the size",
    Precision.INT8: "int8, for small devices",
}
IN_FOLDERS = "Images in class folders"


def cost_words(cost: Cost) -> str:
    """What a person gives for the smaller file."""
    said = f"Another class than PyTorch on {100 * (1 - cost.agreement):.1f} % of {cost.images:,} target images"
    if cost.accuracy is not None and cost.accuracy_before is not None:
        said += f"; accuracy {percent(cost.accuracy_before)} → {percent(cost.accuracy)}"
    return f"{said}; {cost.bytes / 1e6:.1f} MB; {cost.milliseconds:.1f} ms an image here."
