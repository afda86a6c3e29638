"""Converts an ONNX file to a lower precision and measures the cost on target images."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
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
WORTHWHILE = 0.95  # share of the fp32 file's size above which a conversion saves too little to be offered
OPEN_SESSION = "import sys, onnxruntime; onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])"
Floats = NDArray[np.float32]


def in_lower_precision(content: bytes, precision: Precision, pictures: CalibrationImages, reference: Floats) -> bytes:
    """Convert an fp32 ONNX file's content to another precision; int8 is calibrated on the images.

    `reference`: PyTorch's logits (N, K) for the images. All layers are converted first. While too many predictions
    differ, more of the sensitive layers are left in fp32. The attempt with the highest agreement is returned. Raises
    UserError if int8 has no real images for calibration, or ONNX Runtime cannot open the converted file.
    """
    if precision is Precision.FP32:
        return content
    if precision is Precision.INT8 and not pictures.real:
        raise UserError(
            "int8 is calibrated on target images, but the run's target folder no longer exists.",
            "Give its new location with --target FOLDER, or choose fp16.",
        )
    model = onnx.load_from_string(content)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    best, best_agreement = b"", -1.0
    for excluded in _attempts(model, precision):
        fp16 = precision is Precision.FP16
        smaller = _to_fp16(content, excluded) if fp16 else int8.quantised(content, pictures, excluded)
        candidate = checked(smaller, metadata)
        if (best and len(candidate) > WORTHWHILE * len(content)) or not can_open(candidate):
            continue
        agreement = float((onnx_logits(candidate, pictures).argmax(1) == reference.argmax(1)).mean())
        if agreement > best_agreement:
            best, best_agreement = candidate, agreement
        if best_agreement >= AGREES:
            break
    if not best:
        raise UserError(f"ONNX Runtime cannot open this net in {precision}.", f"Choose {Precision.FP32}.")
    return best


def measure_cost(content: bytes, precision: Precision, pictures: CalibrationImages, reference: Floats) -> Cost:
    """Compare a file in ONNX Runtime with PyTorch's logits `reference` (N, K) for the same images."""
    return cost_of(lambda: onnx_logits(content, pictures), precision, len(content), pictures, reference)


def cost_of(
    run: Callable[[], Floats],
    precision: Precision,
    size: int,
    pictures: CalibrationImages,
    reference: Floats,
    engine: str = "ONNX Runtime",
) -> Cost:
    """Compare the logits (N, K) that `run` computes in an engine with PyTorch's, `reference`, for the same images.

    `size`: of the model, in bytes.
    """
    start = time.perf_counter()
    logits = run()
    seconds = time.perf_counter() - start
    labelled = pictures.labels >= 0

    def accuracy(logits: Floats) -> float | None:
        return float((logits.argmax(1) == pictures.labels)[labelled].mean()) if labelled.any() else None

    return Cost(
        precision,
        size,
        len(pictures.pixels),
        float(np.abs(logits - reference).max()),
        float((logits.argmax(1) == reference.argmax(1)).mean()),
        accuracy(logits),
        accuracy(reference),
        1000 * seconds / len(logits),
        engine=engine,
    )


def onnx_logits(content: bytes, pictures: CalibrationImages) -> Floats:
    """Logits (N, K) computed by ONNX Runtime on the CPU, in the batches that the graph takes."""
    session = open_session(content)
    batch = session.get_inputs()[0].shape[0]
    step = batch if isinstance(batch, int) else CHUNK
    starts = range(0, len(pictures.pixels), step)
    parts = [session.run([LOGITS], {INPUT: pictures.inputs(slice(at, at + step))})[0] for at in starts]
    return np.concatenate(parts).astype(np.float32)


def open_session(content: bytes) -> onnxruntime.InferenceSession:
    """Open a model in ONNX Runtime on the CPU."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only: warnings about constant folding do not concern users
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def can_open(content: bytes) -> bool:
    """Whether ONNX Runtime can open a file's content.

    A child process tries it, because some graphs crash the process: version 1.32 does so for attention with products
    in half precision.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        file = Path(folder) / "model.onnx"
        file.write_bytes(content)
        return (
            subprocess.run([sys.executable, "-c", OPEN_SESSION, str(file)], capture_output=True, check=False).returncode
            == 0
        )


def _attempts(model: onnx.ModelProto, precision: Precision) -> Iterator[Sequence[str]]:
    """Growing sets of nodes to leave in fp32.

    In fp16, products may prevent the file from opening, and the nodes after the last convolution lose most precision.
    """
    if precision is Precision.INT8:
        yield from int8.attempts(model)
        return
    nodes = list(model.graph.node)
    rows = [row for row, node in enumerate(nodes) if node.op_type == "Conv"]
    yield ()
    if products := [node.name for node in nodes if node.op_type == "Mul"]:
        yield products
    yield [node.name for node in nodes[rows[-1] + 1 if rows else 0 :]]


def _to_fp16(content: bytes, excluded: Sequence[str]) -> onnx.ModelProto:
    from onnxruntime.transformers.float16 import convert_float_to_float16
    from onnxruntime.transformers.onnx_model import OnnxModel

    with int8.quiet():
        model = onnx.load_from_string(content)
        fp16 = OnnxModel(convert_float_to_float16(model, keep_io_types=True, node_block_list=list(excluded)))
        fp16.topological_sort()  # the conversion appends the casts
    del fp16.model.graph.value_info[:]  # these types are outdated after the conversion
    converted: onnx.ModelProto = fp16.model
    return converted
