"""Predicts masks of images that arrive in a watched folder; each mask is on the disk before its row in the table."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.decode import Unreadable, decode, reading
from workbench.data.image_header import read_header
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import FILE, classes_text
from workbench.data.walk import FileEntry
from workbench.export.drift_reference import Reference, mask_measures
from workbench.export.results_files import ResultLine
from workbench.export.tasks.segmentation.model import PixelModel, predict_resized
from workbench.export.watching.watched_model import WatchedFiles, WatchedModel, mask_place


class WatchedMasks(WatchedModel):
    """A model that predicts a class for each pixel. `masks`: the folder for masks and their classes.csv."""

    def __init__(self, model: PixelModel, folder: Path, masks: Path) -> None:
        """Raises UserError if the masks would be watched, too."""
        if masks.resolve().is_relative_to(folder.resolve()):
            raise UserError(
                f"{masks} is in the watched folder, so its masks would be watched.",
                "Give --masks a folder outside of it.",
            )
        self.model, self.masks, self.classes, self.deep = model, masks, model.table.classes, model.deep
        self._has_classes = False

    def predict(self, folder: Path, files: Sequence[FileEntry], reference: Reference | None) -> WatchedFiles:
        """Predict the files one by one, resized to the size of the training images."""
        assert self.masks is not None
        if not self._has_classes:
            write_atomically(self.masks / FILE, classes_text(self.model.table))
            self._has_classes = True
        kept, lines, pixels, shares, numbers, unreadable = [], [], [], [], [], []
        for file in files:
            path = folder / file.path
            try:
                with reading():
                    header = read_header(path, path.stat().st_size)
                image = decode(path, self.model.size, self.deep)
            except Unreadable as error:
                unreadable.append((file, error))
                continue
            found = predict_resized(self.model, image, (header.height, header.width))
            write_numbers(found.classes, self.model.table.colours, mask_place(self.masks, file.path))
            counts = np.bincount(found.classes.ravel(), minlength=len(self.model.table.names))
            number = int(counts.argmax())
            kept.append(file)
            lines.append(ResultLine(file.path, self.model.table.names[number], found.confidence))
            pixels.append(image)
            shares.append((counts / counts.sum()).tolist())
            numbers.append(number)
        values = {}
        if kept and reference is not None:
            confidence = np.array([line.confidence for line in lines], np.float32)
            values = mask_measures(np.stack(pixels), confidence, np.array(shares, np.float32))
        return WatchedFiles(kept, lines, values, np.array(numbers, np.int64), unreadable, shares)
