"""Masks for a folder of any size: each written as it is made, so that a stop costs nothing."""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from workbench.core.domain import SetAside
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.data.decode import Unreadable, decode
from workbench.data.image_header import read_header
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import classes_text
from workbench.export.coco_masks import write_coco
from workbench.export.predict import ahead
from workbench.export.predict_folder import Begun, Journal, listed_in, predict_all
from workbench.export.results_files import PredictionFormat, ResultLine, mask_names, write_results
from workbench.export.tasks.contract import FolderPredictions
from workbench.export.tasks.segmentation.model import PixelModel, squashed, tiled

MASKS, CLASSES, TABLE, COCO, JOURNAL = "masks", "classes.csv", "predictions.csv", "coco.json", ".journal"


def predict_masks(
    model: PixelModel, folder: Path, out: Path, *, tiles: bool = False, coco: bool = False
) -> Generator[Prepared, None, FolderPredictions]:
    """A mask for every image below a folder, or in a table of paths, in `out`/masks under the image's path.

    Beside them classes.csv, which says what the numbers mean, and predictions.csv: of each image the class that most
    pixels have, and the mean probability of its pixels' classes. `tiles`: each image in its own size, tile by tile;
    else squashed to the size that the model was trained at. `coco`: the masks as run lengths in coco.json too.
    When it is stopped, the same call goes on from there.
    Raises UserError when there is no image, or the masks can not be written.
    """
    folder = folder.expanduser().absolute()
    listed = listed_in(folder)
    _check_place(out)
    journal = Journal(out / JOURNAL, Begun(f"{model.content} {tiles}", str(folder)))
    names = mask_names([found.path for found, _ in listed.files])

    def masked(path: str) -> list[ResultLine]:
        try:
            return [_masked(model, listed.root / path, path, out / MASKS / names[path], tiles)]
        except Unreadable as error:
            return [ResultLine(path, reason=error.reason, detail=error.detail)]

    def write(aside: list[SetAside]) -> Generator[Prepared, None, int]:
        write_atomically(out / CLASSES, classes_text(model.table))
        classes = model.table.names
        count = write_results(PredictionFormat.CSV, out / TABLE, listed.root, journal.lines, aside, classes, link=False)
        if coco:
            yield Prepared("Writing COCO", 0, 1)
            write_coco([(one.path, out / MASKS / names[one.path]) for one in journal.lines()], model.table, out / COCO)
        return count

    return (yield from predict_all(listed, journal, out, lambda files: ahead(masked, files), write))


def _check_place(out: Path) -> None:
    """Raises UserError where a folder of something else, or a file, would be mixed up with masks."""
    ours = {MASKS, CLASSES, TABLE, COCO, f"{Path(TABLE).stem}.set-aside.csv", JOURNAL}
    if out.exists() and not (out.is_dir() and {one.name for one in out.iterdir()} <= ours):
        raise UserError(f"{out} holds other files.", "Choose a new folder for the masks.")


def _masked(model: PixelModel, file: Path, path: str, mask: Path, tiles: bool) -> ResultLine:
    if tiles:
        told = tiled(model, decode(file))
    else:
        found = read_header(file, file.stat().st_size)
        told = squashed(model, decode(file, model.size), (found.height, found.width))
    write_numbers(told.classes, model.table.colours, mask)
    counts = np.bincount(told.classes.ravel(), minlength=len(model.table.names))
    most = int(counts.argmax())
    return ResultLine(path, model.table.names[most], told.confidence)
