"""Translations in the terminal: learning with live losses and quality, and folders written with a bar."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.display import Display
from workbench.cli.run_progress import interruptible, shown
from workbench.core.errors import UserError
from workbench.core.events import TranslationFinished
from workbench.core.generators import Returning
from workbench.core.translation import Direction, TranslationJob
from workbench.core.video import VideoRequest
from workbench.data.decode import Unreadable, decode
from workbench.engine.translation_run import translate
from workbench.engine.translator_io import LoadedTranslator, translate_pixels
from workbench.export.translated_folder import TranslatedFolder, image_format, save, write_translated
from workbench.export.translated_names import lossless_name
from workbench.store.translation_folder import TranslationFolder

if TYPE_CHECKING:
    from torch import Tensor


def learn(job: TranslationJob, folder: Path, *, json: bool, resume: bool = False) -> int:
    """0 when the run finished, 130 when it was interrupted. Raises UserError when it can not go on."""
    if not resume and TranslationFolder(folder).events_file.exists():
        raise UserError(f"{folder} already holds a run.", f"Choose another --run, or: workbench resume {folder}")
    with interruptible() as interrupted, Display(to_stderr=json) as display:
        finished = shown(translate(job, folder, resume), TranslationFinished, folder, display, interrupted)
        if finished is None:
            return 130
        display.translated(finished)
    if json:
        print(msgspec.json.encode(finished).decode())
    return 0


def write(
    loaded: LoadedTranslator,
    folder: Path,
    out: Path,
    direction: Direction,
    styles: "Tensor | None",
    masks: str,
    *,
    to_stderr: bool,
) -> TranslatedFolder:
    """Translate a folder with a bar."""
    writing = Returning(write_translated(loaded, folder, out, direction=direction, styles=styles, masks=masks))
    with Display(to_stderr=to_stderr) as display:
        for event in writing:
            display.show(event)
    return writing.result


def write_video(loaded: LoadedTranslator, request: VideoRequest, *, json: bool) -> int:
    """Translate a video with a bar; 0, or 130 when it was interrupted and nothing is written."""
    from workbench.export.translated_video import translated_video

    making = translated_video(loaded, request.checked())
    writing = Returning(making)
    with interruptible() as interrupted, Display(to_stderr=json) as display:
        for event in writing:
            display.show(event)
            if interrupted():
                making.close()
                return 130
    report = writing.result
    if json:
        print(msgspec.json.encode(report).decode())
        return 0
    rate = report.frames / max(report.seconds, 1e-9)
    sound = f", sound {'copied' if report.sound == 'copied' else 'as ' + report.sound}" if report.sound else ""
    print(
        f"Wrote {report.out}: {report.frames:,} frames of {report.width} × {report.height}{sound}; {rate:.1f} a second."
    )
    if found := report.flicker:
        print(
            f"Flicker: {found.written:.4f}, before smoothing {found.translated:.4f}, of the source {found.source:.4f}."
        )
    for note in report.notes:
        print(f"Note: {note}")
    return 0


def write_one(loaded: LoadedTranslator, given: Path, out: Path, direction: Direction, styles: "Tensor | None") -> Path:
    """Translate a single image into a file, or into a folder under its own name. Raises UserError when it can not."""
    to = out if out.suffix and not out.is_dir() else out / lossless_name(given.name)
    image_format(to)
    try:
        image = decode(given)
    except Unreadable as error:
        raise UserError(f"{given} can not be read ({error}).", "Choose another image.") from error
    if to.exists() and to.samefile(given):
        raise UserError(f"{to} would be replaced by its translation.", "Choose another place.")
    (made,) = translate_pixels(loaded, [image], direction, styles)
    try:
        save(made, to)
    except OSError as error:
        raise UserError(f"{to} could not be written ({error}).", "Choose another place.") from error
    return to
