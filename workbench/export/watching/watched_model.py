"""A model of a watched folder: predicts files that have arrived, and measures them for drift."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.deep_range import DeepRange
from workbench.core.file_names import contained_place
from workbench.core.masks import PixelClass
from workbench.data.decode import Unreadable, decode
from workbench.data.walk import FileEntry
from workbench.export.calibration_images import as_inputs
from workbench.export.drift_reference import Floats, Reference, measures
from workbench.export.predict import Model, class_name, predict_batch
from workbench.export.results_files import ResultLine, long_mask_name


class WatchedFiles(NamedTuple):
    """The predictions of files, and the files that cannot be decoded.

    `lines`: one for each file of `kept`. `values`: their measures by name, empty without a reference. `numbers`: their
    class numbers, −1 for unknown. `shares`: the shares of the classes in each image, if its pixels have classes.
    """

    kept: list[FileEntry]
    lines: list[ResultLine]
    values: dict[str, Floats]
    numbers: NDArray[np.int64]
    unreadable: list[tuple[FileEntry, Unreadable]]
    shares: Sequence[Sequence[float]] = ()


def mask_place(masks: Path, path: str) -> Path:
    """The file of the mask of an image below the folder of masks."""
    return contained_place(masks, long_mask_name(path))


class WatchedModel(ABC):
    """A loaded model. `deep`: the range of deep images.

    `classes`: those of pixels, and `masks`: the folder that masks are written to; none if the model predicts no masks.
    """

    deep: DeepRange
    classes: tuple[PixelClass, ...] = ()
    masks: Path | None = None

    @property
    def share_classes(self) -> tuple[str, ...]:
        """The names of the classes whose shares each image has; none if images have one class."""
        return tuple(entry.name for entry in self.classes)

    @abstractmethod
    def predict(self, folder: Path, files: Sequence[FileEntry], reference: Reference | None) -> WatchedFiles:
        """Predict files of a folder, and measure them as the reference was. Raises OSError if masks cannot be written.

        What is written is on the disk when it returns.
        """


class WatchedImages(WatchedModel):
    """A model that predicts a class for each image."""

    def __init__(self, model: Model) -> None:
        self.model, self.deep = model, model.deep

    def predict(self, folder: Path, files: Sequence[FileEntry], reference: Reference | None) -> WatchedFiles:
        """Predict all files as one batch."""
        kept, pixels, unreadable = [], [], []
        for file in files:
            try:
                pixels.append(decode(folder / file.path, self.model.size, self.model.deep))
                kept.append(file)
            except Unreadable as error:
                unreadable.append((file, error))
        if not kept:
            return WatchedFiles([], [], {}, np.zeros(0, np.int64), unreadable)
        images = np.stack(pixels)
        batch = predict_batch(self.model, as_inputs(images))
        rows = zip(kept, batch.classes.tolist(), batch.confidence.tolist(), batch.unknown.tolist(), strict=True)
        lines = [
            ResultLine(file.path, class_name(self.model, number), confidence, unknown)
            for file, number, confidence, unknown in rows
        ]
        values = measures(reference, images, batch) if reference is not None else {}
        return WatchedFiles(kept, lines, values, batch.classes, unreadable)
