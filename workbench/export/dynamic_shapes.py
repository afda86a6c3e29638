"""Graphs with dynamic height and width: finds the sizes that a net accepts and compares logits with PyTorch's."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from workbench.core.errors import UserError
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages

MINIMUM = 2  # pixels: torch.export treats a side of one as constant
Forward = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def check_dynamic(adapted: Adapted) -> None:
    """Raises UserError if the net accepts images of one size only."""
    size = adapted.job.image_size

    def forward(images: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            return np.asarray(adapted.model(torch.from_numpy(images)).numpy())

    if not all(_accepts(forward, sides) for sides in other_sizes(size)):
        raise UserError(
            f"The net {adapted.job.backbone} only accepts images of {size} × {size} pixels.",
            "Export it with a fixed size: images of other sizes are resized before they are predicted.",
        )


def minimum_side(forward: Forward, size: int) -> int:
    """The smallest height and width, in pixels, that a graph traced at `size` accepts."""
    low, high = MINIMUM - 1, size  # invariant: `high` is accepted, `low` is not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _accepts(forward, (middle, middle)) else (middle, high)
    return high


def other_sizes(size: int) -> tuple[tuple[int, int], ...]:
    """Heights and widths, some of them odd, for testing a graph with dynamic size."""
    return (size + size // 4 + 1, size), (size + 3, size + size // 2)


def check_other_sizes(
    forward: Forward, adapted: Adapted, pictures: CalibrationImages, minimum: int, tolerance: float
) -> None:
    """Raises UserError if a graph's logits differ from PyTorch's at two other sizes or at the minimum size."""
    images = torch.from_numpy(pictures.inputs(slice(0, 4)))
    for sides in (*other_sizes(adapted.job.image_size), (minimum, minimum)):
        inputs = interpolate(images, sides, mode="bilinear", align_corners=False)
        with torch.inference_mode():
            expected = adapted.model(inputs).numpy()
        try:
            difference = float(np.abs(forward(inputs.numpy()) - expected).max())
        except Exception as error:  # ONNX Runtime raises classes of its own
            raise _size_error(sides, "the graph fails") from error
        if not difference <= tolerance * max(1.0, float(np.abs(expected).max())):
            raise _size_error(sides, f"the graph's logits differ from PyTorch's by up to {difference:.2g}")


def resized(pictures: CalibrationImages, sides: tuple[int, int]) -> CalibrationImages:
    """The images, resized to another height and width."""
    resized_pixels = np.empty((len(pictures.pixels), *sides, 3), np.uint8)
    for row in range(len(resized_pixels)):
        image = torch.from_numpy(pictures.inputs(slice(row, row + 1)))
        image = interpolate(image, sides, mode="bilinear", align_corners=False, antialias=True)
        resized_pixels[row] = (image[0] * 255).round().clamp(0, 255).permute(1, 2, 0).to(torch.uint8).numpy()
    return CalibrationImages(resized_pixels, pictures.labels, pictures.real)


def _accepts(forward: Forward, sides: tuple[int, int]) -> bool:
    try:
        logits = forward(np.zeros((1, 3, *sides), np.float32))
    except (RuntimeError, ValueError, AssertionError):  # nets raise these for sizes that they do not accept
        return False
    return logits.shape[0] == 1 and bool(np.isfinite(logits).all())


def _size_error(sides: tuple[int, int], problem: str) -> UserError:
    return UserError(f"At {sides[0]} × {sides[1]} pixels {problem}.", "Export it with a fixed size.")
