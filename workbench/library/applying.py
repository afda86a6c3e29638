"""Applies a trained translator to a folder, a video or an image."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.translation import Direction
from workbench.core.video import SUFFIXES, VideoRequest, is_video
from workbench.engine.translator_io import load_translator
from workbench.library.translation_result import TranslationResult
from workbench.store.translation_folder import TranslationFolder

IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif")


class Application(NamedTuple):
    """How a translator is applied. `ranges`: of deep images, by the field of its job, instead of those of training.

    `smooth`, `rate`, `side_by_side`: of videos.
    """

    styles: tuple[str, ...]
    direction: Direction
    masks: str
    device: str
    ranges: dict[str, DeepRange]
    side_by_side: bool
    smooth: float
    rate: float


def applied(run: Path, source: Path, out: Path, how: Application) -> Generator[Event, None, TranslationResult]:
    """Translate `source` to `out` with the translator of a run. Raises UserError if it cannot be done."""
    from workbench.export.translated_folder import load_style_images, write_translated
    from workbench.export.translated_image import translate_image

    loaded = load_translator(run, how.device)
    loaded = loaded._replace(job=msgspec.structs.replace(loaded.job, **how.ranges))
    if is_video(source.name) or out.suffix.lower() in SUFFIXES:
        from workbench.export.translated_video import translated_video

        video = yield from translated_video(loaded, _video(run, source, out, how).checked())
        return TranslationResult(run, video=video)
    styles = load_style_images(loaded, how.styles)
    if source.is_file() and source.suffix.lower() in IMAGES:
        return TranslationResult(run, image=translate_image(loaded, source, out, how.direction, styles))
    check_is_folder(out)
    written = yield from write_translated(loaded, source, out, direction=how.direction, styles=styles, masks=how.masks)
    folder = TranslationFolder(run)
    quality = folder.result().quality if folder.result_file.is_file() else None
    return TranslationResult(run, quality, None, out, written.images, written.masks, tuple(written.set_aside))


def check_is_folder(out: Path) -> None:
    """Raises UserError if the output of a folder has the name of an image."""
    if out.suffix.lower() in IMAGES and not out.is_dir():
        raise UserError(
            f"The output {out} has the name of an image, but INPUT is a folder.",
            "Give a folder, or translate a single image: workbench translate --model RUN IMAGE OUT.",
        )


def _video(run: Path, source: Path, out: Path, how: Application) -> VideoRequest:
    return VideoRequest(
        run=str(run),
        source=str(source.expanduser().absolute()),
        out=str(out.expanduser().absolute()),
        styles=how.styles,
        direction=how.direction,
        side_by_side=how.side_by_side,
        smooth=how.smooth,
        rate=how.rate,
        device=how.device,
    )
