"""What leaves, as front ends ask for it: the export, with what the analysis knows of the run."""

from collections.abc import Generator, Sequence
from pathlib import Path

from workbench.analysis.run_evaluation import outcome_of
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import Cost, ModelFormat, Outcome, Precision
from workbench.store.run_folder import RunFolder


def take_away(
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
    """Write a finished run's model to a file or folder; what its precisions cost, where that can be measured.

    An ONNX file has one precision, a folder as many as are named; with `any_size` its graph takes images of any
    size. Raises UserError when it can not be written.
    """
    from workbench.engine.source_model_io import leave_source_model
    from workbench.export.model_folder import export_folder
    from workbench.export.onnx import write_onnx_file, write_pt2_file

    place = RunFolder(run)
    place.result()
    if form is ModelFormat.SOURCE_MODEL:
        leave_source_model(run, out, best=best)
        return ()
    yield Prepared("Reading what the run came to", 0, 1)
    outcome = Outcome() if best else outcome_of(place)  # a run keeps the predictions of its last model
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
        raise UserError("An ONNX file has one precision.", "Name one, or write a folder: --format folder.")
    found = yield from write_onnx_file(
        run,
        out,
        best=best,
        precision=precisions[0],
        target=target,
        outcome=outcome,
        accept=accept,
        any_size=any_size,
    )
    return (found,)
