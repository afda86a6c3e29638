"""Traces a finished run's model and converts it to ONNX or .pt2, comparing the results with PyTorch's."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from onnx import load_from_string

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import AGREES, Cost, Manifest, Outcome, Precision
from workbench.engine.adapted_model import Adapted
from workbench.engine.model_io import load_adapted
from workbench.engine.onnx_model import KEY
from workbench.engine.tasks.registry import task
from workbench.export.calibration_images import CalibrationImages
from workbench.export.decision import costs_of
from workbench.export.drift_reference import Reference
from workbench.export.dynamic_shapes import (
    Forward,
    check_dynamic,
    check_other_sizes,
    minimum_side,
    other_sizes,
    resized,
)
from workbench.export.graph import FEATURES, INPUT, LOGITS, OPSET, checked, model_opset, onnx_bytes, pt2_bytes, traced
from workbench.export.model_facts import run_manifest
from workbench.export.precision import CHUNK, in_lower_precision, measure_cost, open_session
from workbench.export.target_images import COUNT, target_pictures
from workbench.export.tasks.registry import exporter
from workbench.store.run_folder import RunFolder

TOLERANCE = 1e-4  # largest difference of an fp32 logit from PyTorch's; relative if logits exceed one


class RunOnTarget(NamedTuple):
    """A model with the images to measure its exported forms on, and PyTorch's outputs for them.

    `logits`: (N, K), or (N, K, H, W) if the model labels pixels. `features`: (N, D).
    """

    adapted: Adapted
    pictures: CalibrationImages
    logits: NDArray[np.float32]
    features: NDArray[np.float32]
    manifest: Manifest


class TracedModel(NamedTuple):
    """A measured model as a graph and as fp32 ONNX.

    `other_size`: for graphs with dynamic size, the images in another size and PyTorch's logits for them.
    """

    adapted: Adapted
    program: torch.export.ExportedProgram
    onnx: bytes
    pictures: CalibrationImages
    logits: NDArray[np.float32]
    features: NDArray[np.float32]
    manifest: Manifest
    other_size: tuple[CalibrationImages, NDArray[np.float32]] | None = None


def measure_run(
    run: Path,
    *,
    best: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    any_size: bool = False,
    opset: int = OPSET,
    count: int = COUNT,
) -> Generator[Prepared, None, RunOnTarget]:
    """Load a finished run's last model, or its best, and run it on up to `count` target images.

    `target`: the target folder, if it has moved. Raises UserError if the run is not finished.
    """
    run_folder = RunFolder(run)
    adapted = load_adapted(run_folder, best=best)
    if outcome is not None and outcome.temperature is not None:
        adapted.model.temperature = outcome.temperature
    yield Prepared("Reading target images", 0, 4)
    pictures = target_pictures(adapted, target, count)
    yield Prepared("Running the model in PyTorch", 1, 4)
    logits, features = _run_model(adapted, pictures)
    manifest = run_manifest(
        run_folder, adapted, best=best, outcome=outcome or Outcome(), any_size=any_size, opset=opset
    )
    return RunOnTarget(adapted, pictures, logits, features, manifest)


def trace_run(
    run: Path,
    *,
    best: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    any_size: bool = False,
    opset: int = OPSET,
) -> Generator[Prepared, None, TracedModel]:
    """Trace a finished run's last model, or its best, and run it on target images.

    `target`: the target folder, if it has moved. `any_size`: the graph accepts images of any size. `opset`: the
    version of ONNX's operators. Raises UserError if the run is not finished, if `any_size` is requested and the net
    accepts one size only, or if the net cannot be written with that opset.
    """
    measured = yield from measure_run(run, best=best, target=target, outcome=outcome, any_size=any_size, opset=opset)
    adapted, pictures, logits, features, manifest = measured
    yield Prepared("Tracing the model", 2, 4)
    dynamic = any_size and exporter(manifest.task).tracing().one_size
    if dynamic:
        check_dynamic(adapted)
    program = traced(adapted, any_size=any_size)
    yield Prepared("Writing the graph", 3, 4)
    content = onnx_bytes(program, {}, opset)
    other_size = None
    if dynamic:
        minimum = minimum_side(_runner(program), adapted.job.image_size)
        manifest = msgspec.structs.replace(
            manifest, preprocessing=msgspec.structs.replace(manifest.preprocessing, least=minimum)
        )
        session = open_session(content)
        check_other_sizes(
            lambda images: session.run([LOGITS], {INPUT: images})[0], adapted, pictures, minimum, TOLERANCE
        )
        larger = resized(pictures, other_sizes(adapted.job.image_size)[1])
        other_size = larger, _run_model(adapted, larger)[0]
    return TracedModel(adapted, program, content, pictures, logits, features, manifest, other_size)


def onnx_in_precision(model: TracedModel, precision: Precision) -> tuple[bytes, Cost]:
    """Convert a model to ONNX and measure the cost. Raises UserError if fp32 logits differ from PyTorch's."""
    opset = model_opset(model.onnx)
    if precision is Precision.INT8 and opset < OPSET:
        raise UserError(f"An int8 model cannot have opset {opset}.", f"Use --opset {OPSET} or newer, or fp32.")
    content = in_lower_precision(model.onnx, precision, model.pictures, model.logits)
    measured = measure_cost(content, precision, model.pictures, model.logits)
    if model.other_size is not None:
        measured = msgspec.structs.replace(
            measured, elsewhere=measure_cost(content, precision, *model.other_size).agreement
        )
    measured = msgspec.structs.replace(measured, opset=opset)
    check_parity(measured, model.logits)
    return content, measured


