"""Loads a segmentation model and predicts masks for images of any size."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.core.deep_range import EACH_IMAGE, DeepRange
from workbench.core.errors import UserError
from workbench.core.masks import ClassTable
from workbench.engine.onnx_model import is_model_folder, open_model
from workbench.engine.tasks.segmentation import Segmentation
from workbench.export.predict import Floats, deep_range_of, softmax
from workbench.store.run_folder import RunFolder

OVERLAP = 4  # 1 / OVERLAP of a tile's side is left to each neighbour


class PixelModel(NamedTuple):
    """`look` maps images (B, 3, H, W) in [0, 1], with sides in multiples of `multiple`, to logits (B, K, H, W).

    `size`: height and width of the training images. `content`: identifies the model's weights and `deep`, the range of
    deep images.
    """

    look: Callable[[Floats], Floats]
    table: ClassTable
    size: tuple[int, int]
    multiple: int
    content: str
    deep: DeepRange = EACH_IMAGE


class PredictedMask(NamedTuple):
    """The classes (H, W) of an image's pixels, and their mean probability in [0, 1]."""

    classes: NDArray[np.uint8]
    confidence: float


def load_pixel_model(path: Path, *, best: bool = False, file: str = "") -> PixelModel:
    """Load a segmentation model, with arguments as for `load_model`. Raises UserError if it is not one."""
    if path.is_dir() and not is_model_folder(path):
        return _from_run(path, best)
    look, manifest, content = open_model(path, file, Segmentation.card.name)
    preprocessing = manifest.preprocessing
    assert manifest.table is not None  # `open_model` requires it for this task
    return PixelModel(
        lambda images: look(images)[0],
        manifest.table,
        preprocessing.sides,
        preprocessing.multiple,
        content,
        deep_range_of(manifest),
    )


def predict_resized(model: PixelModel, pixels: NDArray[np.uint8], size: tuple[int, int]) -> PredictedMask:
    """Predict the mask of an image (H, W, 3) that was resized to the model's size; the mask is resized to `size`."""
    classes, confidence = _predict(model, pixels)
    if classes.shape != size:
        height, width = size
        classes = np.asarray(Image.fromarray(classes).resize((width, height), Image.Resampling.NEAREST))
    return PredictedMask(classes, float(confidence.mean()))


def predict_tiled(model: PixelModel, pixels: NDArray[np.uint8]) -> PredictedMask:
    """Predict the mask of an image (H, W, 3) at its own size, in overlapping tiles of the model's size.

    The tile that contains a pixel in its centre predicts it. Only one tile's logits are in memory at a time.
    """
    height, width = pixels.shape[:2]
    classes, total = np.empty((height, width), np.uint8), 0.0
    for tile in tiles((height, width), model.size):
        part = pixels[tile.rows, tile.columns]
        padding = [(0, side - have) for side, have in zip(model.size, part.shape[:2], strict=True)]
        told, confidence = _predict(model, np.pad(part, [*padding, (0, 0)], "edge"))
        kept = _within(tile.kept_rows, tile.rows), _within(tile.kept_columns, tile.columns)
        classes[tile.kept_rows, tile.kept_columns] = told[kept]
        total += float(confidence[kept].sum())
    return PredictedMask(classes, total / (height * width))


class Tile(NamedTuple):
    """The rows and columns of a tile, and of its centre, which is kept."""

    rows: slice
    columns: slice
    kept_rows: slice
    kept_columns: slice


def tiles(image: tuple[int, int], tile: tuple[int, int]) -> Iterator[Tile]:
    """Tiles of size `tile` (height, width) that cover an image; their centres partition it."""
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


def _predict(model: PixelModel, pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Floats]:
    """The classes (H, W) and their probabilities (H, W) of an image (H, W, 3)."""
    image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], np.float32) / np.float32(255)
    probabilities = softmax(model.look(image))[0]
    return probabilities.argmax(axis=0).astype(np.uint8), probabilities.max(axis=0)


def _from_run(path: Path, best: bool) -> PixelModel:
    import torch

    from workbench.engine.model_io import load_adapted
    from workbench.nets.segmentation_nets import MULTIPLE

    run_folder = RunFolder(path)
    adapted = load_adapted(run_folder, best=best)
    if adapted.table is None:
        raise UserError(
            f"The model of the run {path.name} predicts classes of images.", "Give a run whose source has masks."
        )
    lock = threading.Lock()  # torch uses all processors for one image

    def look(images: Floats) -> Floats:
        with lock, torch.inference_mode():
            logits: Floats = adapted.model(torch.from_numpy(images)).numpy()
        return logits

    weights, job = run_folder.best_model if best else run_folder.model, adapted.job
    content = f"{weights} {weights.stat().st_mtime_ns}"
    return PixelModel(look, adapted.table, (job.image_size, job.image_width), MULTIPLE, content, job.trained_range)
