"""Writes the strokes painted in a project as mask files for training. A mask file never changes."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.file_names import contained_place, safe_name
from workbench.core.files import sync_tree, write_atomically
from workbench.core.job import Shot
from workbench.core.masks import IGNORED, ClassTable
from workbench.core.strokes import Stroke
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import FILE, classes_text
from workbench.data.stroke_raster import rasterised
from workbench.export.results_files import mask_names
from workbench.store.project import Project


class PaintedMask(NamedTuple):
    """The mask of a sample. The file name contains a hash of the strokes, so other strokes get another file.

    `strokes`: empty if `file` already exists.
    """

    path: str
    file: Path
    size: tuple[int, int]  # width and height
    strokes: tuple[Stroke, ...]


def painted_masks(project: Project, samples: Iterable[Sample], table: ClassTable) -> list[PaintedMask]:
    """The masks of the painted samples, sorted by path."""
    by_path = {sample.path: sample for sample in samples}
    return [_mask(project, by_path[path], file) for path, file in mask_files(project, by_path.values(), table).items()]


def mask_files(project: Project, samples: Iterable[Sample], table: ClassTable) -> dict[str, Path]:
    """The file of each painted sample's current mask, by path and sorted; the file may not exist yet."""
    painted = project.strokes.painted() - project.measuring_set.current().keys()  # a drawn sample does not teach
    applied = project.strokes.applied()
    ordered = sorted((sample for sample in samples if sample.path in painted), key=lambda sample: sample.path)
    return {sample.path: _file(project, sample, table, applied[sample.path]) for sample in ordered}


def painted_mask(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> PaintedMask:
    """The mask of one sample with the strokes of the given numbers."""
    return _mask(project, sample, _file(project, sample, table, numbers))


def _file(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> Path:
    identity = json.dumps([sample.path, sample.width, sample.height, table.names, list(numbers)])
    name = f"{safe_name(PurePosixPath(sample.path).stem)}.{hashlib.sha256(identity.encode()).hexdigest()[:16]}.png"
    return (project.folder / "masks" / name).absolute()


def _mask(project: Project, sample: Sample, file: Path) -> PaintedMask:
    strokes = () if file.is_file() else project.strokes.of(sample.path)
    return PaintedMask(sample.path, file, (sample.width, sample.height), tuple(entry.stroke for entry in strokes))


def write_masks(masks: Iterable[PaintedMask], table: ClassTable) -> tuple[Shot, ...]:
    """Write the masks that do not exist yet. Return a shot for each mask that labels any pixel.

    A mask is a PNG of class numbers, IGNORED where nothing is painted. Raises UserError if a mask cannot be written.
    """
    numbers = {name: number for number, name in enumerate(table.names)}
    shots = []
    for painted in masks:
        if not painted.file.is_file():
            mask = rasterised(painted.strokes, painted.size, numbers)
            if (mask == IGNORED).all():
                continue
            try:
                write_numbers(mask, table.colours, painted.file)
            except OSError as error:
                raise UserError(
                    f"The painted mask of {painted.path} could not be written ({error}).",
                    "Free some space on its disk.",
                ) from error
        shots.append(Shot(painted.path, mask=str(painted.file)))
    return tuple(shots)


def save_masks(masks: Iterable[PaintedMask], table: ClassTable, out: Path) -> int:
    """Write masks, named as their images, and classes.csv to a new folder. Return the number of masks.

    Raises UserError if nothing is painted, the folder is not empty, or it cannot be written.
    """
    try:
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise UserError(f"{out} contains other files.", "Choose a new folder for the masks.")
        shots = write_masks(masks, table)
        if not shots:
            raise UserError("No image is painted.", "Paint images in the Label step of the window.")
        names = mask_names([shot.path for shot in shots])
        for shot in shots:
            place = contained_place(out, names[shot.path])
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shot.mask, place)
        write_atomically(out / FILE, classes_text(table))
        sync_tree(out)
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another folder.") from error
    return len(shots)
