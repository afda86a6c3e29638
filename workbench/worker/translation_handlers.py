"""The handlers of commands that translate images, folders and videos."""

import time
from collections.abc import Generator
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.generators import Returning
from workbench.worker.commands import ExportTranslated, PreviewVideo, TranslateImages, TranslateVideo
from workbench.worker.replies import (
    ImagesTranslated,
    Reply,
    TranslatedExported,
    TranslatedImage,
    VideoPreviewed,
    VideoTranslated,
)

MAX_IMAGES = 64  # in one command


def translate_images(command: TranslateImages) -> ImagesTranslated:
    """Translate the images of a command. Raises UserError if there are too many or the translator cannot be loaded."""
    from workbench.data.decode import Unreadable, decode
    from workbench.engine.translation_metrics import png_of
    from workbench.engine.translator_io import translate_pixels
    from workbench.export.translated_folder import load_style_images

    if len(command.inputs) > MAX_IMAGES:
        raise UserError(
            f"{len(command.inputs)} images are too many; the limit is {MAX_IMAGES}.", "Export their folder instead."
        )
    loaded = _load(command.run, command.device)
    start = time.monotonic()
    styles = load_style_images(loaded, command.styles)
    decoded: list[Any] = []
    for path in command.inputs:
        try:
            decoded.append(decode(Path(path), deep=loaded.job.taken_range(command.direction)))
        except Unreadable as error:
            decoded.append(f"{Path(path).name} cannot be read ({error}).")
    images = [image for image in decoded if not isinstance(image, str)]
    translated = iter(translate_pixels(loaded, images, command.direction, styles) if images else ())
    results = []
    for path, image in zip(command.inputs, decoded, strict=True):
        if isinstance(image, str):
            results.append(TranslatedImage(path, b"", b"", image))
            continue
        results.append(TranslatedImage(path, png_of(image), png_of(next(translated))))
    return ImagesTranslated(tuple(results), time.monotonic() - start)


def run_translation_command(
    command: ExportTranslated | TranslateVideo | PreviewVideo,
) -> Generator[Event | Reply, None, Reply]:
    """Translate a folder, a video, or the first seconds of one. Yields the progress and returns the result."""
    match command:
        case ExportTranslated():
            return (yield from export_translated(command))
        case TranslateVideo():
            return (yield from translate_video(command))
        case PreviewVideo():
            return (yield from preview_video(command))


def export_translated(command: ExportTranslated) -> Generator[Event | Reply, None, TranslatedExported]:
    """Translate a folder. Yields the progress and returns the counts."""
    from workbench.core.translation import Direction
    from workbench.export.translated_folder import load_style_images, write_translated

    loaded = _load(command.run, command.device)
    default_folder = loaded.job.source if command.direction is Direction.TO_TARGET else loaded.job.target
    styles = load_style_images(loaded, command.styles)
    progress = Returning(
        write_translated(
            loaded,
            Path(command.folder or default_folder),
            Path(command.out),
            direction=command.direction,
            styles=styles,
            masks=command.masks,
        )
    )
    yield from progress
    modified = progress.result
    return TranslatedExported(modified.images, modified.masks, len(modified.set_aside))


def translate_video(command: TranslateVideo) -> Generator[Event | Reply, None, VideoTranslated]:
    """Translate a video. Yields the progress and returns the report."""
    from workbench.export.translated_video import translated_video

    request = command.request.checked()
    return VideoTranslated((yield from translated_video(_load(request.run, request.device), request)))


def preview_video(command: PreviewVideo) -> Generator[Event | Reply, None, VideoPreviewed]:
    """Translate the first seconds of a video. Yields the progress and returns the frames."""
    from workbench.export.video_preview import video_preview

    request = command.request.checked()
    return VideoPreviewed((yield from video_preview(_load(request.run, request.device), request)))


def _load(run: str, device: str) -> Any:
    """Load the translator of a run; it is cached until the run writes another one."""
    from workbench.store.translation_folder import TranslationFolder

    folder = TranslationFolder(Path(run))
    modified = folder.model.stat().st_mtime_ns if folder.model.is_file() else 0
    return _load_cached(run, device, modified)


@lru_cache(maxsize=2)
def _load_cached(run: str, device: str, _modified: int) -> Any:
    from workbench.engine.translator_io import load_translator

    return load_translator(Path(run), device)
