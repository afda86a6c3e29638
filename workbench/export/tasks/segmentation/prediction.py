"""Predicts masks for a folder of any size; each is written at once, so that a stopped prediction can be resumed."""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from workbench.core.domain import SetAside
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.file_names import contained_place
from workbench.core.files import write_atomically
from workbench.core.threads import map_in_order
from workbench.data.decode import Unreadable, decode
from workbench.data.image_header import read_header
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import classes_text
from workbench.data.masks.roles import FolderRole, place_of
from workbench.export.coco_masks import write_coco
from workbench.export.predict_folder import Journal, JournalHeader, listed_in, predict_all
from workbench.export.results_files import PredictionFormat, ResultLine, mask_names, write_results
from workbench.export.tasks.contract import FolderPredictions
from workbench.export.tasks.segmentation.model import PixelModel, predict_resized, predict_tiled

MASKS, CLASSES, TABLE, COCO, JOURNAL = "masks", "classes.csv", "predictions.csv", "coco.json", ".journal"


def predict_masks(
    model: PixelModel, folder: Path, out: Path, *, tiles: bool = False, coco: bool = False
) -> Generator[Prepared, None, FolderPredictions]:
    """Write a mask for each image below a folder, or in a table of paths, to `out`/masks under the image's path.

    Of a data set with a folder of images (`images/`, `train/images/`), that folder is left out of the path: beside the
    images, the masks have the layout of the data set.
    classes.csv gives the classes of the numbers. predictions.csv gives the most frequent class of each image and the
    mean probability of its pixels' classes. `tiles`: predict each image at its own size, in tiles, instead of resizing
    it to the size of the training images. `coco`: also write run lengths to coco.json. The same call resumes a stopped
    prediction. Raises UserError if there is no image or the masks cannot be written.
    """
    folder = folder.expanduser().absolute()
    listed = listed_in(folder)
    _check_output(out)
    journal = Journal(out / JOURNAL, JournalHeader(f"{model.content} {tiles}", str(folder)))
    names = _mask_places([header.path for header, _ in listed.files])

    def predict(path: str) -> list[ResultLine]:
        try:
            return [_predict_mask(model, listed.root / path, path, contained_place(out, MASKS / names[path]), tiles)]
        except Unreadable as error:
            return [ResultLine(path, reason=error.reason, detail=error.detail)]

    def write(aside: list[SetAside]) -> Generator[Prepared, None, int]:
        write_atomically(out / CLASSES, classes_text(model.table))
        classes = model.table.names
        count = write_results(PredictionFormat.CSV, out / TABLE, listed.root, journal.lines, aside, classes, link=False)
        if coco:
            yield Prepared("Writing COCO", 0, 1)
            write_coco(
                [(line.path, out / MASKS / names[line.path]) for line in journal.lines()], model.table, out / COCO
            )
        return count

    return (yield from predict_all(listed, journal, out, lambda files: map_in_order(predict, files), write))


def _mask_places(paths: list[str]) -> dict[str, Path]:
    """The path of each image's mask below the folder of masks."""
    without: list[str] = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        place = place_of(folder)
        if place is None or place.role is not FolderRole.IMAGES or not place.plain:
            return mask_names(paths)
        without.append("/".join((*place.above, *place.below, name)))
    if len(set(without)) < len(without):
        return mask_names(paths)
    names = mask_names(without)
    return {path: names[short] for path, short in zip(paths, without, strict=True)}


def _check_output(out: Path) -> None:
    """Raises UserError if `out` is a file, or a folder with other files."""
    known_names = {MASKS, CLASSES, TABLE, COCO, f"{Path(TABLE).stem}.set-aside.csv", JOURNAL}
    if out.exists() and not (out.is_dir() and {path.name for path in out.iterdir()} <= known_names):
        raise UserError(f"{out} contains other files.", "Choose a new folder for the masks.")


def _predict_mask(model: PixelModel, file: Path, path: str, mask: Path, tiles: bool) -> ResultLine:
    if tiles:
        predicted = predict_tiled(model, decode(file, deep=model.deep))
    else:
        header = read_header(file, file.stat().st_size)
        predicted = predict_resized(model, decode(file, model.size, model.deep), (header.height, header.width))
    write_numbers(predicted.classes, model.table.colours, mask)
    counts = np.bincount(predicted.classes.ravel(), minlength=len(model.table.names))
    largest = int(counts.argmax())
    return ResultLine(path, model.table.names[largest], predicted.confidence)
