"""What a camera adds to a drawing: texture of surfaces, uneven light, a soft lens and the noise of a sensor."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from workbench.samples.streets.canvas import StreetCanvas
from workbench.samples.streets.street_styles import BUILDING, StreetStyle

Floats = NDArray[np.float32]
ROWS = 128  # of the picture that the lengths here are meant for


def developed(canvas: StreetCanvas, look: StreetStyle, chance: np.random.Generator) -> Image.Image:
    """The picture as this look's camera gives it; the mask stays what it is."""
    values = np.asarray(canvas.picture).astype(np.float32) * np.float32(chance.uniform(*look.exposure))
    if look.grain:
        values *= _texture(canvas, look, chance)[..., None] * _light(canvas, look, chance)
    if look.blur:
        soft = Image.fromarray(_bytes(values)).filter(ImageFilter.GaussianBlur(look.blur * canvas.tall / ROWS))
        values = np.asarray(soft).astype(np.float32)
    if look.noise:
        values += chance.standard_normal(values.shape, np.float32) * np.float32(look.noise)
    return Image.fromarray(_bytes(values))


def _texture(canvas: StreetCanvas, look: StreetStyle, chance: np.random.Generator) -> Floats:
    """(H, W) factors about 1."""
    mask, shape = np.asarray(canvas.mask), (canvas.tall, canvas.wide)
    strength = np.zeros((256, 2), np.float32)
    strength[list(look.grain)] = list(look.grain.values())
    fine = _clouds(shape, 1.6, chance) + 0.7 * _clouds(shape, 3.5, chance)
    coarse = _clouds(shape, 12, chance) + 0.6 * _clouds(shape, 30, chance)
    factors: Floats = 1 + strength[mask, 0] * fine + strength[mask, 1] * coarse
    rows, columns = (np.arange(count, dtype=np.float32) * ROWS / canvas.tall for count in shape)
    courses = np.sin(rows * 1.9)[:, None] * (0.6 + 0.4 * np.sin(columns * 0.9)[None, :])  # of bricks
    factors += np.where(mask == BUILDING, np.float32(0.10) * courses, np.float32(0))
    return np.clip(factors, 0.3, 1.9)


def _light(canvas: StreetCanvas, look: StreetStyle, chance: np.random.Generator) -> Floats:
    """(H, W, 3) factors: warm from one side, cold from the other, darker to the corners and to the ground."""
    warm, cold = (np.array(colour, np.float32) / 255 for colour in look.light)
    across, down = np.linspace(0, 1, canvas.wide, dtype=np.float32), np.linspace(0, 1, canvas.tall, dtype=np.float32)
    if chance.random() < 0.5:
        across = across[::-1]
    share = np.clip(
        0.75 * across[None, :] + 0.25 * down[:, None] + 0.25 * _clouds((canvas.tall, canvas.wide), 50, chance), 0, 1
    )
    corner = 1 - 0.22 * ((2 * across[None, :] - 1) ** 2 + (2 * down[:, None] - 1) ** 2)
    light: Floats = (warm + (cold - warm) * share[..., None]) * corner[..., None]
    return light


def _clouds(shape: tuple[int, int], cell: float, chance: np.random.Generator) -> Floats:
    """(H, W) smooth noise of mean 0 and deviation about 1, whose patches are `cell` pixels wide in 128 rows."""
    tall, wide = shape
    step = cell * tall / ROWS
    rows, columns = max(2, round(tall / step) + 1), max(2, round(wide / step) + 1)
    grid = Image.fromarray(chance.standard_normal((rows, columns), np.float32))
    return np.asarray(grid.resize((wide, tall), Image.Resampling.BICUBIC))


def _bytes(values: Floats) -> NDArray[np.uint8]:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
