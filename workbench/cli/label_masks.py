"""`workbench label export --masks`: what was painted on target images, as masks that a run and other tools read."""

from pathlib import Path

from workbench.cli.label_location import images_of, opened
from workbench.core.domain import Side
from workbench.core.errors import UserError


def write_painted(place: Path, images: Path | None, out: Path) -> int:
    """A PNG of class numbers for each painted image, named as it is, and classes.csv in a folder; how many.

    Raises UserError when nothing is painted, the source labels no pixels, or the folder can not be written.
    """
    from workbench.cli.folder import scanned
    from workbench.export.tasks.registry import exporter

    with opened(place) as project:
        folder = project.domain_folder(Side.SOURCE)
        if folder is None:
            raise UserError(f"The project {place} has no source.", "Choose one in the window.")
        source = scanned(folder)
        return exporter(source.task).write_painted(project, images_of(project, images).samples, source, out)
