"""Image properties that often explain a shift: brightness, colour, sharpness, noise and size."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve1d

CHUNK = 64
LUMA = np.array([0.299, 0.587, 0.114], np.float32)

TITLES = {
    "brightness": ("Brightness", ""),
    "contrast": ("Contrast", ""),
    "colour": ("Colourfulness", ""),
    "sharpness": ("Sharpness", "log"),
    "noise": ("Noise", ""),
    "highlights": ("Blown highlights", "%"),
    "shadows": ("Black shadows", "%"),
    "width": ("Width", "px"),
    "height": ("Height", "px"),
    "aspect": ("Aspect", "w : h"),
}

Values = dict[str, NDArray[np.float32]]


def describe(pixels: NDArray[np.uint8], widths: Sequence[int], heights: Sequence[int]) -> Values:
    """Ten properties of images (N, S, S, 3); `widths` and `heights` are those of the files, in pixels.

    Brightness: mean luma (0 to 255). Contrast: its standard deviation. Colour: Hasler and Süsstrunk (2003, eq. 6).
    Sharpness: log₁₀ of 1 + the variance of the Laplacian. Noise: Immerkær (1996, eq. 4), on a scale of 255. Highlights
    and shadows: percentage of pixels with luma ≥ 250 and ≤ 5.
    """
    parts = [_of_pixels(np.asarray(pixels[start : start + CHUNK])) for start in range(0, len(pixels), CHUNK)]
    values: Values = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    wide, high = np.asarray(widths, np.float32), np.asarray(heights, np.float32)
    values |= {"width": wide, "height": high, "aspect": (wide / np.maximum(high, 1)).astype(np.float32)}
    return values


def _of_pixels(pixels: NDArray[np.uint8]) -> Values:
    images = pixels.astype(np.float32)  # (B, S, S, 3)
    luma = images @ LUMA  # (B, S, S)
    return {
        "brightness": luma.mean(axis=(1, 2)),
        "contrast": luma.std(axis=(1, 2)),
        "colour": _colourfulness(images),
        "sharpness": np.log10(1 + _laplacian(luma).var(axis=(1, 2))),
        "noise": _noise(luma),
        "highlights": 100 * (luma >= 250).mean(axis=(1, 2), dtype=np.float32),
        "shadows": 100 * (luma <= 5).mean(axis=(1, 2), dtype=np.float32),
    }


def _colourfulness(images: NDArray[np.float32]) -> NDArray[np.float32]:
    red, green, blue = np.moveaxis(images, -1, 0)
    across, along = red - green, 0.5 * (red + green) - blue
    spread = np.hypot(across.std(axis=(1, 2)), along.std(axis=(1, 2)))
    mean = np.hypot(across.mean(axis=(1, 2)), along.mean(axis=(1, 2)))
    colourfulness: NDArray[np.float32] = spread + 0.3 * mean
    return colourfulness


def _laplacian(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    middle = luma[:, 1:-1, 1:-1]
    around = luma[:, :-2, 1:-1] + luma[:, 2:, 1:-1] + luma[:, 1:-1, :-2] + luma[:, 1:-1, 2:]
    laplacian: NDArray[np.float32] = around - 4 * middle
    return laplacian


def _noise(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    kernel = np.array([1.0, -2.0, 1.0], np.float32)  # its outer product with itself is Immerkær's mask N
    difference = convolve1d(convolve1d(luma, kernel, axis=1), kernel, axis=2)[:, 1:-1, 1:-1]
    noise: NDArray[np.float32] = np.sqrt(np.pi / 2) / 6 * np.abs(difference).mean(axis=(1, 2))
    return noise.astype(np.float32)
