"""Exports a run's model in any format, with the evaluation of the run. Both front ends use it."""

from collections.abc import Generator, Sequence
from pathlib import Path

import msgspec

from workbench.analysis.run_evaluation import outcome_of
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, ModelFormat, Outcome, Precision
from workbench.store.run_folder import RunFolder


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
) -> Generator[Prepared, None, tuple[Cost, ...]]:
    """Write a finished run's model to a file or folder. Return the costs of its precisions, if they are measured.

    An ONNX file has one precision, a folder one or more. `any_size`: the graph accepts images of any size. Raises
    UserError if the model cannot be written.
    """
    from workbench.engine.source_model_io import leave_source_model
    from workbench.export.model_folder import export_folder
    from workbench.export.onnx import write_onnx_file, write_pt2_file

    run_folder = RunFolder(run)
    run_folder.result()
    if form is ModelFormat.SOURCE_MODEL:
        leave_source_model(run, out, best=best)
        return ()
    yield Prepared("Reading the run's results", 0, 1)
    outcome = Outcome() if best else _outcome(run_folder)  # a run keeps the predictions of its last model
    match form:
        case ModelFormat.FOLDER:
            manifest = yield from export_folder(
                run,
                out,
                best=best,
                precisions=precisions,
                with_pt2=with_pt2,
                target=target,
                outcome=outcome,
                accept=accept,
                any_size=any_size,
            )
            return manifest.costs
        case ModelFormat.PT2:
            yield from write_pt2_file(run, out, best=best, target=target, outcome=outcome, any_size=any_size)
            return ()
    if len(precisions) != 1:
        problem = f"An ONNX file has one precision, but {len(precisions)} are given."
        raise UserError(problem, "Give one, or write a folder with --format folder.")
    cost = yield from write_onnx_file(
        run,
        out,
        best=best,
        precision=precisions[0],
        target=target,
        outcome=outcome,
        accept=accept,
        any_size=any_size,
    )
    return (cost,)


def _outcome(run: RunFolder) -> Outcome:
    """What the labels of the target say of a run's last model, and the temperature that fits them."""
    from workbench.analysis.calibration import calibration_of

    outcome, calibration = outcome_of(run), calibration_of(run)
    if calibration is None:
        return outcome
    return msgspec.structs.replace(outcome, temperature=calibration.temperature, calibrated_on=calibration.labels)
