"""Writes OpenVINO's intermediate representation: model.xml, model.bin, and a model card.

int8 is quantised by NNCF, with ranges calibrated on target images.
"""

import contextlib
import io
import logging
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, Manifest, Precision
from workbench.core.model_formats import ModelFormat, check_installed
from workbench.engine.compiled_model import CompiledModel
from workbench.engine.onnx_model import KEY
from workbench.engine.openvino_import import openvino_module
from workbench.export.calibration_images import CalibrationImages
from workbench.export.export_run import TracedModel, check_cost, check_parity, trace_run
from workbench.export.formats.request import Exporting
from workbench.export.graph import INPUT, LOGITS
from workbench.export.model_card import HowToRun, model_card
from workbench.export.precision import CHUNK, cost_of
from workbench.export.tasks.registry import exporter
from workbench.export.written_folder import check_output, written_folder

GRAPH, WEIGHTS, CARD = "model.xml", "model.bin", "README.md"
CALIBRATION = 128  # images for calibrating the ranges of activations
ATTENTION = ("Softmax", "ScaledDotProductAttention")


def write_openvino_folder(request: Exporting) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a run's model for OpenVINO, in one precision. Return its cost, measured in OpenVINO on this CPU.

    fp16 halves the weights; OpenVINO computes in the precision of the device. Raises UserError if the folder cannot
    be written, fp32 logits differ from PyTorch's, a lower precision changes too many predictions and `accept` is not
    set, or NNCF or the target is missing for int8.
    """
    check_output(request.out, GRAPH, (GRAPH, WEIGHTS, CARD))
    (precision,) = request.precisions
    traced = yield from trace_run(request.run, best=request.best, target=request.target, outcome=request.outcome)
    yield Prepared(f"Measuring {precision} in OpenVINO", 0, 1)
    graph = openvino_module().Core().read_model(traced.onnx)
    if precision is Precision.INT8:
        graph = _quantised(graph, traced.pictures)
    files = {"openvino": GRAPH, "openvino-weights": WEIGHTS}
    manifest = msgspec.structs.replace(traced.manifest, files=files)
    _describe(graph, manifest)
    with written_folder(request.out) as temporary:
        openvino_module().save_model(graph, temporary / GRAPH, compress_to_fp16=precision is Precision.FP16)
        cost = _measured_cost(temporary, precision, traced)
        check_parity(cost, traced.logits)
        check_cost(cost, request.accept)
        manifest = msgspec.structs.replace(manifest, costs=(cost,))
        how = HowToRun("openvino", "run-openvino.md")
        (temporary / CARD).write_text(model_card(manifest, request.outcome, how), encoding="utf-8")
    return (cost,)


def _quantised(graph: Any, pictures: CalibrationImages) -> Any:
    """The graph with eight-bit weights and activations. Raises UserError without NNCF or without target images."""
    if not pictures.real:
        raise UserError(
            "int8 is calibrated on target images, but the run's target folder no longer exists.",
            "Give its new location with --target FOLDER, or choose fp16.",
        )
    openvino_module()  # hides the telemetry, which NNCF would import
    check_installed(ModelFormat.OPENVINO, Precision.INT8)
    import nncf

    count = min(CALIBRATION, len(pictures.pixels))
    images = [pictures.inputs(slice(row, row + 1)) for row in range(count)]
    attends = any(node.get_type_name() in ATTENTION for node in graph.get_ordered_ops())
    nncf.set_log_level(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()):  # where it draws bars
        return nncf.quantize(
            graph,
            nncf.Dataset(images, lambda image: {INPUT: image}),
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=count,
            model_type=nncf.ModelType.TRANSFORMER if attends else None,
        )


def _measured_cost(folder: Path, precision: Precision, traced: TracedModel) -> Cost:
    model = CompiledModel(openvino_module().Core().read_model(folder / GRAPH), (LOGITS,))
    pictures = traced.pictures

    def logits() -> NDArray[np.float32]:
        starts = range(0, len(pictures.pixels), CHUNK)
        return np.concatenate([model(pictures.inputs(slice(at, at + CHUNK)))[0] for at in starts])

    size = sum((folder / name).stat().st_size for name in (GRAPH, WEIGHTS))
    return cost_of(logits, precision, size, pictures, traced.logits, engine="OpenVINO")


def _describe(graph: Any, manifest: Manifest) -> None:
    """Add to the graph what OpenVINO's Model API reads of a model, and the manifest of this program."""
    graph.set_rt_info(msgspec.json.encode(manifest).decode(), ["workbench", KEY])
    facts = {"labels": " ".join(name.replace(" ", "_") for name in manifest.classes), "resize_type": "standard"}
    facts |= {"scale_values": "255.0", "reverse_input_channels": "True"}  # of bytes in OpenCV's order, BGR
    facts |= {"model_type": exporter(manifest.task).model_api}
    for name, value in facts.items():
        graph.set_rt_info(value, ["model_info", name])
