"""Exports an adapted model as one file: ONNX in one precision, or torch.export's .pt2."""

from collections.abc import Generator
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.generators import Returning
from workbench.core.manifest import Cost, Outcome, Precision
from workbench.export.export_run import check_cost, onnx_in_precision, pt2_content, trace_run, usual_cost, with_manifest
from workbench.export.graph import OPSET


def measure_precisions(
    run: Path, *, best: bool = False, target: Path | None = None, opset: int = OPSET
) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Measure the cost of each precision on target images without writing files.

    Raises UserError if the run is not finished.
    """
    traced = yield from trace_run(run, best=best, target=target, opset=opset)
    costs = [] if opset == OPSET else [usual_cost(traced)]
    for number, precision in enumerate(Precision):
        yield Prepared(f"Measuring {precision}", number, len(Precision))
        if precision is not Precision.INT8 or (traced.pictures.real and opset >= OPSET):
            costs.append(onnx_in_precision(traced, precision)[1])
    return tuple(costs)


def write_onnx_file(
    run: Path,
    out: Path,
    *,
    best: bool = False,
    precision: Precision = Precision.FP32,
    target: Path | None = None,
    outcome: Outcome | None = None,
    accept: bool = False,
    any_size: bool = False,
    opset: int = OPSET,
) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write the last model of a finished run, or its best, to `out`. Return the cost of its precision.

    Another opset than the usual one is compared with it: its cost in fp32 is the first that is returned.

    Input: `images`, float32 (batch, 3, S, S), or (batch, 3, H, W) with `any_size`; RGB in [0, 1], any batch size. The
    graph normalises them. Outputs: `logits`, float32 (batch, K), and `features`. The metadata contain the manifest:
    classes, preprocessing, scores. Raises UserError if the run is not finished, the file cannot be written, fp32
    logits differ from PyTorch's, `any_size` is set and the net accepts one size only, or a lower precision changes
    too many predictions and `accept` is not set.
    """
    traced = yield from trace_run(run, best=best, target=target, outcome=outcome, any_size=any_size, opset=opset)
    yield Prepared(f"Measuring {precision}", 0, 1)
    content, measured = onnx_in_precision(traced, precision)
    check_cost(measured, accept)
    manifest = msgspec.structs.replace(traced.manifest, costs=(measured,))
    compared = () if opset == OPSET else (usual_cost(traced),)
    _write(out, with_manifest(content, manifest))
    return (*compared, measured)


def write_pt2_file(
    run: Path,
    out: Path,
    *,
    best: bool = False,
    target: Path | None = None,
    outcome: Outcome | None = None,
    any_size: bool = False,
) -> Generator[Prepared, None, None]:
    """Write a .pt2 file for `torch.export.load`. Raises UserError as `write_onnx_file` does."""
    traced = yield from trace_run(run, best=best, target=target, outcome=outcome, any_size=any_size)
    _write(out, pt2_content(traced))


def export_onnx(run: Path, out: Path, *, best: bool = False, precision: Precision = Precision.FP32) -> Cost:
    """Run `write_onnx_file` to its end."""
    return Returning(write_onnx_file(run, out, best=best, precision=precision)).finish()[-1]


def _write(out: Path, content: bytes) -> None:
    try:
        write_atomically(out, content)
    except OSError as error:
        raise UserError(f"The model could not be written to {out} ({error}).", "Choose another folder.") from error
