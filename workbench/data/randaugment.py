"""RandAugment (Cubuk et al., arXiv:1909.13719) on the device, with operations drawn for each sample."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

OPERATIONS_EACH = 2  # N of the paper
GREY = (0.299, 0.587, 0.114)
Operation = Callable[[Tensor, Tensor], Tensor]  # images (B, 3, S, S) in [0, 1], magnitudes (B,) in [−1, 1] → images


def randaugmented(images: Tensor, draw: Callable[[int], Tensor]) -> Tensor:
    """Apply two random operations to each image (B, 3, S, S) in [0, 1]. The shape is kept.

    `draw(n)` returns random numbers (B, n) in [0, 1).
    """
    for _ in range(OPERATIONS_EACH):
        chosen, reach = draw(2).unbind(1)
        which = (chosen * len(OPERATIONS)).long()
        magnitude = reach * 2 - 1
        changed = images.clone()
        for number, operation in enumerate(OPERATIONS):
            rows = which == number
            if rows.any():
                changed[rows] = operation(images[rows], magnitude[rows])
        images = changed.clamp_(0, 1)
    return images


def _column(values: Tensor) -> Tensor:
    return values[:, None, None, None]


def _grey(images: Tensor) -> Tensor:
    weights = torch.tensor(GREY, device=images.device, dtype=images.dtype)
    return (images * weights[:, None, None]).sum(1, keepdim=True)


def _identity(images: Tensor, _: Tensor) -> Tensor:
    return images


def _brightness(images: Tensor, magnitude: Tensor) -> Tensor:
    return images * _column(1 + 0.9 * magnitude)


def _contrast(images: Tensor, magnitude: Tensor) -> Tensor:
    mean = _grey(images).mean(dim=(1, 2, 3), keepdim=True)
    return mean + (images - mean) * _column(1 + 0.9 * magnitude)


def _colour(images: Tensor, magnitude: Tensor) -> Tensor:
    grey = _grey(images)
    return grey + (images - grey) * _column(1 + 0.9 * magnitude)


def _sharpness(images: Tensor, magnitude: Tensor) -> Tensor:
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    smooth = F.avg_pool2d(padded, 3, stride=1)
    return smooth + (images - smooth) * _column(1 + 0.9 * magnitude)


def _posterise(images: Tensor, magnitude: Tensor) -> Tensor:
    levels = _column(2 ** (4 + 4 * (1 - magnitude.abs())).floor()) - 1  # 4 to 8 bits
    return (images * levels).floor() / levels


def _solarise(images: Tensor, magnitude: Tensor) -> Tensor:
    return torch.where(images >= _column(1 - magnitude.abs()), 1 - images, images)


def _autocontrast(images: Tensor, _: Tensor) -> Tensor:
    low, high = images.amin(dim=(2, 3), keepdim=True), images.amax(dim=(2, 3), keepdim=True)
    return torch.where(high > low, (images - low) / (high - low).clamp_min(1e-6), images)


def _equalise(images: Tensor, _: Tensor) -> Tensor:
    """Histogram equalisation with 256 levels, per channel."""
    count, channels, height, width = images.shape
    bins = (images * 255).long().reshape(count * channels, -1)
    histogram = torch.zeros(len(bins), 256, device=images.device).scatter_add_(1, bins, torch.ones_like(bins).float())
    share = histogram.cumsum(1) / bins.shape[1]
    return share.gather(1, bins).view(count, channels, height, width).to(images.dtype)


def _turned(images: Tensor, magnitude: Tensor) -> Tensor:
    angle = magnitude * math.radians(30)
    cosine, sine, zero = angle.cos(), angle.sin(), torch.zeros_like(angle)
    return _moved(images, (cosine, -sine, zero), (sine, cosine, zero))


def _sheared_x(images: Tensor, magnitude: Tensor) -> Tensor:
    one, zero = torch.ones_like(magnitude), torch.zeros_like(magnitude)
    return _moved(images, (one, 0.3 * magnitude, zero), (zero, one, zero))


def _sheared_y(images: Tensor, magnitude: Tensor) -> Tensor:
    one, zero = torch.ones_like(magnitude), torch.zeros_like(magnitude)
    return _moved(images, (one, zero, zero), (0.3 * magnitude, one, zero))


def _shifted_x(images: Tensor, magnitude: Tensor) -> Tensor:
    one, zero = torch.ones_like(magnitude), torch.zeros_like(magnitude)
    return _moved(images, (one, zero, 0.6 * magnitude), (zero, one, zero))


def _shifted_y(images: Tensor, magnitude: Tensor) -> Tensor:
    one, zero = torch.ones_like(magnitude), torch.zeros_like(magnitude)
    return _moved(images, (one, zero, zero), (zero, one, 0.6 * magnitude))


def _moved(images: Tensor, *rows: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    matrix = torch.stack([torch.stack(row, 1) for row in rows], 1).to(images.dtype)  # (B, 2, 3)
    grid = F.affine_grid(matrix, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


OPERATIONS: tuple[Operation, ...] = (
    _identity,
    _brightness,
    _contrast,
    _colour,
    _sharpness,
    _posterise,
    _solarise,
    _autocontrast,
    _equalise,
    _turned,
    _sheared_x,
    _sheared_y,
    _shifted_x,
    _shifted_y,
)
