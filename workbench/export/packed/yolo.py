"""Folders for YOLO's classification: train/CLASS/NAME and val/CLASS/NAME (Ultralytics).

A scan reads them as they are: https://docs.ultralytics.com/datasets/classify/
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from workbench.core.file_names import folder_names, safe_name, safe_suffix, unique_name
from workbench.export.packed.contract import PackedImage

TITLE = "YOLO classification folders"
VALIDATED = 5  # every fifth image of a class is for validation


def write(folder: Path, classes: Sequence[str], images: Iterable[PackedImage]) -> None:
    """Write copies of the labelled images; every fifth of a class goes to val/, so that both have all classes."""
    folders = folder_names(classes)
    taken: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for image in images:
        if image.label:
            split = "val" if counts[image.label] % VALIDATED == 1 else "train"
            counts[image.label] += 1
            place = folder / split / folders[image.label]
            place.mkdir(parents=True, exist_ok=True)
            stem, suffix = os.path.splitext(PurePosixPath(image.name.replace("\\", "_")).name)
            names = f"{folders[image.label]}/{safe_name(stem)}"
            temporary = place / Path(unique_name(names, safe_suffix(suffix), taken)).name
            temporary.write_bytes(image.content)
