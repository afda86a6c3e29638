"""Models that were trained elsewhere: weights to start from, and ONNX files to evaluate, predict and inspect with."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from safetensors.torch import save_file

from workbench.core.errors import UserError
from workbench.core.files import replacing, write_atomically
from workbench.core.manifest import MODEL_FILE, Manifest, Preprocessing
from workbench.engine.onnx_model import open_model, safe_content
from workbench.nets.backbones import blank
from workbench.nets.weights import Match, matched, read_weights

SUFFIX = ".safetensors"


def import_weights(file: Path, backbone: str, out: Path | None = None) -> Match:
    """What of a file fits a backbone; where all of it is there and `out` is given, written there for --weights.

    Raises UserError for a file that can not be read safely, an unknown backbone, or weights that do not fit when they
    are to be written.
    """
    match = matched(blank(backbone), read_weights(file))
    if out is None:
        return match
    if out.suffix != SUFFIX:
        raise UserError(f"{out.name} does not end with {SUFFIX}.", f"Call it {out.stem}{SUFFIX}.")
    if not match.complete:
        first = match.misfit[0] if match.misfit else f"{match.missing[0]} is missing"
        raise UserError(f"{file.name} does not fit {backbone}: {first}.", "Without --out, all of it is listed.")
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
    """A model folder around an ONNX file of someone else's: (B, 3, S, S) images in, (B, K) logits out.

    `mean` and `std` are applied to RGB in [0, 1]. Raises UserError when it is no such file, or takes or gives
    something else.
    """
    if len(set(classes)) < len(classes):
        raise UserError("A class is named twice.", "Name each output once, in order.")
    if out.exists():
        raise UserError(f"{out} is there already.", "Choose a new folder.")
    content = safe_content(file)
    taken = Preprocessing(size, mean=tuple(mean), std=tuple(std))
    manifest = Manifest(classes=tuple(classes), preprocessing=taken, files={"onnx": "model.onnx"}, method="imported")
    try:
        write_atomically(out / "model.onnx", content)
        write_atomically(out / MODEL_FILE, msgspec.json.format(msgspec.json.encode(manifest)))
        open_model(out)
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({error}).", "Choose another.") from error
    except UserError:
        for name in ("model.onnx", MODEL_FILE):
            (out / name).unlink(missing_ok=True)
        out.rmdir()
        raise
    return manifest
