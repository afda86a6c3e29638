"""Writes a model folder: an adapted model with everything needed to run and to describe it."""

import hashlib
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.core.events import Prepared
from workbench.core.manifest import MODEL_FILE, Manifest, Outcome, Precision
from workbench.core.resources import resource
from workbench.engine.source_model_io import write_source_model
from workbench.export.drift_reference import Reference
from workbench.export.export_run import check_cost, onnx_in_precision, pt2_content, trace_run, with_manifest
from workbench.export.graph import OPSET
from workbench.export.model_card import model_card
from workbench.export.tasks.registry import exporter
from workbench.export.written_folder import check_output, written_folder

REFERENCE = "reference.json"
CARD, SCRIPT, WEIGHTS, PT2, SUMS = "README.md", "predict.py", "model.safetensors", "model.pt2", "SHA256SUMS"
NETWORKS = {Precision.FP32: "model.onnx"} | {
    precision: f"model-{precision}.onnx" for precision in Precision if precision is not Precision.FP32
}
KNOWN_FILES = {MODEL_FILE, REFERENCE, CARD, SCRIPT, WEIGHTS, PT2, SUMS, *NETWORKS.values()}


def export_folder(
    run: Path,
    out: Path,
    *,
    best: bool = False,
    precisions: Sequence[Precision] = (Precision.FP32,),
    with_pt2: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    accept: bool = False,
    any_size: bool = False,
    opset: int = OPSET,
) -> Generator[Prepared, None, Manifest]:
    """Write the last model of a finished run, or its best, to a folder. Return the contents of its model.json.

    The folder always contains fp32. An existing model folder is replaced atomically; a folder with other files is not
    changed. Raises UserError if the run is not finished, the folder cannot be written, fp32 logits differ from
    PyTorch's, `any_size` is set and the net accepts one size only, or a lower precision changes too many predictions
    and `accept` is not set.
    """
    check_output(out, MODEL_FILE, KNOWN_FILES)
    traced = yield from trace_run(run, best=best, target=target, outcome=outcome, any_size=any_size, opset=opset)
    contents: dict[str, tuple[str, bytes]] = {}
    costs = []
    for number, precision in enumerate(
        choice for choice in Precision if choice is Precision.FP32 or choice in precisions
    ):
        yield Prepared(f"Measuring {precision}", number, len(precisions))
        content, cost = onnx_in_precision(traced, precision)
        check_cost(cost, accept)
        costs.append(cost)
        kind = "onnx" if precision is Precision.FP32 else f"onnx-{precision}"
        contents[kind] = (NETWORKS[precision], content)
    files = {kind: name for kind, (name, _) in contents.items()} | {"weights": WEIGHTS}
    reference = (
        exporter(traced.manifest.task)
        .tracing()
        .reference(traced.adapted, traced.pictures, traced.logits, traced.features, traced.manifest.miss_costs)
    )
    files |= {"reference": REFERENCE} if reference else {}
    files |= {"pt2": PT2} if with_pt2 else {}
    manifest = msgspec.structs.replace(traced.manifest, files=files, costs=tuple(costs))
    yield Prepared("Writing the folder", 0, 1)
    parts = {name: with_manifest(content, manifest) for name, content in contents.values()}
    if with_pt2:
        parts[PT2] = pt2_content(traced)
    with written_folder(out) as temporary:
        _fill(temporary, run, best, reference, manifest, parts, outcome or Outcome())
    return manifest


def _fill(
    temporary: Path,
    run: Path,
    best: bool,
    reference: Reference | None,
    manifest: Manifest,
    parts: dict[str, bytes],
    outcome: Outcome,
) -> None:
    for name, content in parts.items():
        (temporary / name).write_bytes(content)
    write_source_model(run, temporary / WEIGHTS, best=best)
    (temporary / WEIGHTS).chmod(0o644)  # as the other files have; safetensors gives access to the owner only
    shutil.copyfile(resource("model") / SCRIPT, temporary / SCRIPT)
    if reference is not None:
        (temporary / REFERENCE).write_bytes(msgspec.json.encode(reference))
    (temporary / CARD).write_text(model_card(manifest, outcome), encoding="utf-8")
    (temporary / MODEL_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in sorted(temporary.iterdir()))
    (temporary / SUMS).write_text("\n".join(list(sums)) + "\n", encoding="utf-8")
