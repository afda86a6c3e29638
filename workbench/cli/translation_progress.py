"""Trains translators and translates folders, videos and images in the terminal with a live display."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.display import Display
from workbench.cli.run_progress import show_events, stop_requested
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.events import TranslationFinished
from workbench.core.generators import Returning
from workbench.core.translation import Direction, Quality, TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.core.translation_quality import quality_sentence, verdict
from workbench.core.video import VideoRequest
from workbench.data.decode import Unreadable, decode
from workbench.engine.registry import translator
from workbench.engine.translation_run import translate
from workbench.engine.translator_io import LoadedTranslator, translate_pixels
from workbench.export.translated_folder import TranslatedFolder, image_format, save, write_translated
from workbench.export.translated_names import lossless_name
from workbench.store.translation_folder import TranslationFolder

if TYPE_CHECKING:
    from torch import Tensor


def train_translator(job: TranslationJob, folder: Path, *, json: bool, resume: bool = False) -> int:
    """Train a translator. Return 0 if it finished, 130 if it was interrupted. Raises UserError if it cannot run."""
    if not resume and TranslationFolder(folder).events_file.exists():
        raise UserError(
            f"The folder {folder} already contains a run.", f"Choose another --run, or: workbench resume {folder}"
        )
    with stop_requested() as interrupted, Display(to_stderr=json) as display:
        finished = show_events(translate(job, folder, resume), TranslationFinished, folder, display, interrupted)
        if finished is None:
            return 130
        display.translation_summary(finished)
    if json:
        content = statement(finished.quality, job.translator) | msgspec.to_builtins(finished)
        print(msgspec.json.encode(content).decode())
    return 0


def statement(quality: Quality, name: str) -> dict[str, object]:
    """The statement on a translation for JSON: first, how it compares with none. `name`: of the translator."""
    trained = translator(name).trained
    warnings = tuple(failed_checks(quality, trained=trained).values())
    return {"sentence": quality_sentence(quality, trained), "verdict": verdict(quality), "warnings": warnings}


def translate_folder(
    loaded: LoadedTranslator,
    folder: Path,
    out: Path,
    direction: Direction,
    styles: "Tensor | None",
    masks: str,
    *,
    to_stderr: bool,
) -> TranslatedFolder:
    """Translate a folder with a progress bar."""
    progress = Returning(write_translated(loaded, folder, out, direction=direction, styles=styles, masks=masks))
    with Display(to_stderr=to_stderr) as display:
        for event in progress:
            display.show(event)
    return progress.result


def write_video(loaded: LoadedTranslator, request: VideoRequest, *, json: bool) -> int:
    """Translate a video with a progress bar. Return 0, or 130 if it was interrupted and no file is written."""
    from workbench.export.translated_video import translated_video

    frames = translated_video(loaded, request.checked())
    progress = Returning(frames)
    with stop_requested() as interrupted, Display(to_stderr=json) as display:
        for event in progress:
            display.show(event)
            if interrupted():
                frames.close()
                return 130
    report = progress.result
    if json:
        print(msgspec.json.encode(report).decode())
        return 0
    rate = report.frames / max(report.seconds, 1e-9)
    sound = f", sound {'copied' if report.sound == 'copied' else 'as ' + report.sound}" if report.sound else ""
    print(
        f"Wrote {report.out}: {count(report.frames, 'frame')} of {report.width} × {report.height}{sound}; "
        f"{rate:.1f} frames per second."
    )
    if flicker := report.flicker:
        print(
            f"Flicker: {flicker.written:.4f}, before smoothing {flicker.translated:.4f}, "
            f"of the source {flicker.source:.4f}."
        )
    for note in report.notes:
        print(f"Note: {note}")
    return 0


def translate_image(
    loaded: LoadedTranslator, source: Path, out: Path, direction: Direction, styles: "Tensor | None"
) -> Path:
    """Translate an image to a file, or to a folder under its own name. Raises UserError if it cannot be translated."""
    destination = out if out.suffix and not out.is_dir() else out / lossless_name(source.name)
    image_format(destination)
    try:
        image = decode(source, deep=loaded.job.taken_range(direction))
    except Unreadable as error:
        raise UserError(f"{source} cannot be read ({error}).", "Choose another image.") from error
    if destination.exists() and destination.samefile(source):
        raise UserError(f"The translation would replace {destination}.", "Choose another output.")
    (translated,) = translate_pixels(loaded, [image], direction, styles)
    try:
        save(translated, destination)
    except OSError as error:
        raise UserError(f"{destination} could not be written ({error}).", "Choose another output.") from error
    return destination
