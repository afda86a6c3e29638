"""From the paths that a file of labels has to those of a domain's samples."""

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path
from re import match
from typing import NamedTuple

from workbench.core.domain import Domain
from workbench.data.labels.contract import Entry

Elsewhere = Callable[[list[str]], Mapping[str, str]]  # from paths that are not there to where their content is


class MatchedLabels(NamedTuple):
    """`labels` by path in the domain; `followed`: how many of them by the content of a file that was moved since.

    `unknown`: entries whose image the domain does not have; `twice`: those whose image another entry names already.
    """

    labels: dict[str, str]
    followed: int
    unknown: list[Entry]
    twice: list[Entry]


def placed(entries: Iterable[Entry], domain: Domain, beside: Path, elsewhere: Elsewhere | None = None) -> MatchedLabels:
    """Find the sample that each entry means.

    A path counts as it is written, with Windows' slashes turned, relative to the domain's folder or to `beside` (where
    the file of labels lies), or absolute. Of an absolute path or an address from another machine, the longest end that
    is a sample's path counts. What none of these finds may have been moved: `elsewhere` says where its content is.
    """
    known = {sample.path for sample in domain.samples}
    found: dict[str, str] = {}
    lost: list[Entry] = []
    twice: list[Entry] = []
    for entry in entries:
        path = _place(entry.path, known, domain.folder, beside)
        if path is None:
            lost.append(entry)
        elif path in found:
            twice.append(entry)
        else:
            found[path] = entry.label
    moved = elsewhere([_plain(entry.path) for entry in lost]) if elsewhere and lost else {}
    unknown, followed = [], 0
    for entry in lost:
        now = moved.get(_plain(entry.path))
        if now is None or now in found:
            unknown.append(entry)
        else:
            found[now] = entry.label
            followed += 1
    return MatchedLabels(found, followed, unknown, twice)


def _plain(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")


def _place(written: str, known: set[str], folder: Path, beside: Path) -> str | None:
    plain = _plain(written)
    for path in (written, plain):
        if path in known:
            return path
    for base, name in product((folder, beside), dict.fromkeys((written, plain))):
        whole, root = Path(os.path.abspath(base / name)), os.path.abspath(folder)
        inside = whole.relative_to(root) if whole.is_relative_to(root) else whole
        if (path := inside.as_posix()) in known:
            return path
    if match(r"/|[A-Za-z][\w+.-]*:", plain):
        parts = plain.split("/")
        for start in range(1, len(parts)):
            if (end := "/".join(parts[start:])) in known:
                return end
    return None