def usual_cost(model: TracedModel) -> Cost:
    """The cost of a model with the usual opset, to compare another with."""
    return measure_cost(onnx_bytes(model.program, {}), Precision.FP32, model.pictures, model.logits)


def check_parity(measured: Cost, logits: NDArray[np.float32]) -> None:
    """Raises UserError if fp32 logits differ from PyTorch's `logits`."""
    allowed = TOLERANCE * max(1.0, float(np.abs(logits).max()))
    if measured.precision is Precision.FP32 and not measured.difference <= allowed:
        raise UserError(
            f"The logits of {measured.engine} differ from PyTorch's by up to {measured.difference:.2g}, more than "
            f"{allowed:.2g}.",
            "Nothing was written. Please report this model.",
        )


def check_cost(measured: Cost, accept: bool) -> None:
    """Raises UserError if too many predictions differ from PyTorch's, unless `accept` is set."""
    minimum = min(measured.agreement, measured.agreement if measured.elsewhere is None else measured.elsewhere)
    if measured.precision is not Precision.FP32 and minimum < AGREES and not accept:
        size = "" if minimum == measured.agreement else " of another size"
        raise UserError(
            f"The {measured.precision} model predicts another class than PyTorch on {1 - minimum:.1%} "
            f"of {measured.images:,} images{size}; the limit is {1 - AGREES:.1%}.",
            f"Choose {Precision.FP32}, or write it anyway with --accept.",
        )


def with_manifest(content: bytes, manifest: Manifest) -> bytes:
    """Add the manifest to the metadata of an ONNX file's content."""
    preprocessing, model = manifest.preprocessing, load_from_string(content)
    sides = "rows, columns" if preprocessing.multiple else f"{preprocessing.size}, {preprocessing.size}"
    shape = f"({', '.join(task(manifest.task).logits)})"
    minimum = f", {preprocessing.least} pixels or more a side" if preprocessing.least else ""
    has_features = any(value.name == FEATURES for value in model.graph.output)
    output = f"{LOGITS}: float32 {shape}, softmax over classes gives probabilities"
    return checked(
        model,
        {
            KEY: msgspec.json.encode(manifest).decode(),
            "classes": msgspec.json.encode(manifest.classes).decode(),
            "image_size": str(preprocessing.size),
            "preprocessing": ", ".join(preprocessing.steps),
            "input": f"{INPUT}: float32 (batch, 3, {sides}), RGB in [0, 1]{minimum}; normalised inside",
            "output": f"{output}; {FEATURES}: (batch, D)" if has_features else output,
            "method": manifest.method,
            "backbone": manifest.backbone,
            "made_by": "Domain Workbench",
        },
    )


def pt2_content(model: TracedModel) -> bytes:
    """The content of a .pt2 file. Raises UserError if its logits differ from PyTorch's."""
    difference = pt2_difference(model)
    if not difference <= TOLERANCE * max(1.0, float(np.abs(model.logits).max())):
        raise UserError(
            f"The traced model's logits differ from PyTorch's by up to {difference:.2g}.", "Please report this model."
        )
    if model.other_size is not None:
        minimum = model.manifest.preprocessing.least
        check_other_sizes(_runner(model.program), model.adapted, model.pictures, minimum, TOLERANCE)
    return pt2_bytes(model.program, msgspec.json.encode(model.manifest))


def pt2_difference(model: TracedModel) -> float:
    """Largest absolute difference of a logit of the traced model from PyTorch's."""
    images = torch.from_numpy(model.pictures.inputs(slice(0, CHUNK)))
    with torch.inference_mode():
        outputs = model.program.module()(images)
    logits = outputs[0] if isinstance(outputs, tuple) else outputs
    return float(np.abs(logits.numpy() - model.logits[: len(images)]).max())


def run_reference(run: Path, *, best: bool = False) -> Reference | None:
    """The drift reference of a finished run's model; None if its target folder no longer exists."""
    adapted = load_adapted(RunFolder(run), best=best)
    pictures = target_pictures(adapted)
    tracing, costs = exporter(adapted.job.decided_task).tracing(), costs_of(run, adapted)
    return tracing.reference(adapted, pictures, *_run_model(adapted, pictures), costs)


def _runner(program: torch.export.ExportedProgram) -> Forward:
    module = program.module()

    def forward(images: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(module(torch.from_numpy(images))[0].detach().numpy())

    return forward


def _run_model(adapted: Adapted, pictures: CalibrationImages) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    logits, features = [], []
    for at in range(0, len(pictures.pixels), CHUNK):
        with torch.inference_mode():
            output = adapted.model.look(torch.from_numpy(pictures.inputs(slice(at, at + CHUNK))))
        logits.append(output.logits.numpy())
        features.append(
            output.features.flatten(2).mean(2).numpy() if output.features.dim() > 2 else output.features.numpy()
        )
    return np.concatenate(logits), np.concatenate(features)
