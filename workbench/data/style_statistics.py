"""Style transfer in closed form: spectrum (FDA), histogram matching and colour statistics (Reinhard)."""

import torch
import torch.nn.functional as F
from torch import Tensor

LEVELS = 256
LEAST = 1e-3  # lower bound of deviations in divisions, and of intensities in logarithms

# Reinhard et al., 2001, https://doi.org/10.1109/38.946629, eqs. 4 and 6
TO_CONES = ((0.3811, 0.5783, 0.0402), (0.1967, 0.7244, 0.0782), (0.0241, 0.1288, 0.8444))
TO_OPPONENTS = (
    (3**-0.5, 3**-0.5, 3**-0.5),
    (6**-0.5, 6**-0.5, -2 * 6**-0.5),
    (2**-0.5, -(2**-0.5), 0.0),
)


def swap_amplitude(images: Tensor, styles: Tensor, beta: float) -> Tensor:
    """Replace the low-frequency amplitudes of images by those of styles (FDA, arXiv:2004.05498, eqs. 2 and 3).

    `images` (B, 3, H, W) and `styles` (B, 3, H', W') in [0, 1]. Amplitudes up to ⌊β min(H, W)⌋ from the centre of the
    spectrum are replaced; phases are kept. Returns images of the same shape in [0, 1].
    """
    height, width = images.shape[-2:]
    if styles.shape[-2:] != images.shape[-2:]:
        styles = F.interpolate(styles, (height, width), mode="bilinear", antialias=True)
    ours, theirs = (torch.fft.fftshift(torch.fft.fft2(x), dim=(-2, -1)) for x in (images, styles))
    reach, middle, centre = int(beta * min(height, width)), height // 2, width // 2
    rows, columns = slice(middle - reach, middle + reach + 1), slice(centre - reach, centre + reach + 1)
    amplitude, phase = ours.abs(), ours.angle()
    amplitude[..., rows, columns] = theirs.abs()[..., rows, columns]
    mixed = torch.fft.ifftshift(torch.polar(amplitude, phase), dim=(-2, -1))
    changed: Tensor = torch.fft.ifft2(mixed).real.clamp(0, 1)
    return changed


def histogram(images: Tensor) -> Tensor:
    """The common histogram (3, 256) of images (B, 3, H, W) in [0, 1], as shares of 8-bit levels per channel."""
    levels = _levels(images).movedim(1, 0).flatten(1)  # (3, B·H·W)
    counts = torch.zeros(3, LEVELS, dtype=torch.int64, device=images.device)  # float32 cannot count beyond 2²⁴
    counts.scatter_add_(1, levels, torch.ones_like(levels))
    return counts / levels.shape[1]


def match_histogram(images: Tensor, reference: Tensor) -> Tensor:
    """Match each image (B, 3, H, W) to the histogram `reference` (3, 256): levels of equal cumulative share.

    The reference distribution is interpolated linearly between levels (Gonzalez and Woods, §3.3). The shape is kept.
    """
    batch, channels = images.shape[:2]
    levels = _levels(images).flatten(2)  # (B, 3, H·W)
    counts = torch.zeros(batch, channels, LEVELS, dtype=torch.int64, device=images.device)
    counts.scatter_add_(2, levels, torch.ones_like(levels))
    reached = counts.cumsum(2) / levels.shape[2]  # cumulative shares of the image
    to = torch.cumsum(reference, 1).clamp(max=1.0)[None].expand(batch, -1, -1).contiguous()
    above = torch.searchsorted(to, (reached - 1e-6).contiguous()).clamp(max=LEVELS - 1)
    below = (above - 1).clamp(min=0)
    high, low = to.gather(2, above), to.gather(2, below)
    share = ((reached - low) / (high - low).clamp(min=1e-12)).clamp(0, 1)
    step = torch.where(above > 0, below + share, above.float())
    exact = reference[None].expand(batch, -1, -1).gather(2, below) == 0  # empty level: no interpolation
    mapped = torch.where(exact, above.float(), step) / (LEVELS - 1)
    return mapped.gather(2, levels).view_as(images).to(images.dtype)


def rgb_to_lab(images: Tensor) -> Tensor:
    """Convert RGB (B, 3, H, W) in [0, 1] to lαβ (Reinhard et al.)."""
    light = _mixed(TO_CONES, images).clamp(min=LEAST).log10()
    return _mixed(TO_OPPONENTS, light)


def lab_to_rgb(colours: Tensor) -> Tensor:
    """Convert lαβ (B, 3, H, W) to RGB in [0, 1]."""
    light = 10 ** _mixed(_inverse(TO_OPPONENTS), colours)
    return _mixed(_inverse(TO_CONES), light).clamp(0, 1)


def colour_statistics(images: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of lαβ, (3,) each, computed per image and averaged over images (B, 3, H, W)."""
    colours = rgb_to_lab(images).flatten(2)
    return colours.mean(2).mean(0), colours.std(2, correction=0).mean(0)


def transfer_colours(images: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    """Shift and scale each image (B, 3, H, W) to the given lαβ statistics (Reinhard et al., eqs. 10 and 11)."""
    colours = rgb_to_lab(images)
    own = colours.mean(dim=(2, 3), keepdim=True)
    spread = colours.std(dim=(2, 3), correction=0, keepdim=True).clamp(min=LEAST)
    return lab_to_rgb((colours - own) / spread * deviation[:, None, None] + mean[:, None, None])


def _levels(images: Tensor) -> Tensor:
    return (images * (LEVELS - 1)).round().clamp(0, LEVELS - 1).long()


def _mixed(matrix: tuple[tuple[float, ...], ...], images: Tensor) -> Tensor:
    weights = torch.tensor(matrix, dtype=images.dtype, device=images.device)
    return torch.einsum("ij,bjhw->bihw", weights, images)


def _inverse(matrix: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in torch.linalg.inv(torch.tensor(matrix, dtype=torch.float64)).tolist())
