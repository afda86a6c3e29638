"""`workbench label export --masks`: what was painted on target images, as masks that a run and other tools read."""

import shutil
from pathlib import Path

from workbench.cli.label_places import images_of, opened
from workbench.core.domain import Side
from workbench.core.errors import UserError


def write_painted(place: Path, images: Path | None, out: Path) -> int:
    """A PNG of class numbers for each painted image, named as it is, and classes.csv in a folder; how many.

    Raises UserError when nothing is painted, the source labels no pixels, or the folder can not be written.
    """
    from workbench.cli.folder import scanned
    from workbench.core.files import write_atomically
    from workbench.data.masks.classes import classes_text
    from workbench.export.painted import painted_masks, write_masks
    from workbench.export.predicting_pixels import mask_names

    with opened(place) as project:
        source = project.domain_folder(Side.SOURCE)
        table = scanned(source).table if source else None
        if table is None:
            raise UserError(f"The source of {place} labels images, not pixels.", "Leave out --masks.")
        shots = write_masks(painted_masks(project, images_of(project, images).samples, table), table)
    if not shots:
        raise UserError(f"No image of {place} is painted.", "Paint some in the Label step of the window.")
    names = mask_names([shot.path for shot in shots])
    try:
        for shot in shots:
            (out / names[shot.path]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shot.mask, out / names[shot.path])
        write_atomically(out / "classes.csv", classes_text(table))
    except OSError as error:
        raise UserError(f"{out} could not be written ({error}).", "Choose another folder.") from error
    return len(shots)
