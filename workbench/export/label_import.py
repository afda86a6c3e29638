"""Labels that come back: from a file of any format into a project."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.data.digests import digests_of
from workbench.data.labels.contract import Entry, EntryChoice, LabelConflict, LabelFile, read_label_file
from workbench.data.labels.path_matching import MatchedLabels, match_paths
from workbench.store.project import Project


class ImportPlan(NamedTuple):
    """What the import of a label file does, before it does it.

    `labels`: by path, of images in the domain; `new` and `replaced` are those that change, and `before` has the labels
    that are replaced. `same`: the number of labels that stay. `followed`: the number of images that were found by their
    content, as they were moved. `unknown`: entries without an image, and `unusable` ones, with their `problem`;
    `twice`: repeated entries; `conflicts`: images with different labels in the file, which are left out.
    """

    labels: dict[str, str]
    before: dict[str, str]
    new: list[str]
    replaced: list[str]
    same: int
    followed: int
    unknown: list[Entry]
    twice: list[Entry]
    conflicts: list[LabelConflict]
    unusable: list[Entry]


def plan_of(content: LabelFile, matched: MatchedLabels, current: Mapping[str, str]) -> ImportPlan:
    """The plan for a file's labels. `current`: the labels that are there, by path."""
    labels = matched.labels
    before = {path: current[path] for path, label in labels.items() if current.get(path, label) != label}
    new = [path for path in labels if path not in current]
    same = len(labels) - len(new) - len(before)
    return ImportPlan(
        labels,
        before,
        new,
        list(before),
        same,
        matched.followed,
        matched.unknown,
        matched.twice,
        matched.conflicts,
        content.unusable,
    )


def plan_import(
    project: Project,
    domain: Domain,
    file: Path,
    name: str = "",
    choice: EntryChoice = EntryChoice(),  # noqa: B008
) -> ImportPlan:
    """What an import into a project does. `name`: the format, if it is known; `domain`: the project's target.

    Raises UserError if the file cannot be read.
    """
    content = read_label_file(file, name, choice)
    moved_files = project.moved_files

    def elsewhere(paths: list[str]) -> dict[str, str]:
        wanted = moved_files.to_digest(domain.samples, also=paths)
        return moved_files.find_moved(paths, domain.samples, digests_of(domain.folder, wanted, project.cache))

    beside = file if file.is_dir() else file.absolute().parent
    matched = match_paths(content.entries, domain, beside, elsewhere, project.measuring_set.current())
    return plan_of(content, matched, project.labels.of(list(matched.labels)))


def import_labels(project: Project, file: Path, plan: ImportPlan) -> list[str]:
    """Carry out a plan as one action of the history. Returns the paths whose label changed."""
    return project.labels.apply(plan.labels, f"imported from {file.name}")
