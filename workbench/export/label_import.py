"""Imports labels from a file of any supported format into a project."""

from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.data.digests import digests_of
from workbench.data.labels.contract import Entry, read_labels
from workbench.data.labels.path_matching import match_paths
from workbench.store.project import Project


class Imported(NamedTuple):
    """The result of an import: the number of labels that are new, that replaced another one, and that did not change.

    `followed`: images that have moved and were found by content. `unknown`: entries whose image is not in the domain.
    `twice`: entries whose image has an earlier entry. `paths`: images whose label changed.
    """

    new: int
    replaced: int
    same: int
    followed: int
    unknown: list[Entry]
    twice: list[Entry]
    paths: list[str]


def import_labels(project: Project, domain: Domain, file: Path, name: str = "") -> Imported:
    """Import the labels of a file into a project as one undoable action. `name`: the format; empty detects it.

    `domain`: the project's target. Raises UserError with the line or entry if the file cannot be read; the project
    does not change then.
    """
    entries = read_labels(file, name)
    moved_files = project.moved_files

    def elsewhere(paths: list[str]) -> dict[str, str]:
        wanted = moved_files.to_digest(domain.samples, also=paths)
        return moved_files.find_moved(paths, domain.samples, digests_of(domain.folder, wanted, project.cache))

    beside = file if file.is_dir() else file.absolute().parent
    found = match_paths(entries, domain, beside, elsewhere)
    before = project.labels.of(list(found.labels))
    changed = project.labels.apply(found.labels, f"imported from {file.name}")
    replaced = sum(path in before for path in changed)
    same = len(found.labels) - len(changed)
    return Imported(len(changed) - replaced, replaced, same, found.followed, found.unknown, found.twice, changed)
