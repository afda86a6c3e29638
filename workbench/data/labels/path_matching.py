"""Matching of the paths in a label file to the samples of a domain."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.core.name_matching import composed
from workbench.data.labels.contract import Entry, LabelConflict, agreed
from workbench.data.written_paths import WrittenPaths

NOT_DRAWN = "its label measures, and the image is not in this project's measuring set"
FindMoved = Callable[[list[str]], Mapping[str, str]]  # from missing paths to the current paths of their contents


class MatchedLabels(NamedTuple):
    """The result of matching. `labels`: by sample path; `followed`: number of matches by the content of moved files.

    `unknown`: entries without a sample, with the reason as `problem`; `twice`: entries whose sample has an equal
    earlier entry; `conflicts`: samples with different labels, which are not in `labels`.
    """

    labels: dict[str, str]
    followed: int
    unknown: list[Entry]
    twice: list[Entry]
    conflicts: list[LabelConflict]


def match_paths(
    entries: Iterable[Entry],
    domain: Domain,
    beside: Path,
    find_moved: FindMoved | None = None,
    drawn: Collection[str] | None = None,
) -> MatchedLabels:
    """Match each entry to a sample.

    Paths are relative to the domain's folder or to `beside`, the folder of the label file (see `WrittenPaths`). The
    remaining files may have been moved: `find_moved` looks for their contents. `drawn`: the samples of the measuring
    set; an entry that measures is matched to no other sample, as its label would teach there.
    """
    samples = [sample.path for sample in domain.samples]
    written = WrittenPaths(domain.folder, samples, (domain.folder, beside))
    aside = {composed(file.path): file for file in domain.set_aside}
    matched: list[tuple[str, Entry]] = []
    unmatched: list[Entry] = []
    for entry in entries:
        path = written.find(entry.path) or (written.find(entry.address) if entry.address else None)
        if path is None:
            unmatched.append(entry)
        else:
            matched.append((path, entry))
    moved = find_moved([_normalised(entry.path) for entry in unmatched]) if find_moved and unmatched else {}
    unknown, followed = [], 0
    taken = {path for path, _ in matched}
    for entry in unmatched:
        current = moved.get(_normalised(entry.path))
        if current is not None and current not in taken:
            matched.append((current, entry))
            followed += 1
        elif file := aside.get(composed(_normalised(entry.path))):
            unknown.append(entry._replace(problem=f"its image was set aside: {file.reason}"))
        else:
            unknown.append(entry._replace(problem=written.why_not(entry.address or entry.path)))
    if drawn is not None:
        unknown += [
            entry._replace(problem=NOT_DRAWN) for path, entry in matched if entry.measures and path not in drawn
        ]
        matched = [(path, entry) for path, entry in matched if not entry.measures or path in drawn]
    labels, twice, conflicts = agreed(matched)
    return MatchedLabels(labels, followed, unknown, twice, conflicts)


def _normalised(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")
