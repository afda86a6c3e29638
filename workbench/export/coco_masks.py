"""Writes masks as COCO annotations: one run-length annotation for each class in an image."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from workbench.core.files import replacing
from workbench.core.masks import ClassTable
from workbench.data.mask_png import read_numbers
from workbench.data.masks.rle import measure_runs
from workbench.data.regions import Mask, Pixels, as_runs


def write_coco(masks: Sequence[tuple[str, Path]], table: ClassTable, out: Path) -> int:
    """Write the annotations of (image path, mask file) pairs to a JSON file. Return their number. Raises OSError.

    Run lengths are uncompressed and in column-major order, as in COCO's crowd annotations. Images whose mask cannot
    be read are left out. At most one mask is in memory at a time.
    """
    categories = [{"id": number, "name": name} for number, name in enumerate(table.names, 1)]
    count = 0
    with replacing(out) as temporary, temporary.open("wb") as file:
        file.write(b'{"categories":' + msgspec.json.encode(categories) + b',\n"images":[')
        for index, (path, mask) in enumerate(_read_masks(masks)):
            height, width = mask.shape
            image = {"id": index + 1, "file_name": path, "width": width, "height": height}
            file.write((b",\n" if index else b"\n") + msgspec.json.encode(image))
        file.write(b'],\n"annotations":[')
        for index, (_, mask) in enumerate(_read_masks(masks)):
            for number in sorted({*np.unique(mask).tolist()} & {*range(len(categories))}):
                count += 1
                annotation = {
                    "id": count,
                    "image_id": index + 1,
                    "category_id": number + 1,
                    **_annotation(mask == number),
                }
                file.write((b"\n" if count == 1 else b",\n") + msgspec.json.encode(annotation))
        file.write(b"]}\n")
    return count


def _read_masks(masks: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, Mask]]:
    for path, file in masks:
        mask = read_numbers(file)
        if mask is not None:
            yield path, mask


def _annotation(inside: Pixels) -> dict[str, object]:
    counts = as_runs(inside.T)
    area, box = measure_runs(counts, inside.shape)
    return {"segmentation": {"counts": counts, "size": inside.shape}, "bbox": box, "area": area, "iscrowd": 1}
