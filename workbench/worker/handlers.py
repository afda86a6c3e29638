"""What a worker does but for runs: scans, inspections, suggestions, translations of images, and all that leaves."""

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared
from workbench.core.generators import Returning
from workbench.core.suggestion import STRATEGY
from workbench.worker.commands import (
    AnyCommand,
    Export,
    ExportTranslated,
    Inspect,
    MatchWeights,
    Place,
    Predict,
    Scan,
    Suggest,
    TakesAway,
    TranslateImages,
    TranslateVideo,
    Watch,
    Weigh,
    WriteReport,
)
from workbench.worker.replies import (
    AnalysisProgress,
    ExportProgress,
    Inspected,
    LayoutFrame,
    Reply,
    Scanned,
    ScanProgress,
    Suggested,
    WeightsMatched,
)

Told = Event | Reply
STOPPABLE = Inspect | Place | Suggest | ExportTranslated | TranslateVideo | TakesAway


def carry_out(command: AnyCommand, stopping: threading.Event) -> Generator[Told, None, None]:
    """The progress of a command, as Prepared, and what it comes to. Raises UserError where it can not be done.

    `stopping` says that a person wants it to end; what does not end by itself then is closed.
    """
    from workbench.worker import export_handlers, translation_handlers

    match command:
        case Scan():
            yield from _scan(command)
        case Inspect():
            yield from _inspect(command)
        case Place():
            yield from _place(command)
        case Suggest():
            yield from _suggest(command)
        case TranslateImages():
            yield translation_handlers.translate_images(command)
        case ExportTranslated():
            yield from translation_handlers.export_translated(command)
        case TranslateVideo():
            yield from translation_handlers.translate_video(command)
        case MatchWeights():
            yield _match(command)
        case Export() | Weigh() | Predict() | Watch() | WriteReport():
            yield from export_handlers.leave(command, stopping)
        case _:
            raise AssertionError(f"{type(command).__name__} is no errand")


def progress(command: AnyCommand, event: Prepared) -> Reply:
    """How far a command is, as its front end hears it."""
    if isinstance(command, TakesAway):
        return ExportProgress(event.what, event.done, event.total)
    return AnalysisProgress(event.what, event.done, event.total, type(command).__name__)


def cut_short(command: AnyCommand) -> bool:
    """Whether Stop ends it from outside. A watch ends by itself, and what is quickly done is not ended."""
    return isinstance(command, STOPPABLE) and not isinstance(command, Watch)


def last_word(command: AnyCommand, told: Told) -> Reply:
    """What is said when a person stopped it. Raises UserError with the sentence, where that is a refusal."""
    match command:
        case Place():
            assert isinstance(told, LayoutFrame)
            return LayoutFrame(told.layout, told.source, told.target, last=True)
        case Inspect():
            raise UserError("The inspection was stopped.", "Start it again whenever you like.")
        case Suggest():
            raise UserError("Choosing what to label next was stopped.", "Ask again whenever you like.")
        case ExportTranslated(out=out):
            raise UserError("The export was stopped.", f"What is written so far is in {out}.")
        case TranslateVideo():
            raise UserError("The video was stopped, and nothing is written.", "Start it again whenever you like.")
    raise UserError("It was stopped.", "What was predicted is kept; start it again to go on.")


def _scan(command: Scan) -> Iterator[Told]:
    from workbench.data.scan import scan

    reading = Returning(scan(Path(command.folder), cache=Path(command.cache) if command.cache else None))
    for files in reading:
        yield ScanProgress(command.side, command.folder, files)
    yield Scanned(command.side, command.folder, reading.result)


def _match(command: MatchWeights) -> WeightsMatched:
    from workbench.export.imported_model import import_weights

    match = import_weights(Path(command.file), command.backbone)
    numbers = sum(tensor.numel() for tensor in match.tensors.values())
    found = (len(match.tensors), numbers, match.missing, match.misfit, match.left_over)
    return WeightsMatched(command.file, command.backbone, *found)


def _inspect(command: Inspect) -> Iterator[Told]:
    from workbench.analysis.inspection import inspect

    inspecting = Returning(inspect(command.request))
    yield from inspecting
    yield Inspected(command.request, inspecting.result)


def _place(command: Place) -> Iterator[Told]:
    from workbench.analysis.inspection import layout_frames

    source, target = b"", b""
    for source, target in layout_frames(command.request, command.layout, command.start):
        yield LayoutFrame(command.layout, source, target, last=False)
    yield LayoutFrame(command.layout, source, target, last=True)


def _suggest(command: Suggest) -> Iterator[Told]:
    from workbench.analysis.suggestions import suggest, suggest_before

    name = command.strategy or STRATEGY
    asked = (command.passed, name, command.count, command.seed)
    if command.request is None:
        suggesting = Returning(suggest(Path(command.run), *asked, best=command.best, cache=command.cache))
    else:
        suggesting = Returning(suggest_before(command.request, *asked))
    yield from suggesting
    yield Suggested(command.basis, name, tuple(suggesting.result))
