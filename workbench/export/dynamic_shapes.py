"""Graphs of any height and width: which sides a net takes, and whether its graph gives PyTorch's logits there."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from workbench.core.errors import UserError
from workbench.engine.adapted_model import Adapted
from workbench.export.calibration_images import CalibrationImages

LEAST = 2  # pixels: torch.export takes a side of one for a fixed one
Look = Callable[[NDArray[np.float32]], NDArray[np.float32]]


def check_takes(adapted: Adapted) -> None:
    """Raises UserError where the net takes images of one size alone."""
    size = adapted.job.image_size

    def look(images: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            return np.asarray(adapted.model(torch.from_numpy(images)).numpy())

    if not all(_takes(look, sides) for sides in other_sizes(size)):
        raise UserError(
            f"The net {adapted.job.backbone} takes images of {size} × {size} pixels alone.",
            "Export it for that size: whoever predicts makes images of any size fit.",
        )


def least_side(look: Look, size: int) -> int:
    """The smallest height and width, in pixels, that a graph made at `size` takes."""
    low, high = LEAST - 1, size  # it takes `high`, and not `low`
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _takes(look, (middle, middle)) else (middle, high)
    return high


def other_sizes(size: int) -> tuple[tuple[int, int], ...]:
    """Heights and widths, odd ones among them, that a graph of any size is tried at."""
    return (size + size // 4 + 1, size), (size + 3, size + size // 2)


def check_sizes(look: Look, adapted: Adapted, pictures: CalibrationImages, least: int, tolerance: float) -> None:
    """Raises UserError where a graph of any size gives other logits than PyTorch at two other sizes or the least."""
    images = torch.from_numpy(pictures.inputs(slice(0, 4)))
    for sides in (*other_sizes(adapted.job.image_size), (least, least)):
        given = interpolate(images, sides, mode="bilinear", align_corners=False)
        with torch.inference_mode():
            there = adapted.model(given).numpy()
        try:
            difference = float(np.abs(look(given.numpy()) - there).max())
        except Exception as error:  # ONNX Runtime raises classes of its own
            raise _differs(sides, "the graph fails") from error
        if not difference <= tolerance * max(1.0, float(np.abs(there).max())):
            raise _differs(sides, f"the graph's logits differ from PyTorch's by up to {difference:.2g}")


def resized(pictures: CalibrationImages, sides: tuple[int, int]) -> CalibrationImages:
    """The same pictures in another height and width."""
    made = np.empty((len(pictures.pixels), *sides, 3), np.uint8)
    for row in range(len(made)):
        image = torch.from_numpy(pictures.inputs(slice(row, row + 1)))
        one = interpolate(image, sides, mode="bilinear", align_corners=False, antialias=True)
        made[row] = (one[0] * 255).round().clamp(0, 255).permute(1, 2, 0).to(torch.uint8).numpy()
    return CalibrationImages(made, pictures.labels, pictures.real)


def _takes(look: Look, sides: tuple[int, int]) -> bool:
    try:
        logits = look(np.zeros((1, 3, *sides), np.float32))
    except (RuntimeError, ValueError, AssertionError):  # as nets refuse what they can not take: at their own size not
        return False
    return logits.shape[0] == 1 and bool(np.isfinite(logits).all())


def _differs(sides: tuple[int, int], how: str) -> UserError:
    return UserError(f"At {sides[0]} × {sides[1]} pixels {how}.", "Export it for its own size alone.")
