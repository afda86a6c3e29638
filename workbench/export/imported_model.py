"""Imports models trained by other programs: weights for a backbone, and ONNX files as model folders."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from safetensors.torch import save_file

from workbench.core.errors import UserError
from workbench.core.files import replacing, write_atomically
from workbench.core.manifest import MODEL_FILE, Manifest, Preprocessing
from workbench.engine.onnx_model import open_model, safe_content
from workbench.nets.backbones import blank, converted
from workbench.nets.weights import Match, matched, read_weights

SUFFIX = ".safetensors"


def import_weights(file: Path, backbone: str, out: Path | None = None) -> Match:
    """Match the tensors of a file with a backbone. If `out` is given, write them there for use with --weights.

    Raises UserError if the file cannot be read safely, the backbone is unknown, or `out` is given and tensors are
    missing or have other shapes.
    """
    net = blank(backbone)
    match = matched(net, converted(backbone, net, read_weights(file)))
    if out is None:
        return match
    if out.suffix != SUFFIX:
        raise UserError(f"The name {out.name} does not end with {SUFFIX}.", f"Name the file {out.stem}{SUFFIX}.")
    if not match.complete:
        first = match.misfit[0] if match.misfit else f"{match.missing[0]} is missing"
        raise UserError(
            f"{file.name} does not fit {backbone}: {first}.", "Run the command without --out to list all tensors."
        )
    try:
        with replacing(out) as temporary:
            save_file({name: tensor.contiguous().clone() for name, tensor in match.tensors.items()}, temporary)
    except OSError as error:
        raise UserError(f"The weights could not be written to {out} ({error}).", "Choose another folder.") from error
    return match


def import_onnx(
    file: Path,
    out: Path,
    classes: Sequence[str],
    size: int,
    mean: Sequence[float] = (0.0, 0.0, 0.0),
    std: Sequence[float] = (1.0, 1.0, 1.0),
) -> Manifest:
    """Create a model folder from an ONNX file that maps images (B, 3, S, S) to logits (B, K).

    `mean` and `std` are applied to RGB in [0, 1]. Raises UserError if the file is not ONNX, or its inputs or outputs
    have other shapes.
    """
    if len(set(classes)) < len(classes):
        raise UserError("A class name is given twice.", "Name each output once, in order.")
    if out.exists():
        raise UserError(f"{out} already exists.", "Choose a new folder.")
    content = safe_content(file)
    preprocessing = Preprocessing(size, mean=tuple(mean), std=tuple(std))
    manifest = Manifest(
        classes=tuple(classes), preprocessing=preprocessing, files={"onnx": "model.onnx"}, method="imported"
    )
    try:
        write_atomically(out / "model.onnx", content)
        write_atomically(out / MODEL_FILE, msgspec.json.format(msgspec.json.encode(manifest)))
        open_model(out)
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({error}).", "Choose another folder.") from error
    except UserError:
        for name in ("model.onnx", MODEL_FILE):
            (out / name).unlink(missing_ok=True)
        out.rmdir()
        raise
    return manifest
