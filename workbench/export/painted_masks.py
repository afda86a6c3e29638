"""What was painted in a project as masks that a run learns from: files that never change once they are there."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.file_names import safe_name
from workbench.core.files import write_atomically
from workbench.core.job import Shot
from workbench.core.masks import IGNORED, ClassTable
from workbench.core.strokes import Stroke
from workbench.data.mask_png import write_numbers
from workbench.data.masks.class_file import FILE, classes_text
from workbench.data.stroke_raster import rasterised
from workbench.export.results_files import mask_names
from workbench.store.project import Project


class PaintedMask(NamedTuple):
    """The mask of a sample, and what it is replayed from, read only where its `file` is not there yet.

    The file is named by its strokes: with another stroke it is another file.
    """

    path: str
    file: Path
    size: tuple[int, int]  # width and height
    strokes: tuple[Stroke, ...]


def painted_masks(project: Project, samples: Iterable[Sample], table: ClassTable) -> list[PaintedMask]:
    """Of the samples that are painted, in order of their paths."""
    here = {one.path: one for one in samples}
    return [_mask(project, here[path], file) for path, file in mask_files(project, here.values(), table).items()]


def mask_files(project: Project, samples: Iterable[Sample], table: ClassTable) -> dict[str, Path]:
    """The file of each painted sample's mask as it stands, by path and in order of paths, there or not."""
    painted, standing = project.strokes.painted(), project.strokes.applied()
    here = sorted((one for one in samples if one.path in painted), key=lambda one: one.path)
    return {one.path: _file(project, one, table, standing[one.path]) for one in here}


def painted_mask(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> PaintedMask:
    """The mask of one sample on which the strokes of these numbers stand."""
    return _mask(project, sample, _file(project, sample, table, numbers))


def _file(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> Path:
    told = json.dumps([sample.path, sample.width, sample.height, table.names, list(numbers)])
    name = f"{safe_name(PurePosixPath(sample.path).stem)}.{hashlib.sha256(told.encode()).hexdigest()[:16]}.png"
    return (project.folder / "masks" / name).absolute()


def _mask(project: Project, sample: Sample, file: Path) -> PaintedMask:
    kept = () if file.is_file() else project.strokes.of(sample.path)
    return PaintedMask(sample.path, file, (sample.width, sample.height), tuple(one.stroke for one in kept))


def write_masks(masks: Iterable[PaintedMask], table: ClassTable) -> tuple[Shot, ...]:
    """Write those that are not there yet; a shot for each that labels any pixel. Raises UserError when one can not be.

    A mask is a PNG of the table's numbers, IGNORED where nothing is painted.
    """
    numbers = {name: number for number, name in enumerate(table.names)}
    shots = []
    for one in masks:
        if not one.file.is_file():
            mask = rasterised(one.strokes, one.size, numbers)
            if (mask == IGNORED).all():
                continue
            try:
                write_numbers(mask, table.colours, one.file)
            except OSError as error:
                raise UserError(
                    f"The painted mask of {one.path} could not be written ({error}).", "Free some space on its disk."
                ) from error
        shots.append(Shot(one.path, mask=str(one.file)))
    return tuple(shots)


def save_masks(masks: Iterable[PaintedMask], table: ClassTable, out: Path) -> int:
    """Write masks into a new folder, each named as its image is, and classes.csv; how many.

    Raises UserError when nothing is painted, the folder holds something, or it can not be written.
    """
    try:
        if out.exists() and not (out.is_dir() and not any(out.iterdir())):
            raise UserError(f"{out} holds other files.", "Choose a new folder for the masks.")
        shots = write_masks(masks, table)
        if not shots:
            raise UserError("No image is painted.", "Paint some in the Label step of the window.")
        names = mask_names([shot.path for shot in shots])
        for shot in shots:
            (out / names[shot.path]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shot.mask, out / names[shot.path])
        write_atomically(out / FILE, classes_text(table))
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another folder.") from error
    return len(shots)
