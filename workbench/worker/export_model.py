"""Exports a run's model in any format, with the evaluation of the run. Both front ends use it."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.analysis.run_evaluation import outcome_of
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, Outcome, Precision
from workbench.core.model_formats import CARDS, ModelFormat, check_installed
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from workbench.export.formats.request import Exporting

Writing = Generator[Prepared, None, tuple[Cost, ...]]


def export_model(
    run: Path,
    out: Path,
    form: ModelFormat,
    *,
    best: bool = False,
    precisions: Sequence[Precision] = (Precision.FP32,),
    with_pt2: bool = False,
    target: Path | None = None,
    accept: bool = False,
    any_size: bool = False,
    opset: int = 0,
) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a finished run's model to a file or folder. Return the costs of its precisions, if they are measured.

    A model folder has one precision or more, another format one of those that it can have. `any_size`: the graph
    accepts images of any size. `opset`: the version of ONNX's operators; 0 is the usual one. Raises UserError if the
    model cannot be written.
    """
    from workbench.export.formats.request import Exporting
    from workbench.export.graph import OPSET

    check_choices(form, precisions, any_size=any_size, opset=opset)
    for precision in precisions:
        check_installed(form, precision)
    run_folder = RunFolder(run)
    run_folder.result()
    yield Prepared("Reading the run's results", 0, 1)
    outcome = Outcome() if best else _outcome(run_folder)  # a run keeps the predictions of its last model
    request = Exporting(
        run,
        out,
        outcome,
        best=best,
        precisions=tuple(precisions),
        with_pt2=with_pt2,
        target=target,
        accept=accept,
        any_size=any_size,
        opset=opset or OPSET,
    )
    return (yield from WRITERS[form](request))


def check_choices(form: ModelFormat, precisions: Sequence[Precision], *, any_size: bool, opset: int) -> None:
    """Raises UserError if a format cannot have what is chosen for it."""
    card = CARDS[form]
    unfit = [precision for precision in precisions if precision not in card.precisions]
    if unfit:
        raise UserError(f"The format {form} has no precision {unfit[0]}.", f"Use {', '.join(card.precisions)}.")
    if len(precisions) != 1 and form is not ModelFormat.FOLDER:
        problem = f"The format {form} has one precision, but {len(precisions)} are given."
        raise UserError(problem, "Give one, or write a folder with --format folder.")
    if any_size and not card.any_size:
        raise UserError(f"The format {form} takes images of one size.", "Leave --dynamic-size out.")
    if opset and not card.opset:
        raise UserError(f"The format {form} has no opset of ONNX.", "Leave --opset out.")


def _folder(request: "Exporting") -> Writing:
    from workbench.export.model_folder import export_folder

    manifest = yield from export_folder(
        request.run,
        request.out,
        best=request.best,
        precisions=request.precisions,
        with_pt2=request.with_pt2,
        target=request.target,
        outcome=request.outcome,
        accept=request.accept,
        any_size=request.any_size,
        opset=request.opset,
    )
    return manifest.costs


def _onnx(request: "Exporting") -> Writing:
    from workbench.export.onnx import write_onnx_file

    return write_onnx_file(
        request.run,
        request.out,
        best=request.best,
        precision=request.precisions[0],
        target=request.target,
        outcome=request.outcome,
        accept=request.accept,
        any_size=request.any_size,
        opset=request.opset,
    )


def _pt2(request: "Exporting") -> Writing:
    from workbench.export.onnx import write_pt2_file

    yield from write_pt2_file(
        request.run,
        request.out,
        best=request.best,
        target=request.target,
        outcome=request.outcome,
        any_size=request.any_size,
    )
    return ()


def _timm(request: "Exporting") -> Writing:
    from workbench.export.formats.timm_folder import write_timm_folder

    return write_timm_folder(request)


def _openvino(request: "Exporting") -> Writing:
    from workbench.export.formats.openvino_folder import write_openvino_folder

    return write_openvino_folder(request)


def _executorch(request: "Exporting") -> Writing:
    from workbench.export.formats.executorch_file import write_executorch_file

    return write_executorch_file(request)


def _calibration(request: "Exporting") -> Writing:
    from workbench.export.formats.calibration_bundle import write_calibration_bundle

    return write_calibration_bundle(request)


def _source_model(request: "Exporting") -> Writing:
    from workbench.engine.source_model_io import leave_source_model

    yield Prepared("Writing the model", 0, 1)
    leave_source_model(request.run, request.out, best=request.best)
    return ()


WRITERS: dict[ModelFormat, Callable[["Exporting"], Writing]] = {
    ModelFormat.FOLDER: _folder,
    ModelFormat.ONNX: _onnx,
    ModelFormat.OPENVINO: _openvino,
    ModelFormat.EXECUTORCH: _executorch,
    ModelFormat.TIMM: _timm,
    ModelFormat.PT2: _pt2,
    ModelFormat.CALIBRATION: _calibration,
    ModelFormat.SOURCE_MODEL: _source_model,
}


def _outcome(run: RunFolder) -> Outcome:
    """What the labels of the target say of a run's last model, and the temperature that fits them."""
    from workbench.analysis.calibration import calibration_of

    outcome, calibration = outcome_of(run), calibration_of(run)
    if calibration is None:
        return outcome
    return msgspec.structs.replace(outcome, temperature=calibration.temperature, calibrated_on=calibration.labels)
