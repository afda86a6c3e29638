"""Writes a model folder: an adapted model with everything needed to run and to describe it."""

import hashlib
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import move_folder, part_name, sweep_parts
from workbench.core.manifest import MODEL_FILE, Manifest, Outcome, Precision
from workbench.core.resources import resource
from workbench.engine.source_model_io import write_source_model
from workbench.export.drift_reference import Reference
from workbench.export.export_run import check_cost, onnx_in_precision, pt2_content, trace_run, with_manifest
from workbench.export.model_card import model_card
from workbench.export.tasks.registry import exporter

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
) -> Generator[Prepared, None, Manifest]:
    """Write the last model of a finished run, or its best, to a folder. Return the contents of its model.json.

    The folder always contains fp32. An existing model folder is replaced atomically; a folder with other files is not
    changed. Raises UserError if the run is not finished, the folder cannot be written, fp32 logits differ from
    PyTorch's, `any_size` is set and the net accepts one size only, or a lower precision changes too many predictions
    and `accept` is not set.
    """
    _check_output(out)
    traced = yield from trace_run(run, best=best, target=target, outcome=outcome, any_size=any_size)
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
    try:
        _write(out, run, best, reference, manifest, parts, outcome or Outcome())
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({error}).", "Choose another folder.") from error
    return manifest


def _check_output(out: Path) -> None:
    """Raises UserError if the export would replace anything but an exported model."""
    if not out.exists():
        return
    names = {path.name for path in out.iterdir()} if out.is_dir() else {out.name}
    if names and (MODEL_FILE not in names or not names <= KNOWN_FILES):
        raise UserError(
            f"{out} contains other files.", "Choose a new folder, or one that contains an exported model only."
        )


def _write(
    out: Path,
    run: Path,
    best: bool,
    reference: Reference | None,
    manifest: Manifest,
    parts: dict[str, bytes],
    outcome: Outcome,
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    sweep_parts(out.parent)
    temporary = part_name(out)
    temporary.mkdir()
    try:
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
        _replace_folder(temporary, out)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _replace_folder(temporary: Path, out: Path) -> None:
    """Move a finished folder to its destination; a folder that was there is removed afterwards.

    If the process is killed between, the old folder is beside it under a hidden name that ends with .old.
    """
    old = part_name(out).with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        move_folder(temporary, out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
