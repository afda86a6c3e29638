"""Converts an ONNX file to int8 with ONNX Runtime's static quantisation, bias correction and excluded layers."""

import contextlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from workbench.export.calibration_images import CalibrationImages
from workbench.export.graph import INPUT

CALIBRATION = 128  # images for calibrating the ranges of activations
CHUNK, BATCH_PIXELS = 32, 1 << 18  # images in a batch, and their pixels: ONNX Runtime keeps all activations of a batch
TOP = 127  # the quantised value of the largest weight of an output channel
FIRST_CONVOLUTIONS = (
    2,
    6,
    12,
)  # numbers of leading convolutions to leave in fp32, tried in order until the predictions agree
Floats = NDArray[np.float32]


def attempts(model: onnx.ModelProto) -> Iterator[Sequence[str]]:
    """Growing sets of nodes to leave in fp32: none, then the first convolutions and all nodes after the last one.

    They are always the leading ones: ONNX Runtime quantises the weights of an excluded layer per tensor if both its
    neighbours are quantised.
    """
    yield ()
    nodes = list(model.graph.node)
    rows = [row for row, node in enumerate(nodes) if node.op_type == "Conv"]
    after = [node.name for node in nodes[rows[-1] + 1 if rows else 0 :] if node.op_type != "Clip"]
    for count in (number for number in FIRST_CONVOLUTIONS if number < len(rows)):
        yield [*(nodes[row].name for row in rows[:count]), *after]
    if len(rows) <= FIRST_CONVOLUTIONS[0]:
        yield [*(nodes[row].name for row in rows[:1]), *after]


def quantised(content: bytes, pictures: CalibrationImages, excluded: Sequence[str]) -> onnx.ModelProto:
    """Quantise the weights (per output channel) and activations of an fp32 ONNX file, except the excluded nodes.

    The ranges are calibrated on the first images. Bias correction first compensates the shift of each channel's mean
    by rounding (Nagel et al., arXiv:1906.04721, §4.2), which is largest in depthwise layers, as they have few weights.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder, quiet():
        before, after = Path(folder) / "before.onnx", Path(folder) / "after.onnx"
        before.write_bytes(_corrected(onnx.load_from_string(content), pictures, excluded).SerializeToString())
        quantize_static(
            before,
            after,
            _CalibrationReader(pictures),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=list(excluded),
        )
        return onnx.load(after)


def _corrected(model: onnx.ModelProto, pictures: CalibrationImages, excluded: Sequence[str]) -> onnx.ModelProto:
    known = {tensor.name: tensor for tensor in model.graph.initializer}
    convolutions = [
        node
        for node in model.graph.node
        if node.op_type == "Conv" and node.name not in excluded and all(name in known for name in node.input[1:])
    ]
    means = _means(model, [node.input[0] for node in convolutions], pictures)
    for node in convolutions:
        weights = numpy_helper.to_array(known[node.input[1]])  # (O, I / groups, h, w)
        error = (rounded(weights) - weights).sum((2, 3))  # (O, I / groups)
        groups = next((attribute.i for attribute in node.attribute if attribute.name == "group"), 1)
        inputs = means[node.input[0]].reshape(groups, -1).repeat(len(weights) // groups, axis=0)  # (O, I / groups)
        change = (error * inputs).sum(1)
        bias = numpy_helper.to_array(known[node.input[2]]) if len(node.input) > 2 else np.zeros_like(change)
        name = f"{node.name}_corrected"
        model.graph.initializer.append(numpy_helper.from_array((bias - change).astype(np.float32), name))
        node.input[:] = [*node.input[:2], name]
    used = {name for node in model.graph.node for name in node.input}
    for tensor in [tensor for tensor in model.graph.initializer if tensor.name not in used]:
        model.graph.initializer.remove(tensor)
    return model


def rounded(weights: Floats) -> Floats:
    """Quantise weights (O, …) to eight bits with one scale per output channel, and dequantise them."""
    largest = np.abs(weights).reshape(len(weights), -1).max(1).reshape(-1, *(1,) * (weights.ndim - 1))
    scale = np.where(largest > 0, largest, 1) / np.float32(TOP)
    dequantised: Floats = (np.rint(weights / scale) * scale).astype(np.float32)
    return dequantised


def _means(model: onnx.ModelProto, names: Sequence[str], pictures: CalibrationImages) -> dict[str, Floats]:
    """Channel means (C,) of the graph's inner values (B, C, H, W) over the calibration images, by name."""
    wanted = list(dict.fromkeys(names))
    copy = onnx.ModelProto.FromString(model.SerializeToString())
    copy.graph.initializer.append(numpy_helper.from_array(np.array([0, 2, 3], np.int64), "mean_axes"))
    for name in wanted:
        copy.graph.node.append(onnx.helper.make_node("ReduceMean", [name, "mean_axes"], [f"{name}_mean"], keepdims=0))
        copy.graph.output.append(onnx.helper.make_empty_tensor_value_info(f"{name}_mean"))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(copy.SerializeToString(), options, providers=["CPUExecutionProvider"])
    reader, total = _CalibrationReader(pictures), 0
    sums = [np.zeros(1, np.float64) for _ in wanted]
    while (images := reader.get_next()) is not None and wanted:
        count = len(images[INPUT])
        batch_means = session.run([f"{name}_mean" for name in wanted], images)
        sums = [so_far + count * mean for so_far, mean in zip(sums, batch_means, strict=True)]
        total += count
    return {name: (summed / max(total, 1)).astype(np.float32) for name, summed in zip(wanted, sums, strict=True)}


class _CalibrationReader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is not typed
    def __init__(self, pictures: CalibrationImages) -> None:
        count = min(CALIBRATION, len(pictures.pixels))
        _, rows, columns, _ = pictures.pixels.shape
        batch = max(min(CHUNK, BATCH_PIXELS // (rows * columns)), 1)
        self.batches = (pictures.inputs(slice(at, min(at + batch, count))) for at in range(0, count, batch))

    def get_next(self) -> dict[str, Floats] | None:
        images = next(self.batches, None)
        return None if images is None else {INPUT: images}


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress the warnings of ONNX Runtime's quantisation, which do not concern users."""
    level = logging.root.level
    logging.root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logging.root.setLevel(level)
