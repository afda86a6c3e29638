"""What was painted in a project as masks that a run learns from: files that never change once they are there."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Sample
from workbench.core.errors import UserError
from workbench.core.file_names import safe
from workbench.core.job import Shot
from workbench.core.masks import IGNORED, ClassTable
from workbench.core.strokes import Stroke
from workbench.data.numbers import write_numbers
from workbench.data.painting import replayed
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
    painted, standing = project.strokes.painted(), project.strokes.standing()
    here = sorted((one for one in samples if one.path in painted), key=lambda one: one.path)
    return {one.path: _file(project, one, table, standing[one.path]) for one in here}


def painted_mask(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> PaintedMask:
    """The mask of one sample on which the strokes of these numbers stand."""
    return _mask(project, sample, _file(project, sample, table, numbers))


def _file(project: Project, sample: Sample, table: ClassTable, numbers: Sequence[int]) -> Path:
    told = json.dumps([sample.path, sample.width, sample.height, table.names, list(numbers)])
    name = f"{safe(PurePosixPath(sample.path).stem)}.{hashlib.sha256(told.encode()).hexdigest()[:16]}.png"
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
            mask = replayed(one.strokes, one.size, numbers)
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
