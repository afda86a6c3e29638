"""Finds labels: in a project, in a file of any format, or in a run."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from workbench.core.domain import Domain, Side
from workbench.core.errors import UserError
from workbench.store.project import Project, is_project
from workbench.store.run_folder import RunFolder


@contextlib.contextmanager
def open_project(place: Path) -> Iterator[Project]:
    """Open a project for the duration of the block. Raises UserError if it is not a project."""
    project = Project.open(place.absolute(), settle=False)
    try:
        yield project
    finally:
        project.close()


class LabelsAt(NamedTuple):
    """Labels by path. `measuring`: the paths of a measuring set, labelled or not; these labels do not teach.

    `first`: why, by path, of images that are to be labelled before all others.
    """

    labels: dict[str, str]
    measuring: frozenset[str] = frozenset()
    first: Mapping[str, str] = MappingProxyType({})

    @property
    def teaching(self) -> dict[str, str]:
        """The labels that do not measure."""
        return {path: label for path, label in self.labels.items() if path not in self.measuring}


def read_labels_at(place: Path) -> LabelsAt:
    """The labels of a project or a file. Raises UserError for anything else."""
    if is_project(place):
        with open_project(place) as project:
            measuring = frozenset(project.measuring_set.current())
            return LabelsAt(project.labels.current(), measuring, project.watched_images.reasons())
    from workbench.data.labels.contract import read_labels

    entries = read_labels(place)
    measuring = frozenset(entry.path for entry in entries if entry.measures)
    return LabelsAt({entry.path: entry.label for entry in entries}, measuring)


def labels_for(run: Path, place: Path | None) -> LabelsAt:
    """The labels at `place`; if None, those of the run's project, or else the run's shots."""
    if place is not None:
        return read_labels_at(place)
    above = run.absolute().parent.parent
    if is_project(above):
        return read_labels_at(above)
    return LabelsAt({shot.path: shot.label for shot in RunFolder(run.absolute()).job().shots})


def images_of(project: Project, images: Path | None) -> Domain:
    """Scan the project's target, or the given folder; labels of moved images are updated."""
    from workbench.library.folder import scan_folder

    folder = images or project.domain_folder(Side.TARGET)
    if folder is None:
        raise UserError(f"The project {project.name} has no target folder yet.", "Give one with --images DIR.")
    domain = scan_folder(folder)
    follow(project, domain)
    return domain


def follow(project: Project, domain: Domain) -> None:
    """Store digests of labelled images, and update the labels of images that have moved."""
    from workbench.data.digests import digests_of

    wanted = project.moved_files.to_digest(domain.samples)
    project.moved_files.relocate(domain.samples, digests_of(domain.folder, wanted, project.cache))
