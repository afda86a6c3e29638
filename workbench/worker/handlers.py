"""How a worker carries out each command: what it sends on the way, and the result."""

import contextlib
import os
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from workbench.core.events import Event, Finished, TranslationFinished
from workbench.core.generators import Returning
from workbench.core.suggestion import STRATEGY
from workbench.worker.commands import (
    LOG,
    AnyCommand,
    Export,
    ExportTranslated,
    Inspect,
    MatchWeights,
    Place,
    Predict,
    Run,
    Scan,
    Suggest,
    Translate,
    TranslateImages,
    TranslateVideo,
    Watch,
    Weigh,
    WriteReport,
)
from workbench.worker.replies import (
    Inspected,
    LayoutFrame,
    Reply,
    Scanned,
    ScanProgress,
    Stopped,
    Suggested,
    WeightsMatched,
)

Message = Event | Reply


def carry_out(command: AnyCommand, stopping: threading.Event) -> Generator[Message, None, Message]:
    """Do what a command says: yields messages on the way, returns the result.

    Closing the generator ends the work early; a watch also ends by itself, with its result, when `stopping` is set.
    Raises UserError where a person can mend what is wrong.
    """
    from workbench.worker import export_handlers, translation_handlers

    match command:
        case Run() | Translate():
            return (yield from _run(command))
        case Scan():
            return (yield from _scan(command))
        case Inspect():
            return (yield from _inspect(command))
        case Place():
            return (yield from _place(command))
        case Suggest():
            return (yield from _suggest(command))
        case TranslateImages():
            return translation_handlers.translate_images(command)
        case ExportTranslated():
            return (yield from translation_handlers.export_translated(command))
        case TranslateVideo():
            return (yield from translation_handlers.translate_video(command))
        case MatchWeights():
            return _match(command)
        case Export() | Weigh() | Predict() | Watch() | WriteReport():
            return (yield from export_handlers.leave(command, stopping))


def ends_by_itself(command: AnyCommand) -> bool:
    """Whether a command looks at `stopping` and still gives its result then."""
    return isinstance(command, Watch)


def stopped(command: AnyCommand, step: int) -> Stopped:
    """The last reply to a command that a person ended early, a run after this `step`."""
    match command:
        case Run() | Translate():
            return Stopped("The run was stopped; its checkpoint is kept.", "Resume it whenever you like.", step)
        case Place():
            return Stopped("The layout was stopped.", "Choose it again whenever you like.")
        case Inspect():
            return Stopped("The inspection was stopped.", "Start it again whenever you like.")
        case Suggest():
            return Stopped("Choosing what to label next was stopped.", "Ask again whenever you like.")
        case ExportTranslated(out=out):
            return Stopped("The export was stopped.", f"What is written so far is in {out}.")
        case TranslateVideo():
            return Stopped("The video was stopped, and nothing is written.", "Start it again whenever you like.")
        case Predict():
            return Stopped("It was stopped.", "What was predicted is kept; start it again to go on.")
    return Stopped("It was stopped.", "Start it again whenever you like.")


def _run(command: Run | Translate) -> Generator[Message, None, Message]:
    result: Message | None = None
    with _printing_to(Path(command.folder)), contextlib.closing(_events(command)) as events:
        for event in events:
            if isinstance(event, Finished | TranslationFinished):
                result = event
            else:
                yield event
    assert result is not None, "a run says how it ended"
    return result


def _events(command: Run | Translate) -> Generator[Event, None, None]:
    folder = Path(command.folder)
    if isinstance(command, Translate):
        from workbench.engine.translation_run import translate

        return translate(command.job, folder, command.resume)
    from workbench.engine.auto import execute

    return execute(command.job, folder, command.resume)


@contextlib.contextmanager
def _printing_to(folder: Path) -> Iterator[None]:
    """What this process prints, its C libraries too, goes to the log of a run folder meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError:  # the run itself says that its folder cannot be written
        yield
        return
    before = os.dup(1), os.dup(2)
    try:
        os.dup2(log, 1)
        os.dup2(log, 2)
        yield
    finally:
        for descriptor, own in zip((1, 2), before, strict=True):
            os.dup2(own, descriptor)
            os.close(own)
        os.close(log)


def _scan(command: Scan) -> Generator[Message, None, Scanned]:
    from workbench.data.scan import scan

    reading = Returning(scan(Path(command.folder), cache=Path(command.cache) if command.cache else None))
    for files in reading:
        yield ScanProgress(files)
    return Scanned(reading.result)


def _match(command: MatchWeights) -> WeightsMatched:
    from workbench.export.imported_model import import_weights

    match = import_weights(Path(command.file), command.backbone)
    numbers = sum(tensor.numel() for tensor in match.tensors.values())
    return WeightsMatched(len(match.tensors), numbers, match.missing, match.misfit, match.left_over)


def _inspect(command: Inspect) -> Generator[Message, None, Inspected]:
    from workbench.analysis.inspection import inspect

    inspecting = Returning(inspect(command.request))
    yield from inspecting
    return Inspected(inspecting.result)


def _place(command: Place) -> Generator[Message, None, LayoutFrame]:
    from workbench.analysis.inspection import layout_frames

    source, target = b"", b""
    for source, target in layout_frames(command.request, command.layout, command.start):
        yield LayoutFrame(source, target)
    return LayoutFrame(source, target)


def _suggest(command: Suggest) -> Generator[Message, None, Suggested]:
    from workbench.analysis.suggestions import suggest, suggest_before

    name = command.strategy or STRATEGY
    asked = (command.passed, name, command.count, command.seed)
    if command.request is None:
        suggesting = Returning(suggest(Path(command.run), *asked, best=command.best, cache=command.cache))
    else:
        suggesting = Returning(suggest_before(command.request, *asked))
    yield from suggesting
    return Suggested(tuple(suggesting.result))
