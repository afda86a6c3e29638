"""`workbench label export --masks`: writes painted labels of target images as masks."""

from pathlib import Path

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.library.label_places import images_of, open_project


def write_painted(place: Path, images: Path | None, out: Path) -> int:
    """Write a mask for each painted image under the image's name, and classes.csv, to a folder. Return their number.

    Raises UserError if nothing is painted, the source has no masks, or the folder cannot be written.
    """
    from workbench.export.tasks.registry import exporter
    from workbench.library.folder import scan_folder

    with open_project(place) as project:
        folder = project.domain_folder(Side.SOURCE)
        if folder is None:
            raise UserError(f"The project {place} has no source.", "Choose one in the window.")
        source = scan_folder(folder)
        return exporter(source.task).write_painted(project, images_of(project, images).samples, source, out)
