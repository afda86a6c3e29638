"""Smaller numbers for an ONNX file, and what they cost on the images that the model is for."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.manifest import AGREES, Cost, Precision
from workbench.export import int8
from workbench.export.calibration_images import CalibrationImages
from workbench.export.graph import INPUT, LOGITS, checked

CHUNK = 32
WORTH = 0.95  # of the fp32 file's size: what is larger saves nothing, as where all of a transformer stays as it is
OPEN = "import sys, onnxruntime; onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])"
Floats = NDArray[np.float32]


def lowered(content: bytes, precision: Precision, pictures: CalibrationImages, there: Floats) -> bytes:
    """An fp32 ONNX file's content in another precision; int8 is calibrated on the pictures.

    `there`: PyTorch's logits of the pictures, (N, K). All layers are tried first; while the classes then agree too
    rarely, ever more of those that lose most stay as they are, and what agrees most often is given.
    Raises UserError when int8 has no real images to calibrate on, or ONNX Runtime can not open what is made.
    """
    if precision is Precision.FP32:
        return content
    if precision is Precision.INT8 and not pictures.real:
        raise UserError(
            "int8 is calibrated on target images, and the run's target folder is no longer there.",
            "Say where it is now with --target FOLDER, or choose fp16.",
        )
    model = onnx.load_from_string(content)
    metadata = {one.key: one.value for one in model.metadata_props}
    best, most = b"", -1.0
    for spared in _attempts(model, precision):
        half = precision is Precision.FP16
        smaller = _halved(content, spared) if half else int8.quantised(content, pictures, spared)
        made = checked(smaller, metadata)
        if (best and len(made) > WORTH * len(content)) or not opens(made):
            continue
        agreed = float((logits_of(made, pictures).argmax(1) == there.argmax(1)).mean())
        if agreed > most:
            best, most = made, agreed
        if most >= AGREES:
            break
    if not best:
        raise UserError(f"ONNX Runtime can not open this net in {precision}.", f"Choose {Precision.FP32}.")
    return best


def cost(content: bytes, precision: Precision, pictures: CalibrationImages, there: Floats) -> Cost:
    """What a file's content gives in ONNX Runtime, beside PyTorch's logits `there` (N, K) of the same pictures."""
    begun = time.perf_counter()
    here = logits_of(content, pictures)
    seconds = time.perf_counter() - begun
    labelled = pictures.labels >= 0

    def accuracy(logits: Floats) -> float | None:
        return float((logits.argmax(1) == pictures.labels)[labelled].mean()) if labelled.any() else None

    return Cost(
        precision,
        len(content),
        len(pictures.pixels),
        float(np.abs(here - there).max()),
        float((here.argmax(1) == there.argmax(1)).mean()),
        accuracy(here),
        accuracy(there),
        1000 * seconds / len(here),
    )


def logits_of(content: bytes, pictures: CalibrationImages) -> Floats:
    """(N, K) logits in ONNX Runtime on the CPU."""
    session = opened(content)
    starts = range(0, len(pictures.pixels), CHUNK)
    parts = [session.run([LOGITS], {INPUT: pictures.inputs(slice(at, at + CHUNK))})[0] for at in starts]
    return np.concatenate(parts).astype(np.float32)


def opened(content: bytes) -> onnxruntime.InferenceSession:
    """A session of ONNX Runtime on the CPU."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors: what it could not fold is nothing to a person
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def opens(content: bytes) -> bool:
    """Whether ONNX Runtime can open a file's content. It is tried in another process: some graphs end the one they are
    opened in, as 1.32 does with attention whose products are of half precision."""
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        file = Path(folder) / "model.onnx"
        file.write_bytes(content)
        return subprocess.run([sys.executable, "-c", OPEN, str(file)], capture_output=True, check=False).returncode == 0


def _attempts(model: onnx.ModelProto, precision: Precision) -> Iterator[Sequence[str]]:
    """Of fp16 products may not open, and all after the last convolution loses most; of int8 see there."""
    if precision is Precision.INT8:
        yield from int8.attempts(model)
        return
    nodes = list(model.graph.node)
    rows = [row for row, node in enumerate(nodes) if node.op_type == "Conv"]
    yield ()
    if products := [node.name for node in nodes if node.op_type == "Mul"]:
        yield products
    yield [node.name for node in nodes[rows[-1] + 1 if rows else 0 :]]


def _halved(content: bytes, spared: Sequence[str]) -> onnx.ModelProto:
    from onnxruntime.transformers.float16 import convert_float_to_float16
    from onnxruntime.transformers.onnx_model import OnnxModel

    with int8.quiet():
        model = onnx.load_from_string(content)
        half = OnnxModel(convert_float_to_float16(model, keep_io_types=True, node_block_list=list(spared)))
        half.topological_sort()  # the casts were put at the end
    del half.model.graph.value_info[:]  # the types inside are others now
    made: onnx.ModelProto = half.model
    return made
