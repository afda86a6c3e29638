"""The handlers of commands that export: models, predictions, watched folders and reports."""

import threading
from collections.abc import Generator
from pathlib import Path

from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.worker.commands import Export, MeasurePrecisions, Predict, Watch, WriteReport
from workbench.worker.replies import ModelExported, PrecisionsMeasured, Predicted, Reply, Reported, Watched


def run_export_command(
    command: Export | MeasurePrecisions | Predict | Watch | WriteReport, stopping: threading.Event
) -> Generator[Prepared | Reply, None, Reply]:
    """Carry out a command. Yields its progress and returns the result. Raises UserError.

    `stopping` ends Watch; closing the generator stops the other commands.
    """
    match command:
        case Export():
            return _export(command)
        case MeasurePrecisions():
            return _measure_precisions(command)
        case Predict():
            return _predict(command)
        case Watch():
            return _watch(command, stopping)
        case WriteReport():
            return _report(command)


def _export(command: Export) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.worker.export_model import export_model

    run, out = Path(command.run), Path(command.out)
    progress = Returning(
        export_model(
            run,
            out,
            command.format,
            best=command.best,
            precisions=command.precisions,
            with_pt2=command.pt2,
            accept=command.accept,
            any_size=command.any_size,
        )
    )
    yield from progress
    return ModelExported(progress.result)


def _measure_precisions(command: MeasurePrecisions) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.onnx import measure_precisions

    progress = Returning(measure_precisions(Path(command.run), best=command.best))
    yield from progress
    return PrecisionsMeasured(progress.result)


def _predict(command: Predict) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.tasks.contract import Predicting
    from workbench.export.tasks.registry import exporter_for

    run, folder, out = (Path(path) for path in (command.run, command.folder, command.out))
    task_export = exporter_for(run)
    form = command.form if command.form in task_export.forms else ""
    progress = Returning(task_export.predict(Predicting(run, folder, out, best=command.best, form=form)))
    yield from progress
    result = progress.result
    return Predicted(result.predicted, len(result.set_aside))


def _watch(command: Watch, stopping: threading.Event) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.export_run import run_reference
    from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside, watch
    from workbench.export.tasks.contract import Predicting
    from workbench.export.tasks.registry import exporter_for

    run, folder, out, count = Path(command.run), Path(command.folder), Path(command.out), 0
    yield Prepared("Computing the reference", 0, 1)
    reference = run_reference(run, best=command.best)
    model = exporter_for(run).watched_model(Predicting(run, folder, out, best=command.best))
    yield Watched(0)
    set_aside = 0
    for event in watch(model, folder, out, reference, stopping):
        match event:
            case ImagePredicted(line=line):
                count += 1
                yield Watched(count, f"{line.predicted} ({line.confidence:.0%}): {line.path}")
            case ImageSetAside():
                set_aside += 1
            case DriftDetected(drifted=drifted):
                names = ", ".join(measure.title.lower() for measure in drifted)
                yield Watched(count, warning=f"The latest images no longer look like the target: {names}.")
            case DriftEnded():
                yield Watched(count, warning="The latest images look like the target again.")
    return Predicted(count, set_aside)


def _report(command: WriteReport) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.worker.report_facts import write_report

    chosen = Path(command.chosen) if command.chosen else None
    progress = Returning(write_report([Path(run) for run in command.runs], Path(command.out), chosen=chosen))
    yield from progress
    return Reported(str(progress.result))
