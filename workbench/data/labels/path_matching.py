"""Matching of the paths in a label file to the samples of a domain."""

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path
from re import match
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.core.name_matching import NameIndex
from workbench.data.labels.contract import Entry

FindMoved = Callable[[list[str]], Mapping[str, str]]  # from missing paths to the current paths of their contents


class MatchedLabels(NamedTuple):
    """The result of matching. `labels`: by sample path; `followed`: number of matches by the content of moved files.

    `unknown`: entries without a sample; `twice`: entries whose sample has an earlier entry.
    """

    labels: dict[str, str]
    followed: int
    unknown: list[Entry]
    twice: list[Entry]


def match_paths(
    entries: Iterable[Entry], domain: Domain, beside: Path, find_moved: FindMoved | None = None
) -> MatchedLabels:
    """Match each entry to a sample.

    A path is tried as written, with forward slashes, relative to the domain's folder, relative to `beside` (the folder
    of the label file), and as an absolute path. For absolute paths and URLs of other machines, the longest suffix that
    is a sample's path matches. The remaining files may have been moved: `find_moved` looks for their contents.
    """
    known = NameIndex(sample.path for sample in domain.samples)
    labels: dict[str, str] = {}
    unmatched: list[Entry] = []
    twice: list[Entry] = []
    for entry in entries:
        path = _match(entry.path, known, domain.folder, beside)
        if path is None:
            unmatched.append(entry)
        elif path in labels:
            twice.append(entry)
        else:
            labels[path] = entry.label
    moved = find_moved([_normalised(entry.path) for entry in unmatched]) if find_moved and unmatched else {}
    unknown, followed = [], 0
    for entry in unmatched:
        current = moved.get(_normalised(entry.path))
        if current is None or current in labels:
            unknown.append(entry)
        else:
            labels[current] = entry.label
            followed += 1
    return MatchedLabels(labels, followed, unknown, twice)


def _normalised(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def _match(written: str, known: NameIndex, folder: Path, beside: Path) -> str | None:
    normalised = _normalised(written)
    for path in (written, normalised):
        if found := known.find(path):
            return found
    for base, name in product((folder, beside), dict.fromkeys((written, normalised))):
        absolute, root = Path(os.path.abspath(base / name)), os.path.abspath(folder)
        relative = absolute.relative_to(root) if absolute.is_relative_to(root) else absolute
        if found := known.find(relative.as_posix()):
            return found
    if match(r"/|[A-Za-z][\w+.-]*:", normalised):
        parts = normalised.split("/")
        for start in range(1, len(parts)):
            if found := known.find("/".join(parts[start:])):
                return found
    return None
