"""Measures the shift between two folders."""

import os
import shlex
from collections.abc import Generator
from pathlib import Path

from workbench.analysis.inspection import inspect as inspected
from workbench.core.compatibility import check_apart
from workbench.core.deep_range import DeepRange, given_range
from workbench.core.defaults import INSPECTION
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.files import write_atomically
from workbench.core.shift_report import Inspection, InspectionRequest
from workbench.export.inspection_page import inspection_page
from workbench.library.checkpoints import is_best
from workbench.library.corrections import corrections_at
from workbench.library.measured_shift import MeasuredShift
from workbench.library.options import Pair, Place
from workbench.library.work import Work


def inspect(
    source: Place,
    target: Place,
    *,
    model: Place = "",
    before: Place = "",
    checkpoint: str = "last",
    backbone: str = INSPECTION.backbone,
    weights: Place = "",
    groups: Place = "",
    images: int = INSPECTION.images,
    range: Pair | None = None,
    source_range: Pair | None = None,
    target_range: Pair | None = None,
    corrections: Place | None = None,
    seed: int = INSPECTION.seed,
    device: str = INSPECTION.device,
    cache: Place = "",
    overlap: bool = False,
    out: Place | None = None,
) -> Work[Prepared, MeasuredShift]:
    """Measure the shift between two folders, overall, by image statistics and by group.

    `model`: use the features of this run or exported model, of its `checkpoint` “last” or “best”; else those of a
    `backbone`, with local `weights`. `before`: compare groups with the predictions of this run. `groups`: a CSV with
    the column path and others. `images`: of each domain, drawn by `seed`; 0 for all. `corrections`: a project or a CSV
    of corrected labels of the source. `overlap`: accept folders that share images. `out`: write one HTML page. Raises
    UserError for values that cannot be used.
    """
    if not overlap:
        check_apart(Path(source), Path(target))
    if images < 0:
        raise UserError(f"The value {images} of --images is negative.", "Give 1 or more, or 0 for all images.")
    request = InspectionRequest(
        source=os.path.abspath(os.path.expanduser(source)),
        target=os.path.abspath(os.path.expanduser(target)),
        model=str(model),
        best=is_best(checkpoint),
        before=str(before),
        backbone=backbone,
        weights=str(weights),
        images=images,
        seed=seed,
        device=device,
        groups=str(groups),
        corrections=corrections_at(Path(corrections)) if corrections is not None else (),
        cache=str(cache),
        source_range=_deep(source_range or range),
        target_range=_deep(target_range or range),
    )
    command = _command(source, target, request, corrections) if out is not None else ""
    return Work(_measured(request, Path(out) if out is not None else None, command))


def _deep(bounds: Pair | None) -> DeepRange | None:
    return given_range(*bounds) if bounds else None


def _measured(request: InspectionRequest, out: Path | None, command: str) -> Generator[Prepared, None, MeasuredShift]:
    inspection = yield from inspected(request)
    if out is not None:
        _write_page(inspection, request, out, command)
    return MeasuredShift(inspection)


def _write_page(inspection: Inspection, request: InspectionRequest, out: Path, command: str) -> None:
    folders = {Side.SOURCE: _folder(request.source), Side.TARGET: _folder(request.target)}
    try:
        write_atomically(out, inspection_page(inspection, folders, command))
    except OSError as error:
        raise UserError(f"{out} cannot be written ({error.strerror}).", "Choose another --out.") from error


def _folder(domain: str) -> Path:
    return Path(domain).parent if Path(domain).is_file() else Path(domain)


def _command(source: Place, target: Place, request: InspectionRequest, corrections: Place | None) -> str:
    """The command that measures the same."""
    parts = ["workbench", "inspect", str(source), str(target)]
    for name in ("model", "before", "backbone", "weights", "groups", "images", "seed"):
        value = getattr(request, name)
        if value not in ("", getattr(INSPECTION, name)):
            parts += [f"--{name}", str(value)]
    parts += ["--corrections", str(corrections)] if corrections else []
    parts += ["--checkpoint", "best"] if request.best else []
    return shlex.join(parts)
