"""A model folder: all that is needed to run an adapted model elsewhere, and to know what it is."""

import hashlib
import shutil
import uuid
from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import MODEL_FILE, Manifest, Outcome, Precision
from workbench.core.resources import resource
from workbench.engine.source_model_io import write_source_model
from workbench.export.drift_reference import Reference
from workbench.export.export_run import check_cost, in_precision, made, pt2, with_manifest
from workbench.export.model_card import model_card
from workbench.export.tasks.registry import exporter

REFERENCE = "reference.json"
CARD, SCRIPT, WEIGHTS, PT2, SUMS = "README.md", "predict.py", "model.safetensors", "model.pt2", "SHA256SUMS"
NETWORKS = {Precision.FP32: "model.onnx"} | {one: f"model-{one}.onnx" for one in Precision if one is not Precision.FP32}
OURS = {MODEL_FILE, REFERENCE, CARD, SCRIPT, WEIGHTS, PT2, SUMS, *NETWORKS.values()}


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
    """Write the last model of a finished run, or its best, to a folder; what its model.json says.

    fp32 is always in it. A folder that holds a model is replaced, as a whole or not at all; any other is left alone.
    Raises UserError when the run is not finished, the folder can not be written, fp32 differs from PyTorch, its
    net takes one size alone where `any_size` is asked for, or a smaller precision says too often another class and that
    is not accepted.
    """
    _check_place(out)
    ready = yield from made(run, best=best, target=target, outcome=outcome, any_size=any_size)
    contents: dict[str, tuple[str, bytes]] = {}
    found = []
    for number, precision in enumerate(one for one in Precision if one is Precision.FP32 or one in precisions):
        yield Prepared(f"Measuring {precision}", number, len(precisions))
        content, cost = in_precision(ready, precision)
        check_cost(cost, accept)
        found.append(cost)
        kind = "onnx" if precision is Precision.FP32 else f"onnx-{precision}"
        contents[kind] = (NETWORKS[precision], content)
    files = {kind: name for kind, (name, _) in contents.items()} | {"weights": WEIGHTS}
    kept = exporter(ready.manifest.task).tracing().reference(ready.adapted, ready.pictures, ready.there, ready.features)
    files |= {"reference": REFERENCE} if kept else {}
    files |= {"pt2": PT2} if with_pt2 else {}
    manifest = msgspec.structs.replace(ready.manifest, files=files, costs=tuple(found))
    yield Prepared("Writing the folder", 0, 1)
    parts = {name: with_manifest(content, manifest) for name, content in contents.values()}
    if with_pt2:
        parts[PT2] = pt2(ready)
    try:
        _write(out, run, best, kept, manifest, parts, outcome or Outcome())
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({error}).", "Choose another folder.") from error
    return manifest


def _check_place(out: Path) -> None:
    """Raises UserError where anything but an exported model would be replaced."""
    if not out.exists():
        return
    names = {one.name for one in out.iterdir()} if out.is_dir() else {out.name}
    if names and (MODEL_FILE not in names or not names <= OURS):
        raise UserError(f"{out} holds other files.", "Choose a new folder; one that holds a model alone is replaced.")


def _write(
    out: Path,
    run: Path,
    best: bool,
    kept: Reference | None,
    manifest: Manifest,
    parts: dict[str, bytes],
    outcome: Outcome,
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_name(f".{uuid.uuid4().hex[:12]}.part")
    temporary.mkdir()
    try:
        for name, content in parts.items():
            (temporary / name).write_bytes(content)
        write_source_model(run, temporary / WEIGHTS, best=best)
        (temporary / WEIGHTS).chmod(0o644)  # as the others: it was written for its owner alone
        shutil.copyfile(resource("model") / SCRIPT, temporary / SCRIPT)
        if kept is not None:
            (temporary / REFERENCE).write_bytes(msgspec.json.encode(kept))
        (temporary / CARD).write_text(model_card(manifest, outcome), encoding="utf-8")
        (temporary / MODEL_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        sums = (f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}" for one in sorted(temporary.iterdir()))
        (temporary / SUMS).write_text("\n".join(list(sums)) + "\n", encoding="utf-8")
        _take_place(temporary, out)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _take_place(temporary: Path, out: Path) -> None:
    """Put a finished folder where it belongs; what was there goes once the new one stands."""
    old = out.with_name(f".{uuid.uuid4().hex[:12]}.part")
    if out.exists():
        out.rename(old)
    try:
        temporary.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
