"""Labels that come back: from a file of any format into a project."""

from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.data.digests import digests_of
from workbench.data.labels.contract import Entry, read_labels
from workbench.data.labels.path_matching import match_paths
from workbench.store.project import Project


class Imported(NamedTuple):
    """What became of a file of labels: how many are new, replaced another label, were so already, or could not be used.

    `followed`: how many images were found by content, for they were moved since; `unknown`: entries whose image the
    domain does not have; `twice`: entries whose image another one names. `paths` are those whose label changed.
    """

    new: int
    replaced: int
    same: int
    followed: int
    unknown: list[Entry]
    twice: list[Entry]
    paths: list[str]


def import_labels(project: Project, domain: Domain, file: Path, name: str = "") -> Imported:
    """Take the labels of a file into a project as one action of its history. `name`: the format, where it is known.

    `domain`: the project's target. A file that can not be read changes nothing: then UserError names the line or entry.
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
