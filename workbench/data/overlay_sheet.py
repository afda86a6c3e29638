"""A sheet of a few images under their masks, so that a person sees whether the masks fit."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.core.masks import IGNORED, Colour, PixelClass
from workbench.data.decode import Unreadable, decode_within
from workbench.data.mask_cache import oriented
from workbench.data.masks.contract import Reader
from workbench.data.masks.reader import mask_reader

IMAGES, SIDE, ACROSS = 8, 320, 4
GAP, WORDS = 8, 18  # pixels
OPACITY = 0.55
PAPER, INK, TROUBLE = (28, 28, 30), (220, 220, 220), (255, 120, 110)
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")


class OverlayTile(NamedTuple):
    """An image with its mask over it, RGB, and its name. `trouble`: why its mask cannot be read; empty if it can."""

    picture: Image.Image
    name: str
    trouble: str


def overlay_tiles(domain: Domain, images: int, side: int) -> list[OverlayTile]:
    """Evenly spaced images of a domain, their longer side `side` pixels, with masks in the colours of the classes.

    Images without masks, or whose masks cannot be read, are shown as they are.
    """
    masked = [sample for sample in domain.samples if sample.mask] or domain.samples
    chosen = [masked[row] for row in np.unique(np.linspace(0, len(masked) - 1, min(images, len(masked))).astype(int))]
    reader = mask_reader(domain) if domain.table and any(sample.mask for sample in chosen) else None
    return [_tile(domain, sample, reader, side) for sample in chosen]


def overlay_sheet(domain: Domain, images: int = IMAGES, side: int = SIDE, across: int = ACROSS) -> Image.Image:
    """The images of `overlay_tiles` with their names and the colours of the classes, as one image."""
    tiles = overlay_tiles(domain, images, side)
    across = max(1, min(across, len(tiles)))
    lines, high = ceil(len(tiles) / across), max((tile.picture.height for tile in tiles), default=0)
    top = lines * (high + WORDS + GAP) + GAP
    sheet = Image.new("RGB", (across * (side + GAP) + GAP, top + WORDS), PAPER)
    draw = ImageDraw.Draw(sheet)
    for number, tile in enumerate(tiles):
        line, column = divmod(number, across)
        left, above = GAP + column * (side + GAP), GAP + line * (high + WORDS + GAP)
        sheet.paste(tile.picture, (left + (side - tile.picture.width) // 2, above))
        words = f"{tile.trouble}: {tile.name}" if tile.trouble else tile.name
        words = _shortened(words, side, start=bool(tile.trouble))
        draw.text((left, above + high + 3), words, TROUBLE if tile.trouble else INK, ImageFont.load_default())
    if domain.table and any(sample.mask for sample in domain.samples):
        _draw_legend(draw, domain.table.classes, top, sheet.width)
    return sheet


def write_sheet(domain: Domain, path: Path) -> None:
    """Write the sheet to an image file. Raises UserError if it cannot be written."""
    if path.suffix.lower() not in SUFFIXES:
        raise UserError(f"{path.name} is no name of an image file.", "Name it preview.png.")
    try:
        with replacing(path) as temporary, temporary.open("wb") as file:
            overlay_sheet(domain).save(file, Image.registered_extensions()[path.suffix.lower()])
    except OSError as error:
        raise UserError(f"The preview cannot be written to {path} ({error}).", "Choose another place.") from error


def _tile(domain: Domain, sample: Sample, reader: Reader | None, side: int) -> OverlayTile:
    name = sample.path if sample.label is None else f"{sample.label}: {sample.path}"
    path = domain.folder / sample.path
    pixels = np.zeros((1, side, 3), np.uint8)
    trouble = ""
    try:
        pixels = _fitting(decode_within(path, side, domain.deep), side)
        if reader is not None and domain.table:
            mask = oriented(reader(sample), path, (sample.width, sample.height))
            pixels = overlaid(pixels, mask, domain.table.colours)
    except Unreadable as error:
        trouble = error.detail or str(error.reason)
    return OverlayTile(Image.fromarray(pixels), name, trouble)


def _fitting(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The image with its longer side enlarged to `side` pixels."""
    high, wide = pixels.shape[:2]
    scale = side / max(high, wide)
    size = (max(round(wide * scale), 1), max(round(high * scale), 1))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.NEAREST)) if scale > 1 else pixels


def _shortened(words: str, width: int, *, start: bool) -> str:
    """Words that fit a width in pixels; their start or their end is kept."""
    shown, font = _plain(words), ImageFont.load_default()
    while len(shown) > 4 and font.getlength(shown) > width:
        shown = f"{shown[:-4]}..." if start else f"...{shown[4:]}"
    return shown


def _draw_legend(draw: ImageDraw.ImageDraw, classes: Sequence[PixelClass], top: int, width: int) -> None:
    """The colours and names of the classes, as far as they fit in a line."""
    left, font = GAP, ImageFont.load_default()
    for entry in classes:
        name = _plain(entry.name)
        if left + WORDS + font.getlength(name) > width:
            draw.text((left, top), "...", INK, font)
            return
        draw.rectangle((left, top + 2, left + 9, top + 11), entry.colour)
        draw.text((left + 14, top), name, INK, font)
        left += round(WORDS + font.getlength(name) + 2 * GAP)


def overlaid(pixels: NDArray[np.uint8], mask: NDArray[np.uint8], colours: Sequence[Colour]) -> NDArray[np.uint8]:
    """Pixels (H, W, 3) with the colours of their classes; ignored pixels stay as they are."""
    small = np.asarray(Image.fromarray(mask).resize(pixels.shape[1::-1], Image.Resampling.NEAREST))
    lookup = np.zeros((256, 3), np.float32)
    lookup[: len(colours)] = colours
    known = (small != IGNORED)[..., None]
    mixed = pixels * (1 - OPACITY) + lookup[small] * OPACITY
    blended: NDArray[np.uint8] = np.where(known, mixed, pixels).round().astype(np.uint8)
    return blended


def _plain(text: str) -> str:
    """Text that the default font has: without FreeType, Latin letters only."""
    return text if features.check_module("freetype2") else text.encode("latin-1", "replace").decode("latin-1")
