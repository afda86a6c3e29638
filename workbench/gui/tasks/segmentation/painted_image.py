"""What the painter shows of an image, read outside of the GUI thread."""

from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED
from workbench.core.strokes import Stroke
from workbench.data.decode import Unreadable, decode
from workbench.data.mask_motion import carried
from workbench.data.mask_png import read_numbers
from workbench.data.regions import Mask
from workbench.data.stroke_raster import rasterised
from workbench.gui.kit.language import tr
from workbench.store.run_folder import RunFolder


class PaintedImage(NamedTuple):
    """Masks (H, W) of an image: its paint, and the prediction and its uncertainty if there are any."""

    mask: Mask
    predicted: Mask | None
    uncertainty: Mask | None


def loaded_image(
    strokes: tuple[Stroke, ...], sample: Sample, numbers: dict[str, int], run: RunFolder | None
) -> PaintedImage:
    """The masks of a sample with these strokes and the results of a run."""
    size = (sample.width, sample.height)
    predicted = read_numbers(run.mask_file(sample.path), size) if run else None
    if predicted is not None:
        predicted[predicted >= len(numbers)] = IGNORED
    uncertainty = read_numbers(run.uncertainty_file(sample.path), size) if run else None
    return PaintedImage(rasterised(strokes, size, numbers), predicted, uncertainty)


def carried_mask(
    strokes: tuple[Stroke, ...], before: Path, after: Path, shape: tuple[int, int], numbers: dict[str, int]
) -> Mask:
    """The mask (H, W) of the strokes on one image, moved to another. Raises UserError if that is not possible."""
    height, width = shape
    try:
        images = decode(before), decode(after)
    except Unreadable as error:
        raise UserError(
            tr("An image cannot be read ({reason}).", reason=error.reason), tr("Choose other images.")
        ) from error
    return carried(rasterised(strokes, (width, height), numbers), *images)
