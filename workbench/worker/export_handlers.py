"""How a worker exports models, measures their precisions, predicts folders, watches them and writes reports."""

import threading
from collections.abc import Generator
from pathlib import Path

from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.worker.commands import Export, Predict, Watch, Weigh, WriteReport
from workbench.worker.replies import ModelExported, Predicted, Reply, Reported, Watched, Weighed


def leave(
    command: Export | Weigh | Predict | Watch | WriteReport, stopping: threading.Event
) -> Generator[Prepared | Reply, None, Reply]:
    """Carry a command out: yields its progress, returns the result. Raises UserError.

    `stopping` ends a watch; everything else ends early by closing the generator.
    """
    match command:
        case Export():
            return _export(command)
        case Weigh():
            return _weigh(command)
        case Predict():
            return _predict(command)
        case Watch():
            return _watch(command, stopping)
        case WriteReport():
            return _report(command)


def _export(command: Export) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.worker.export_model import take_away

    run, out = Path(command.run), Path(command.out)
    making = Returning(
        take_away(
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
    yield from making
    return ModelExported(making.result)


def _weigh(command: Weigh) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.onnx import measure_precisions

    measuring = Returning(measure_precisions(Path(command.run), best=command.best))
    yield from measuring
    return Weighed(measuring.result)


def _predict(command: Predict) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.tasks.contract import Predicting
    from workbench.export.tasks.registry import exporter_for

    run, folder, out = (Path(one) for one in (command.run, command.folder, command.out))
    leaves = exporter_for(run)
    form = command.form if command.form in leaves.forms else ""
    predicting = Returning(leaves.predict(Predicting(run, folder, out, best=command.best, form=form)))
    yield from predicting
    found = predicting.result
    return Predicted(found.predicted, len(found.set_aside))


def _watch(command: Watch, stopping: threading.Event) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.export.export_run import run_reference
    from workbench.export.monitor import DriftDetected, DriftEnded, ImagePredicted, ImageSetAside, watch
    from workbench.export.predict import load_model

    run, out, count = Path(command.run), Path(command.out), 0
    yield Prepared("Looking at the target", 0, 1)
    reference, model = run_reference(run, best=command.best), load_model(run, best=command.best)
    yield Watched(0)
    lost = 0
    for heard in watch(model, Path(command.folder), out, reference, stopping):
        match heard:
            case ImagePredicted(line=line):
                count += 1
                yield Watched(count, f"{line.predicted} ({line.confidence:.0%}): {line.path}")
            case ImageSetAside():
                lost += 1
            case DriftDetected(drifted=drifted):
                names = ", ".join(one.title.lower() for one in drifted)
                yield Watched(count, warning=f"The latest images no longer look like the target: {names}.")
            case DriftEnded():
                yield Watched(count, warning="The latest images look like the target again.")
    return Predicted(count, lost)


def _report(command: WriteReport) -> Generator[Prepared | Reply, None, Reply]:
    from workbench.worker.report_facts import report

    chosen = Path(command.chosen) if command.chosen else None
    writing = Returning(report([Path(run) for run in command.runs], Path(command.out), chosen=chosen))
    yield from writing
    return Reported(str(writing.result))
