"""How a worker translates single images, whole folders and videos."""

import time
from collections.abc import Generator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.generators import Returning
from workbench.worker.commands import ExportTranslated, TranslateImages, TranslateVideo
from workbench.worker.replies import ImagesTranslated, Reply, TranslatedExported, TranslatedImage, VideoTranslated

MOST = 64  # single images at a time: whole folders are exported


def translate_images(command: TranslateImages) -> ImagesTranslated:
    """The images that a command names, before and after. Raises UserError where none can be translated."""
    from workbench.data.decode import Unreadable, decode
    from workbench.engine.translation_metrics import png_of
    from workbench.engine.translator_io import translate_pixels
    from workbench.export.translated_folder import load_style_images

    if len(command.inputs) > MOST:
        raise UserError(f"{len(command.inputs)} images are too many at once.", "Export their folder instead.")
    loaded = _loaded(command.run, command.device)
    begun = time.monotonic()
    styles = load_style_images(loaded, command.styles)
    found: list[Any] = []
    for path in command.inputs:
        try:
            found.append(decode(Path(path)))
        except Unreadable as error:
            found.append(f"{Path(path).name} can not be read ({error}).")
    images = [one for one in found if not isinstance(one, str)]
    made = iter(translate_pixels(loaded, images, command.direction, styles) if images else ())
    told = []
    for path, one in zip(command.inputs, found, strict=True):
        if isinstance(one, str):
            told.append(TranslatedImage(path, b"", b"", one))
            continue
        told.append(TranslatedImage(path, png_of(one), png_of(next(made))))
    return ImagesTranslated(tuple(told), time.monotonic() - begun)


def export_translated(command: ExportTranslated) -> Generator[Event | Reply, None, TranslatedExported]:
    """Write the folder that a command names: yields its progress, returns the counts."""
    from workbench.core.translation import Direction
    from workbench.export.translated_folder import load_style_images, write_translated

    loaded = _loaded(command.run, command.device)
    own = loaded.job.source if command.direction is Direction.TO_TARGET else loaded.job.target
    styles = load_style_images(loaded, command.styles)
    writing = Returning(
        write_translated(
            loaded,
            Path(command.folder or own),
            Path(command.out),
            direction=command.direction,
            styles=styles,
            masks=command.masks,
        )
    )
    yield from writing
    written = writing.result
    return TranslatedExported(written.images, written.masks, len(written.set_aside))


def translate_video(command: TranslateVideo) -> Generator[Event | Reply, None, VideoTranslated]:
    """Write the video that a command names: yields its progress, returns the report."""
    from workbench.export.translated_video import translated_video

    request = command.request.checked()
    with closing(translated_video(_loaded(request.run, request.device), request)) as making:
        telling = Returning(making)
        yield from telling
    return VideoTranslated(telling.result)


def _loaded(run: str, device: str) -> Any:
    """The translator of a run, kept at hand until the run writes another."""
    from workbench.store.translation_folder import TranslationFolder

    place = TranslationFolder(Path(run))
    written = place.model.stat().st_mtime_ns if place.model.is_file() else 0
    return _kept(run, device, written)


@lru_cache(maxsize=2)
def _kept(run: str, device: str, _written: int) -> Any:
    from workbench.engine.translator_io import load_translator

    return load_translator(Path(run), device)
