"""The command handlers of a worker: generators that yield progress and return the result."""

import contextlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path

from workbench.core.events import Event, Finished, TranslationFinished
from workbench.core.generators import Returning
from workbench.core.places import HERE
from workbench.worker.commands import (
    LOG,
    AnyCommand,
    ComputeLayout,
    Export,
    ExportTranslated,
    FetchWeights,
    Inspect,
    MatchWeights,
    MeasurePrecisions,
    Predict,
    PreviewVideo,
    Run,
    Scan,
    Translate,
    TranslateImages,
    TranslateVideo,
    Watch,
    WriteReport,
)
from workbench.worker.control import Control
from workbench.worker.labelling_commands import (
    DivideGroup,
    Explain,
    FindSimilar,
    GroupImages,
    IndexTarget,
    PredictDrawn,
    Suggest,
)
from workbench.worker.replies import (
    DrawnPredicted,
    Explained,
    FolderListed,
    Inspected,
    LayoutFrame,
    Reply,
    Scanned,
    ScanProgress,
    Stopped,
    WeightsFetched,
    WeightsMatched,
)

Message = Event | Reply


def carry_out(command: AnyCommand, control: Control) -> Generator[Message, None, Message]:
    """Carry out a command. Yields messages about its progress and returns the result.

    Closing the generator stops the command. One that controls itself reads `control`. Raises UserError for problems
    that the user can solve.
    """
    from workbench.worker import export_handlers, labelling_handlers, translation_handlers

    match command:
        case Run() | Translate():
            return (yield from _run(command, control))
        case Scan():
            return (yield from _scan(command))
        case Inspect():
            return (yield from _inspect(command))
        case ComputeLayout():
            return (yield from _compute_layout(command))
        case Suggest() | IndexTarget() | GroupImages() | DivideGroup() | FindSimilar():
            return (yield from labelling_handlers.run_labelling_command(command))
        case TranslateImages():
            return translation_handlers.translate_images(command)
        case ExportTranslated() | TranslateVideo() | PreviewVideo():
            return (yield from translation_handlers.run_translation_command(command))
        case MatchWeights() | Explain() | PredictDrawn():
            return _answer(command)
        case FetchWeights():
            return (yield from _fetch(command))
        case Export() | MeasurePrecisions() | Predict() | Watch() | WriteReport():
            return (yield from export_handlers.run_export_command(command, control.stopping))


def controls_itself(command: AnyCommand) -> bool:
    """Whether a command reads its control itself, and returns its result when it is stopped."""
    return isinstance(command, Watch) or (isinstance(command, Run) and command.place != HERE)


def stopped(command: AnyCommand, step: int) -> Stopped:
    """The last reply to a command that the user stopped. `step`: the last step of a run."""
    match command:
        case Run() | Translate():
            return Stopped("The run was stopped; its checkpoint is kept.", "You can resume it.", step)
        case ComputeLayout():
            return Stopped("The layout was stopped.", "You can select it again.")
        case Inspect():
            return Stopped("The inspection was stopped.", "You can start it again.")
        case Suggest():
            return Stopped("The selection of images to label was stopped.", "You can start it again.")
        case IndexTarget():
            return Stopped("Forming the groups was stopped.", "You can start it again.")
        case ExportTranslated(out=out):
            return Stopped("The export was stopped.", f"The files written so far are in {out}.")
        case TranslateVideo():
            return Stopped("The video was stopped; no file was written.", "You can start it again.")
        case PreviewVideo():
            return Stopped("The preview was stopped.", "You can start it again.")
        case FetchWeights():
            return Stopped("The download was stopped.", "Fetch again to continue it.")
        case Predict():
            return Stopped("The prediction was stopped; its results are kept.", "Start it again to resume it.")
    return Stopped("The task was stopped.", "You can start it again.")


def _run(command: Run | Translate, control: Control) -> Generator[Message, None, Message]:
    result: Message | None = None
    with _printing_to(Path(command.folder)), contextlib.closing(_events(command, control)) as events:
        for event in events:
            if isinstance(event, Finished | TranslationFinished | Stopped):
                result = event
            else:
                yield event
    assert result is not None, "a run ends with its result"
    return result


def _events(command: Run | Translate, control: Control) -> Generator[Message, None, None]:
    folder = Path(command.folder)
    if isinstance(command, Translate):
        from workbench.engine.translation_run import translate

        return translate(command.job, folder, command.resume)
    from workbench.worker.places import controlled_at

    return controlled_at(command.place, command.job, folder, command.resume, command.drawn, command.finish, control)


@contextlib.contextmanager
def _printing_to(folder: Path) -> Iterator[None]:
    """Redirect the output of this process, also of C libraries, to the log of a run folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError:  # the run itself reports that its folder cannot be written
        yield
        return
    saved_descriptors = os.dup(1), os.dup(2)
    try:
        os.dup2(log, 1)
        os.dup2(log, 2)
        yield
    finally:
        for descriptor, saved in zip((1, 2), saved_descriptors, strict=True):
            os.dup2(saved, descriptor)
            os.close(saved)
        os.close(log)


def _scan(command: Scan) -> Generator[Message, None, Scanned]:
    from workbench.data.cache_paths import default_cache
    from workbench.data.scan import check, list_files

    cache = Path(command.cache) if command.cache else default_cache()
    listed = list_files(Path(command.folder))
    yield FolderListed(listed.outline())
    progress = Returning(check(listed, cache=cache, deep=command.deep))
    for files in progress:
        yield ScanProgress(files)
    return Scanned(progress.result)


def _match(command: MatchWeights) -> WeightsMatched:
    from workbench.export.imported_model import import_weights

    match = import_weights(Path(command.file), command.backbone)
    numbers = sum(tensor.numel() for tensor in match.tensors.values())
    return WeightsMatched(len(match.tensors), numbers, match.missing, match.misfit, match.left_over)


def _fetch(command: FetchWeights) -> Generator[Message, None, WeightsFetched]:
    from workbench.nets.backbones import fetch_weights

    yield from fetch_weights(command.name)
    return WeightsFetched(command.name)


def _inspect(command: Inspect) -> Generator[Message, None, Inspected]:
    from workbench.analysis.inspection import inspect

    progress = Returning(inspect(command.request))
    yield from progress
    return Inspected(progress.result)


def _compute_layout(command: ComputeLayout) -> Generator[Message, None, LayoutFrame]:
    from workbench.analysis.inspection import layout_frames

    source, target = b"", b""
    for source, target in layout_frames(command.request, command.layout, command.start):
        yield LayoutFrame(source, target)
    return LayoutFrame(source, target)


def _answer(command: MatchWeights | Explain | PredictDrawn) -> Reply:
    """Carry out a command that takes no longer than a person waits, without progress."""
    match command:
        case MatchWeights():
            return _match(command)
        case Explain():
            return _explain(command)
        case PredictDrawn():
            return _predict_drawn(command)


def _explain(command: Explain) -> Explained:
    from workbench.analysis.explanation import explain

    found = explain(Path(command.run), Path(command.image), command.side, command.class_name)
    rows, columns = found.heat.shape
    return Explained(found.class_name, found.probability, rows, columns, found.heat.tobytes())


def _predict_drawn(command: PredictDrawn) -> DrawnPredicted:
    from workbench.analysis.calibration import drawn_outputs
    from workbench.store.run_folder import RunFolder

    run = RunFolder(Path(command.run))
    found = drawn_outputs(run)
    return DrawnPredicted(run.result().classes, found.paths, found.logits.numpy().astype("<f4").tobytes())
