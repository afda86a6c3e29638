"""A model that tells the class of each pixel, and the mask that it makes of an image of any size."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.errors import UserError
from workbench.core.masks import ClassTable
from workbench.engine.onnx_model import is_model_folder, open_model
from workbench.engine.tasks.segmentation import Segmentation
from workbench.export.predict import Floats, softmax
from workbench.store.run_folder import RunFolder

OVERLAP = 4  # each tile's rim, a quarter of its side, is left to the tiles beside it


class PixelModel(NamedTuple):
    """`look` takes (B, 3, H, W) images in [0, 1], sides in multiples of `multiple`, to logits (B, K, H, W).

    `size`: height and width that it was trained at. `content` names the model's own bytes.
    """

    look: Callable[[Floats], Floats]
    table: ClassTable
    size: tuple[int, int]
    multiple: int
    content: str


class PredictedMask(NamedTuple):
    """Of an image: its pixels' classes (H, W), and the mean probability of those classes in [0, 1]."""

    classes: NDArray[np.uint8]
    confidence: float


def load_pixel_model(path: Path, *, best: bool = False, file: str = "") -> PixelModel:
    """As `load_model`, for models that tell pixels. Raises UserError when it is none."""
    if path.is_dir() and not is_model_folder(path):
        return _from_run(path, best)
    look, manifest, content = open_model(path, file, Segmentation.card.name)
    taken = manifest.preprocessing
    assert manifest.table is not None  # or it would not have been opened
    return PixelModel(lambda images: look(images)[0], manifest.table, taken.sides, taken.multiple, content)


def squashed(model: PixelModel, pixels: NDArray[np.uint8], size: tuple[int, int]) -> PredictedMask:
    """The mask, `size` (height, width) large, of an image (H, W, 3) that was squashed to the model's own size."""
    classes, sure = _looked(model, pixels)
    if classes.shape != size:
        height, width = size
        classes = np.asarray(Image.fromarray(classes).resize((width, height), Image.Resampling.NEAREST))
    return PredictedMask(classes, float(sure.mean()))


def tiled(model: PixelModel, pixels: NDArray[np.uint8]) -> PredictedMask:
    """The mask of an image (H, W, 3) in its own size, by overlapping tiles of the model's size.

    Each pixel is told by the tile in whose middle it lies. Only one tile's logits are held at a time: for each pixel
    of the image memory holds four bytes, whatever the number of classes.
    """
    height, width = pixels.shape[:2]
    classes, total = np.empty((height, width), np.uint8), 0.0
    for tile in tiles((height, width), model.size):
        part = pixels[tile.rows, tile.columns]
        lacking = [(0, side - have) for side, have in zip(model.size, part.shape[:2], strict=True)]
        told, sure = _looked(model, np.pad(part, [*lacking, (0, 0)], "edge"))
        kept = _within(tile.kept_rows, tile.rows), _within(tile.kept_columns, tile.columns)
        classes[tile.kept_rows, tile.kept_columns] = told[kept]
        total += float(sure[kept].sum())
    return PredictedMask(classes, total / (height * width))


class Tile(NamedTuple):
    """What is looked at, and the middle of it that is kept; of an image's rows and columns."""

    rows: slice
    columns: slice
    kept_rows: slice
    kept_columns: slice


def tiles(image: tuple[int, int], tile: tuple[int, int]) -> Iterator[Tile]:
    """Tiles of a (height, width) that cover an image; what they keep covers it once."""
    for rows, kept_rows in _cuts(image[0], tile[0]):
        for columns, kept_columns in _cuts(image[1], tile[1]):
            yield Tile(rows, columns, kept_rows, kept_columns)


def _cuts(length: int, tile: int) -> Iterator[tuple[slice, slice]]:
    rim = tile // OVERLAP
    begins = [*range(0, max(length - tile, 0), tile - 2 * rim), max(length - tile, 0)]
    kept = 0
    for at, begin in enumerate(begins):
        end = length if at == len(begins) - 1 else begin + tile - rim
        yield slice(begin, min(begin + tile, length)), slice(kept, end)
        kept = end


def _within(kept: slice, seen: slice) -> slice:
    return slice(kept.start - seen.start, kept.stop - seen.start)


def _looked(model: PixelModel, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Floats]:
    """The classes (H, W) and their probabilities (H, W) of an image (H, W, 3)."""
    image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], np.float32) / np.float32(255)
    probabilities = softmax(model.look(image))[0]
    return probabilities.argmax(axis=0).astype(np.uint8), probabilities.max(axis=0)


def _from_run(path: Path, best: bool) -> PixelModel:
    import torch

    from workbench.engine.model_io import load_adapted
    from workbench.nets.segmentation_nets import MULTIPLE

    place = RunFolder(path)
    adapted = load_adapted(place, best=best)
    if adapted.table is None:
        raise UserError(f"The model of {path.name} tells the classes of images.", "Give a run whose source has masks.")
    alone = threading.Lock()  # torch shares one image among the processors by itself

    def look(images: Floats) -> Floats:
        with alone, torch.inference_mode():
            made: Floats = adapted.model(torch.from_numpy(images)).numpy()
        return made

    weights, job = place.best_model if best else place.model, adapted.job
    content = f"{weights} {weights.stat().st_mtime_ns}"
    return PixelModel(look, adapted.table, (job.image_size, job.image_width), MULTIPLE, content)
