"""What a model and its predictions can be taken away as, in words."""

from workbench.core.exported import Format, Precision

FORMATS = {
    Format.FOLDER: (
        "Model folder",
        "All that is needed elsewhere: weights, ONNX, a card that says what it is and how "
        "good, and a script that runs it with three packages.",
    ),
    Format.ONNX: (
        "ONNX file",
        "One file that runs wherever ONNX Runtime does: servers, phones, cameras, browsers. "
        "Classes and preprocessing are written inside.",
    ),
    Format.PT2: (
        "torch.export file",
        "The traced network for those who go on in PyTorch, without this program's code.",
    ),
    Format.SOURCE_MODEL: (
        "Source model",
        "Weights to adapt from where the source images may not go. No image and no path is in it.",
    ),
}
ENDINGS = {Format.ONNX: ".onnx", Format.PT2: ".pt2", Format.SOURCE_MODEL: ".safetensors"}
PRECISIONS = {
    Precision.FP32: "fp32, as trained",
    Precision.FP16: "fp16, half the size",
    Precision.INT8: "int8, for small devices",
}
FORMS = {"Table (*.csv)": ("csv", ".csv"), "JSON (*.json)": ("json", ".json"), "COCO (*.coco.json)": ("coco", ".json")}
IN_FOLDERS = "Images in class folders"
