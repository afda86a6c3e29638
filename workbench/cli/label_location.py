"""Where `workbench label` finds labels: in a project, in a file of any format, or with a run."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.store.project import Project, is_project
from workbench.store.run_folder import RunFolder


@contextlib.contextmanager
def opened(place: Path) -> Iterator[Project]:
    """A project, for as long as the block lasts. Raises UserError when it is none."""
    project = Project.open(place.absolute(), settle=False)
    try:
        yield project
    finally:
        project.close()


def labels_at(place: Path) -> dict[str, str]:
    """The labels in a project, or in a file. Raises UserError when it is neither."""
    if is_project(place):
        with opened(place) as project:
            return project.labels.current()
    from workbench.data.labels.contract import read_labels

    return {entry.path: entry.label for entry in read_labels(place)}


def labels_for(run: Path, place: Path | None) -> dict[str, str]:
    """The labels at `place`; without one, those of the project that the run is in, or else the run's shots."""
    if place is not None:
        return labels_at(place)
    above = run.absolute().parent.parent
    if is_project(above):
        return labels_at(above)
    return {shot.path: shot.label for shot in RunFolder(run.absolute()).job().shots}


def images_of(project: Project, images: Path | None) -> Domain:
    """The project's target, or the folder that is given instead, with labels brought to where images have moved."""
    from workbench.cli.folder import scanned

    folder = images or project.domain_folder(Side.TARGET)
    if folder is None:
        raise UserError(f"The project {project.name} has no target folder yet.", "Name one with --images DIR.")
    domain = scanned(folder)
    follow(project, domain)
    return domain


def follow(project: Project, domain: Domain) -> None:
    """Remember what is in the files of labelled images, and bring labels to where theirs are now."""
    from workbench.data.digests import digests_of

    wanted = project.moved_files.to_digest(domain.samples)
    project.moved_files.relocate(domain.samples, digests_of(domain.folder, wanted, project.cache))
