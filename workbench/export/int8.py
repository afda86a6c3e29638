"""int8: eight-bit whole numbers inside an ONNX file, by ONNX Runtime's static quantisation with what it lacks."""

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

CALIBRATION = 128  # images that say how large the numbers inside become
CHUNK, TOGETHER = 32, 1 << 18  # images that are looked at together, and their pixels: all inside is kept meanwhile
TOP = 127  # of a weight, by which the largest of an output channel is divided
LEADING = (2, 6, 12)  # convolutions that stay fp32, from the first on, until classes agree
Floats = NDArray[np.float32]


def attempts(model: onnx.ModelProto) -> Iterator[Sequence[str]]:
    """The nodes that stay fp32, ever more: none, then the first convolutions and all that follows the last one.

    It is always the first ones: ONNX Runtime rounds the weights of a layer that was left out, for the whole layer at
    once, wherever both its neighbours are in eight bits.
    """
    yield ()
    nodes = list(model.graph.node)
    rows = [row for row, node in enumerate(nodes) if node.op_type == "Conv"]
    after = [node.name for node in nodes[rows[-1] + 1 if rows else 0 :] if node.op_type != "Clip"]
    for count in (one for one in LEADING if one < len(rows)):
        yield [*(nodes[row].name for row in rows[:count]), *after]
    if len(rows) <= LEADING[0]:
        yield [*(nodes[row].name for row in rows[:1]), *after]


def quantised(content: bytes, pictures: CalibrationImages, spared: Sequence[str]) -> onnx.ModelProto:
    """An fp32 ONNX file's content with eight-bit weights, by output channel, and activations, all but some nodes.

    Ranges are those that the first pictures fill. Before, biases take back what rounding adds to a channel's mean
    (Nagel et al., arXiv:1906.04721, §4.2): of depthwise layers, whose few weights do not average out, that is most.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder, quiet():
        before, after = Path(folder) / "before.onnx", Path(folder) / "after.onnx"
        before.write_bytes(_corrected(onnx.load_from_string(content), pictures, spared).SerializeToString())
        quantize_static(
            before,
            after,
            _CalibrationReader(pictures),
            quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=list(spared),
        )
        return onnx.load(after)


def _corrected(model: onnx.ModelProto, pictures: CalibrationImages, spared: Sequence[str]) -> onnx.ModelProto:
    known = {one.name: one for one in model.graph.initializer}
    convolutions = [
        node
        for node in model.graph.node
        if node.op_type == "Conv" and node.name not in spared and all(name in known for name in node.input[1:])
    ]
    means = _means(model, [node.input[0] for node in convolutions], pictures)
    for node in convolutions:
        weights = numpy_helper.to_array(known[node.input[1]])  # (O, I / groups, h, w)
        excess = (rounded(weights) - weights).sum((2, 3))  # (O, I / groups)
        groups = next((one.i for one in node.attribute if one.name == "group"), 1)
        given = means[node.input[0]].reshape(groups, -1).repeat(len(weights) // groups, axis=0)  # (O, I / groups)
        shift = (excess * given).sum(1)
        old = numpy_helper.to_array(known[node.input[2]]) if len(node.input) > 2 else np.zeros_like(shift)
        name = f"{node.name}_corrected"
        model.graph.initializer.append(numpy_helper.from_array((old - shift).astype(np.float32), name))
        node.input[:] = [*node.input[:2], name]
    used = {name for node in model.graph.node for name in node.input}
    for one in [one for one in model.graph.initializer if one.name not in used]:
        model.graph.initializer.remove(one)
    return model


def rounded(weights: Floats) -> Floats:
    """Weights (O, …) as eight bits give them, with a scale for each output channel."""
    largest = np.abs(weights).reshape(len(weights), -1).max(1).reshape(-1, *(1,) * (weights.ndim - 1))
    scale = np.where(largest > 0, largest, 1) / np.float32(TOP)
    made: Floats = (np.rint(weights / scale) * scale).astype(np.float32)
    return made


def _means(model: onnx.ModelProto, names: Sequence[str], pictures: CalibrationImages) -> dict[str, Floats]:
    """Of values (B, C, H, W) inside a graph: (C,) means over the pictures that calibrate."""
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
        found = session.run([f"{name}_mean" for name in wanted], images)
        sums = [held + count * one for held, one in zip(sums, found, strict=True)]
        total += count
    return {name: (held / max(total, 1)).astype(np.float32) for name, held in zip(wanted, sums, strict=True)}


class _CalibrationReader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime is not typed
    def __init__(self, pictures: CalibrationImages) -> None:
        count = min(CALIBRATION, len(pictures.pixels))
        _, rows, columns, _ = pictures.pixels.shape
        each = max(min(CHUNK, TOGETHER // (rows * columns)), 1)
        self.batches = (pictures.inputs(slice(at, min(at + each, count))) for at in range(0, count, each))

    def get_next(self) -> dict[str, Floats] | None:
        images = next(self.batches, None)
        return None if images is None else {INPUT: images}


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without advice that concerns those who write quantisers."""
    level = logging.root.level
    logging.root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logging.root.setLevel(level)
