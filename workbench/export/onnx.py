"""An adapted model as one file: ONNX in a precision, or torch.export's own form."""

from collections.abc import Generator
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.generators import Returning
from workbench.core.manifest import Cost, Outcome, Precision
from workbench.export.export_run import check_cost, in_precision, made, pt2, with_manifest


def costs(run: Path, *, best: bool = False, target: Path | None = None) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """What each precision costs on target images, nothing written. Raises UserError when the run is not finished."""
    ready = yield from made(run, best=best, target=target)
    found = []
    for number, precision in enumerate(Precision):
        yield Prepared(f"Measuring {precision}", number, len(Precision))
        if ready.pictures.real or precision is not Precision.INT8:
            found.append(in_precision(ready, precision)[1])
    return tuple(found)


def onnx_file(
    run: Path,
    out: Path,
    *,
    best: bool = False,
    precision: Precision = Precision.FP32,
    target: Path | None = None,
    outcome: Outcome | None = None,
    accept: bool = False,
    any_size: bool = False,
) -> Generator[Prepared, None, Cost]:
    """Write the last model of a finished run, or its best, to `out`; what its precision costs.

    The graph takes `images`: float32 (batch, 3, S, S), RGB in [0, 1], batch of any size; normalisation is inside. With
    `any_size` it takes (batch, 3, H, W).
    It gives `logits`: float32 (batch, K) and `features`. Metadata holds the manifest: classes, preprocessing, scores.
    Raises UserError when the run is not finished, the file can not be written, fp32 differs from PyTorch, its net takes
    one size alone, or a smaller precision says too often another class and that is not accepted.
    """
    ready = yield from made(run, best=best, target=target, outcome=outcome, any_size=any_size)
    yield Prepared(f"Measuring {precision}", 0, 1)
    content, found = in_precision(ready, precision)
    check_cost(found, accept)
    manifest = msgspec.structs.replace(ready.manifest, costs=(found,))
    _write(out, with_manifest(content, manifest))
    return found


def pt2_file(
    run: Path,
    out: Path,
    *,
    best: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    any_size: bool = False,
) -> Generator[Prepared, None, None]:
    """Write what `torch.export.load` takes. Raises UserError as `onnx_file`."""
    ready = yield from made(run, best=best, target=target, outcome=outcome, any_size=any_size)
    _write(out, pt2(ready))


def export_onnx(run: Path, out: Path, *, best: bool = False, precision: Precision = Precision.FP32) -> Cost:
    """As `onnx_file`, at once."""
    return Returning(onnx_file(run, out, best=best, precision=precision)).finish()


def _write(out: Path, content: bytes) -> None:
    try:
        write_atomically(out, content)
    except OSError as error:
        raise UserError(f"The model could not be written to {out} ({error}).", "Choose another folder.") from error
