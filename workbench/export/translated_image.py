"""Translates one image to a file."""

from pathlib import Path

from torch import Tensor

from workbench.core.errors import UserError
from workbench.core.translation import Direction
from workbench.data.decode import Unreadable, decode
from workbench.engine.translator_io import LoadedTranslator, translate_pixels
from workbench.export.translated_folder import image_format, save
from workbench.export.translated_names import lossless_name


def translate_image(
    loaded: LoadedTranslator, source: Path, out: Path, direction: Direction, styles: Tensor | None
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
